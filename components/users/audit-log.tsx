"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type AuditEntry, useAudit } from "./app-users.ts";
import { UsersFrame } from "./users-frame.tsx";

const tones = { info: "neutral", notice: "accent", warning: "warn", critical: "danger" } as const;

const pageSize = 50;

/** What happened to the app's accounts. */
export function AuditLog() {
  const { databaseId } = useProject();
  const [severity, setSeverity] = useState("info");
  const [offset, setOffset] = useState(0);
  const events = useAudit(databaseId, severity, { limit: pageSize, offset });
  const { items = [], total = 0 } = events.data ?? {};
  return (
    <UsersFrame>
      <Field label="Show" className="mb-4 max-w-56">
        {(control) => (
          <Select
            {...control}
            value={severity}
            onChange={(event) => {
              setSeverity(event.target.value);
              setOffset(0);
            }}
          >
            <option value="info">Everything</option>
            <option value="notice">What is worth a look</option>
            <option value="warning">Warnings</option>
            <option value="critical">Critical events</option>
          </Select>
        )}
      </Field>
      {events.isPending ? <Skeleton className="h-40 rounded-xl" /> : null}
      {events.error ? (
        <Notice tone="danger" title={explain(events.error).title}>
          {explain(events.error).description}
        </Notice>
      ) : null}
      {events.data && items.length === 0 ? (
        <EmptyState title="No events" className="rounded-xl border border-dashed">
          Sign-ins, changed passwords, refused attempts and what you do here will be listed.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
          {items.map((entry) => (
            <EventLine key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : null}
      <div className="mt-4">
        <Pager offset={offset} size={pageSize} total={total} words={["Newer", "Older"]} onGo={setOffset} />
      </div>
    </UsersFrame>
  );
}

function EventLine({ entry }: { readonly entry: AuditEntry }) {
  const words = entry.event.replaceAll("_", " ");
  const details = Object.entries(entry.details)
    .map(
      ([name, value]) =>
        `${name.replaceAll("_", " ")}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
    )
    .join(" · ");
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5 md:px-5">
      <Badge tone={tones[entry.severity]}>{entry.severity}</Badge>
      <span className="font-medium first-letter:uppercase">{words}</span>
      <span className="wrap-anywhere order-last min-w-0 basis-full text-[0.8125rem] text-soft lg:order-none lg:flex-1 lg:basis-0">
        {details}
      </span>
      {entry.console_user_id === null ? null : <Badge tone="outline">in the console</Badge>}
      <span className="font-mono text-faint text-xs">{entry.ip}</span>
      <span className="text-faint text-xs tabular-nums">{formatMoment(entry.created_at)}</span>
    </li>
  );
}
