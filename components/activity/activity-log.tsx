"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ActivityList } from "./activity-list.tsx";
import { useActivity } from "./use-activity.ts";

interface ActivityLogProps {
  /** Of the organization or project, in the API. */
  readonly path: string;
  readonly areas: readonly { readonly value: string; readonly label: string }[];
  readonly showsProject?: boolean;
}

const pageSize = 50;

/** A log that can be filtered and paged through. */
export function ActivityLog({ path, areas, showsProject = false }: ActivityLogProps) {
  const [area, setArea] = useState("all");
  const [offset, setOffset] = useState(0);
  const activity = useActivity(path, { area, limit: pageSize, offset });
  const { items = [], total = 0 } = activity.data ?? {};
  return (
    <div className="grid gap-4">
      <Field label="Show" className="max-w-60">
        {(control) => (
          <Select
            {...control}
            value={area}
            onChange={(event) => {
              setArea(event.target.value);
              setOffset(0);
            }}
          >
            {areas.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {activity.isPending ? <Skeleton className="h-64 rounded-xl" /> : null}
      {activity.error ? (
        <Notice tone="danger" title={explain(activity.error).title}>
          {explain(activity.error).description}
        </Notice>
      ) : null}
      {activity.data && items.length === 0 ? (
        <EmptyState title="Nothing has happened yet" className="rounded-xl border border-dashed">
          Changes of tables, keys and members are listed here, with who made them.
        </EmptyState>
      ) : null}
      {items.length > 0 ? <ActivityList items={items} showsProject={showsProject} /> : null}
      <Pager offset={offset} size={pageSize} total={total} words={["Newer", "Older"]} onGo={setOffset} />
    </div>
  );
}
