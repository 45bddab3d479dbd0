"use client";

import { ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { useRecords } from "#components/api/queries.ts";
import type { RecordQuery, TableInfo } from "#components/api/types.ts";
import { labelColumns, rowLabel } from "#components/grid/row-label.ts";
import type { FieldControl } from "#components/ui/field.tsx";
import type { Column, Table } from "#lib/catalog/types.ts";
import { RelationOptions } from "./relation-options.tsx";

interface RelationPickerProps {
  readonly databaseId: string;
  readonly column: Column;
  readonly tables: readonly TableInfo[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly control?: FieldControl;
}

/** Chooses the row that a relation points to, by what it is called. */
export function RelationPicker({
  databaseId,
  column,
  tables,
  value,
  onChange,
  control,
}: RelationPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const target = tables.find((table) => table.table_name === column.references?.table)?.schema;
  const key = column.references?.column ?? "id";
  const shown = useChosenLabel(databaseId, target, key, value);
  function choose(next: string | null) {
    onChange(next);
    setOpen(false);
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen} modal>
      <Popover.Trigger
        {...control}
        data-picker=""
        className="flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-control bg-surface px-3 text-left aria-invalid:border-danger"
      >
        <span className={value === null ? "truncate text-faint" : "truncate"}>
          {value === null ? `Choose from ${column.references?.table}…` : (shown ?? value)}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 w-(--radix-popover-trigger-width) min-w-60 animate-enter rounded-lg border bg-raised shadow-float"
        >
          {target ? (
            <RelationOptions
              databaseId={databaseId}
              target={target}
              keyColumn={key}
              value={value}
              canBeEmpty={column.required !== true}
              onChoose={choose}
            />
          ) : (
            <p className="p-3 text-soft">The table {column.references?.table} is not there any more.</p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function useChosenLabel(
  databaseId: string,
  target: Table | undefined,
  key: string,
  value: string | null,
): string | null {
  const labels = target ? labelColumns(target) : [];
  const query: RecordQuery = {
    tableName: target?.name ?? "",
    select: [...new Set([key, ...labels])],
    filters: { and: [{ column: key, op: "eq", value }] },
    limit: 1,
  };
  const found = useRecords(databaseId, query, labels.length > 0 && value !== null);
  const row = found.data?.records[0];
  return target && row && String(row[key]) === value ? rowLabel(target, row) : null;
}
