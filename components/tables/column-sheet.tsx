"use client";

import { type FormEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Change, Column, Table } from "#lib/catalog/types.ts";
import { blankColumn, columnDraftOf, settingsBetween, toColumn } from "./column-draft.ts";
import { errorsOfColumn } from "./column-errors.ts";
import { ColumnFields } from "./column-fields.tsx";
import { targetKey } from "./target-key.ts";
import { useApply } from "./use-apply.ts";

interface ColumnSheetProps {
  readonly table: Table;
  readonly tables: readonly TableInfo[];
  /** Null: a new one. */
  readonly column: Column | null;
  readonly onClose: () => void;
}

/** Adds a column, or changes one: its name, its type, its rules. */
export function ColumnSheet({ table, tables, column, onClose }: ColumnSheetProps) {
  const { databaseId } = useProject();
  const { apply } = useApply(databaseId);
  const [draft, setDraft] = useState(() => (column ? columnDraftOf(column) : blankColumn()));
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const errors = errorsOfColumn(refusal);

  async function save(event: FormEvent) {
    event.preventDefault();
    const after = toColumn(draft, targetKey(tables, draft.target));
    const changes = changesOf(table, column, after);
    if (changes.length === 0) return onClose();
    setPending(true);
    try {
      await apply(changes);
      toast({ tone: "good", title: column ? `Column ${after.name} changed` : `Column ${after.name} added` });
      onClose();
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={column ? "Edit column" : "New column"}
      description={<span className="font-mono text-xs">{table.name}</span>}
    >
      <form onSubmit={(event) => void save(event)} noValidate className="flex min-h-0 flex-1 flex-col">
        <div className="relative grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-5">
          {refusal !== null && Object.keys(errors).length === 0 ? (
            <Notice tone="danger" title={explain(refusal).title}>
              {explain(refusal).description}
            </Notice>
          ) : null}
          <ColumnFields draft={draft} tables={tables} errors={errors} onChange={setDraft} />
        </div>
        <div className="flex justify-end border-t px-5 py-3">
          <Button type="submit" variant="primary" pending={isPending}>
            {column ? "Save changes" : "Add column"}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function changesOf(table: Table, before: Column | null, after: Column): readonly Change[] {
  if (before === null) return [{ kind: "add_column", table: table.name, column: after }];
  const set = settingsBetween(before, after);
  const isRenamed = before.name !== after.name;
  return [
    ...(isRenamed
      ? [{ kind: "rename_column", table: table.name, column: before.name, to: after.name } as const]
      : []),
    ...(set ? [{ kind: "alter_column", table: table.name, column: after.name, set } as const] : []),
  ];
}
