"use client";

import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";

/** Something for a database to begin with. */
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tables: readonly string[];
}

export function useTemplates() {
  return useAnswer<readonly Template[]>({
    queryKey: ["templates"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      (await call<{ templates: readonly Template[] }>("GET", "/api/templates", { signal })).templates,
  });
}
