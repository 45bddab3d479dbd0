"use client";

import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";

export interface UsageOfDay {
  /** `2026-03-31` */
  readonly day: string;
  readonly requests: number;
}

/** Requests of apps, day by day, oldest first. */
export function useUsage(projectId: string) {
  return useAnswer<readonly UsageOfDay[]>({
    queryKey: ["usage", projectId],
    queryFn: async ({ signal }) =>
      (await call<{ days: readonly UsageOfDay[] }>("GET", `/api/projects/${projectId}/usage`, { signal }))
        .days,
  });
}
