"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import { useTemplates } from "#components/projects/use-templates.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { toast } from "#components/ui/toast.ts";

/** The other way to tables: ten databases that exist already, a click each. */
export function TemplatePicker({ databaseId }: { readonly databaseId: string }) {
  const { data: templates = [] } = useTemplates();
  const forget = useForget(databaseId);
  const [pending, setPending] = useState<string | null>(null);

  async function apply(name: string) {
    if (pending !== null) return;
    setPending(name);
    try {
      const made = await call<{ tables: readonly string[]; records: number }>(
        "POST",
        `/api/database/${databaseId}/template`,
        { body: { template: name } },
      );
      toast({ tone: "good", title: `${made.tables.length} tables with ${made.records} rows are there` });
      await forget.schema();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    setPending(null);
  }

  return (
    <section aria-labelledby="templates-title">
      <h2 id="templates-title" className="font-semibold text-base">
        Or begin with a template
      </h2>
      <p className="mt-0.5 mb-3 text-soft">
        Tables that fit together, with sample rows. Change all of it later.
      </p>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {templates.map(({ name, title, description }) => (
          <li
            key={name}
            className="relative rounded-xl border bg-raised p-4 shadow-card transition-colors hover:border-control"
          >
            <button
              type="button"
              aria-disabled={pending !== null || undefined}
              onClick={() => void apply(name)}
              className="flex items-center gap-2 rounded font-medium after:absolute after:inset-0 after:rounded-xl"
            >
              {title}
              {pending === name ? (
                <>
                  <Spinner />
                  <span className="font-normal text-soft text-xs">Making its tables</span>
                </>
              ) : null}
            </button>
            <p className="mt-0.5 text-[0.8125rem] text-soft">{description}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
