import { Check, Circle } from "lucide-react";
import Link from "next/link";
import type { Overview } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";

interface Step {
  readonly label: string;
  readonly hint: string;
  readonly href: string;
  readonly isDone: boolean;
}

interface NextStepsProps {
  readonly projectId: string;
  readonly overview: Overview;
  /** Whether an app has ever asked for anything. */
  readonly hasRequests: boolean;
}

/** The way from an empty database to an app that uses it; gone once it is walked. */
export function NextSteps({ projectId, overview, hasRequests }: NextStepsProps) {
  const steps = stepsOf(projectId, overview, hasRequests);
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title" className="mb-3 font-semibold text-base">
        Next steps
      </h2>
      <ol className="grid gap-3 sm:grid-cols-3 md:grid-cols-1 lg:grid-cols-3">
        {steps.map(({ label, hint, href, isDone }) => {
          const Icon = isDone ? Check : Circle;
          return (
            <li
              key={label}
              className={cn(
                "relative flex gap-3 rounded-xl border p-4",
                isDone ? "bg-sunken" : "bg-raised shadow-card hover:border-control",
              )}
            >
              <Icon
                aria-hidden="true"
                className={cn("mt-0.5 size-4 shrink-0", isDone ? "text-good" : "text-faint")}
              />
              <div className="min-w-0">
                <Link
                  href={href}
                  className={cn(
                    "rounded font-medium after:absolute after:inset-0 after:rounded-xl",
                    isDone && "text-soft",
                  )}
                >
                  {label}
                  {isDone ? <span className="sr-only"> (done)</span> : null}
                </Link>
                <p className="text-[0.8125rem] text-soft">{hint}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function stepsOf(projectId: string, { tables, counts }: Overview, hasRequests: boolean): readonly Step[] {
  const base = `/projects/${projectId}/database`;
  // The table of users came with the database.
  const first = tables.find(({ table_name }) => table_name !== "users");
  const rows =
    first === undefined ? `${base}/tables` : `${base}/tables/${encodeURIComponent(first.table_name)}?row=new`;
  return [
    {
      label: "Make tables",
      hint: "Describe them, draw them, or begin with a template.",
      href: `${base}/assistant`,
      isDone: tables.length > 1,
    },
    {
      label: "Add a row",
      hint: "In the grid, or import a file.",
      href: rows,
      isDone: counts.records > counts.users,
    },
    {
      label: "Connect an app",
      hint: "The address, a key, and code to copy.",
      href: `${base}/api`,
      isDone: hasRequests,
    },
  ];
}
