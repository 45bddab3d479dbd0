"use client";

import { type FormEvent, useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { blankColumn, columnDraftOf, settingsBetween, toColumn } from "#components/tables/column-draft.ts";
import { ColumnFields } from "#components/tables/column-fields.tsx";
import { targetKey } from "#components/tables/target-key.ts";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import type { Change, Column, Table } from "#lib/catalog/types.ts";

interface ColumnFormProps {
  /** As the draft has it. */
  readonly table: Table;
  /** What the form begins with; null: a new column. */
  readonly column: Column | null;
  readonly tables: readonly Table[];
  readonly onEdit: (changes: readonly Change[]) => boolean;
  readonly onClose: () => void;
}

/** All that a column of the draft can be told. */
export function ColumnForm({ table, column, tables, onEdit, onClose }: ColumnFormProps) {
  const [draft, setDraft] = useState(() => (column ? columnDraftOf(column) : blankColumn()));
  const targets: readonly TableInfo[] = tables.map((schema) => ({
    id: schema.name,
    table_name: schema.name,
    schema,
    is_auth: false,
    position: null,
  }));

  function save(event: FormEvent) {
    event.preventDefault();
    const after = toColumn(draft, targetKey(targets, draft.target));
    const changes = changesBetween(table, column, after);
    if (changes.length === 0 || onEdit(changes)) onClose();
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={column ? "Edit column" : "New column"}
      description={<span className="font-mono text-xs">{table.name}</span>}
    >
      <form onSubmit={save} noValidate className="flex min-h-0 flex-1 flex-col">
        <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-5">
          <ColumnFields draft={draft} tables={targets} errors={{}} onChange={setDraft} />
        </div>
        <div className="flex justify-end border-t px-5 py-3">
          <Button type="submit" variant="primary">
            {column ? "Keep in the draft" : "Add to the draft"}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function changesBetween(table: Table, opened: Column | null, after: Column): readonly Change[] {
  if (opened === null) return [{ kind: "add_column", table: table.name, column: after }];
  // The form may have been opened with another type than the draft has.
  const before = table.columns.find(({ name }) => name === opened.name) ?? opened;
  const set = settingsBetween(before, after);
  return [
    ...(before.name === after.name
      ? []
      : [{ kind: "rename_column", table: table.name, column: before.name, to: after.name } as const]),
    ...(set ? [{ kind: "alter_column", table: table.name, column: after.name, set } as const] : []),
  ];
}
