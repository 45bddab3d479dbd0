import { formatMoment } from "#components/grid/format-value.ts";
import { activityWords } from "./activity-words.ts";
import type { Activity } from "./use-activity.ts";

interface ActivityListProps {
  readonly items: readonly Activity[];
  /** Whether to say which project an entry is about: not on its own pages. */
  readonly showsProject?: boolean;
}

/** Who did what, and when, line by line. */
export function ActivityList({ items, showsProject = false }: ActivityListProps) {
  return (
    <ol className="divide-y rounded-xl border bg-raised shadow-card">
      {items.map((entry) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-3">
          <p className="min-w-0 flex-1 basis-72 break-words">
            <span className="font-medium">{actorName(entry)}</span> {activityWords(entry)}
            {showsProject && entry.project?.name && entry.kind === "schema_changed" ? (
              <span className="text-faint"> in {entry.project.name}</span>
            ) : null}
          </p>
          <time dateTime={entry.created_at} className="text-faint text-xs tabular-nums">
            {formatMoment(entry.created_at)}
          </time>
        </li>
      ))}
    </ol>
  );
}

function actorName({ actor }: Activity): string {
  if (actor === null) return "An app’s key or the server";
  return actor.name ?? "Somebody who has left";
}
