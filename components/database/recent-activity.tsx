"use client";

import Link from "next/link";
import { ActivityList } from "#components/activity/activity-list.tsx";
import { useActivity } from "#components/activity/use-activity.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The last few things that somebody did. */
export function RecentActivity({ projectId }: { readonly projectId: string }) {
  const activity = useActivity(`/api/projects/${projectId}`, { limit: 4 });
  if (activity.error) return null;
  return (
    <section aria-labelledby="activity-title">
      <div className="mb-3 flex items-baseline justify-between">
        <h2 id="activity-title" className="font-semibold text-base">
          Recent activity
        </h2>
        <Link
          href={`/projects/${projectId}/database/activity`}
          className="rounded text-[0.8125rem] text-link underline-offset-4 hover:underline"
        >
          All activity
        </Link>
      </div>
      {activity.data ? (
        <ActivityList items={activity.data.items} />
      ) : (
        <Skeleton className="h-48 rounded-xl" />
      )}
    </section>
  );
}
