"use client";

import { useState } from "react";
import type { ComparedTables } from "#components/canvas/compare-tables.ts";
import { Button } from "#components/ui/button.tsx";
import type { Change, Column, Table } from "#lib/catalog/types.ts";
import { TableCard } from "./table-card.tsx";

interface DraftTablesProps {
  readonly picture: ComparedTables;
  readonly onEdit: (changes: readonly Change[]) => boolean;
  readonly onOpen: (table: Table, column: Column | null) => void;
}

/** The cards of what the draft makes or changes, newest kinds first; what stays as it is, on demand. */
export function DraftTables({ picture: { tables, marks }, onEdit, onOpen }: DraftTablesProps) {
  const [isWhole, setWhole] = useState(false);
  const touched = tables.filter(({ name }) => marks[name] !== undefined);
  const kept = tables.filter(({ name }) => marks[name] === undefined);
  const shown = isWhole ? [...touched, ...kept] : touched;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid items-start gap-4 grid-cols-[repeat(auto-fill,minmax(min(20rem,100%),1fr))]">
        {shown.map((table) => (
          <TableCard
            key={table.name}
            table={table}
            marks={marks[table.name] ?? {}}
            referencedBy={referencesTo(table.name, tables)}
            onEdit={onEdit}
            onOpen={onOpen}
          />
        ))}
      </div>
      {kept.length > 0 && !isWhole ? (
        <p className="text-faint text-xs">
          Stays as it is: <span className="font-mono">{kept.map(({ name }) => name).join(", ")}</span>
          <Button size="sm" variant="ghost" className="ml-2" onClick={() => setWhole(true)}>
            Edit these too
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function referencesTo(name: string, tables: readonly Table[]): readonly string[] {
  return tables
    .filter(
      (table) => table.name !== name && table.columns.some((column) => column.references?.table === name),
    )
    .map((table) => table.name);
}
