"use client";

import { useState } from "react";
import {
  type ColumnDraft,
  columnDraftOf,
  settingsBetween,
  toColumn,
} from "#components/tables/column-draft.ts";
import { errorsOfIssues } from "#components/tables/column-errors.ts";
import { ColumnFields } from "#components/tables/column-fields.tsx";
import { targetKey } from "#components/tables/target-key.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Column, Table } from "#lib/catalog/types.ts";
import { isSameJson } from "#lib/catalog/values/same-json.ts";
import type { Issue } from "#lib/errors/app-error.ts";
import { useBuilder } from "./builder-context.ts";
import { columnChanges } from "./commands.ts";

interface ColumnEditorProps {
  readonly table: Table;
  readonly column: Column;
}

/** The form of a column in place: choices take effect at once, what is typed when the field is left. */
export function ColumnEditor({ table, column }: ColumnEditorProps) {
  const builder = useBuilder();
  const [draft, setDraft] = useState(() => columnDraftOf(column));
  const [shown, setShown] = useState(column);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  // Changed from elsewhere, by undo for example.
  if (!isSameJson(shown, column)) {
    setShown(column);
    setDraft(columnDraftOf(column));
    setIssues([]);
  }
  const infos = builder.draft.tables.map((schema) => ({ id: schema.name, table_name: schema.name, schema }));
  const errors = errorsOfIssues(issues);
  const rest = issues.filter(({ path }) => !/\/(column|set|to)(\/|$)/.test(path));

  function commit(next: ColumnDraft) {
    if (!isComplete(next)) return;
    const after = toColumn(next, targetKey(infos, next.target));
    const changes = columnChanges(table.name, column, after, settingsBetween(column, after));
    if (changes.length === 0) return setIssues([]);
    const refused = builder.draft.edit(changes);
    setIssues(refused);
    if (refused.length > 0) return;
    if (after.name !== column.name) builder.select({ table: table.name, column: after.name });
    builder.say(`${table.name}.${after.name} changed`);
  }

  function change(next: ColumnDraft) {
    setDraft(next);
    if (!isTyping(draft, next)) commit(next);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside are what is interacted with
    <div
      className="grid gap-3"
      onBlur={() => commit(draft)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) commit(draft);
      }}
    >
      {rest.map(({ message }) => (
        <Notice key={message} tone="danger" title={message} />
      ))}
      {issues.length > 0 && rest.length === 0 && Object.keys(errors).length === 0 ? (
        <Notice tone="danger" title={issues[0]?.message} />
      ) : null}
      <ColumnFields draft={draft} tables={infos} errors={errors} onChange={change} isNarrow />
    </div>
  );
}

/** A relation without its table, or a choice without choices, is still being made. */
function isComplete({ type, target, choices }: ColumnDraft): boolean {
  if (type === "reference") return target !== "";
  return type !== "enum" || choices.trim() !== "";
}

function isTyping(before: ColumnDraft, after: ColumnDraft): boolean {
  return (
    (["name", "defaultText", "choices", "description"] as const).some((key) => before[key] !== after[key]) &&
    before.target === after.target
  );
}
