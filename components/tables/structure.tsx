"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import type { Column, Table } from "#lib/catalog/types.ts";
import { ColumnList } from "./column-list.tsx";
import { ColumnSheet } from "./column-sheet.tsx";
import { DropDialog, type DropSubject } from "./drop-dialog.tsx";
import { TableSettings } from "./table-settings.tsx";

interface StructureProps {
  readonly table: Table;
  readonly tables: readonly TableInfo[];
}

export function Structure({ table, tables }: StructureProps) {
  const { role } = useProject();
  const canWrite = mayDo(role, "editor");
  const [editing, setEditing] = useState<Column | "new" | null>(null);
  const [dropping, setDropping] = useState<DropSubject | null>(null);
  return (
    <div className="grid grid-cols-1 gap-10">
      <section aria-labelledby="columns-title">
        <div className="mb-3 flex items-center justify-between">
          <h2 id="columns-title" className="font-semibold text-base">
            Columns
          </h2>
          {canWrite ? (
            <Button size="sm" onClick={() => setEditing("new")}>
              <Plus aria-hidden="true" />
              Add column
            </Button>
          ) : null}
        </div>
        <ColumnList
          table={table}
          canWrite={canWrite}
          onEdit={setEditing}
          onDrop={(column) => setDropping({ kind: "column", table: table.name, column: column.name })}
        />
      </section>
      {canWrite ? (
        // Anew for another name, so that the form starts from what is there.
        <TableSettings
          key={`${table.name} ${table.description}`}
          table={table}
          onDrop={() => setDropping({ kind: "table", table: table.name })}
        />
      ) : null}
      {editing ? (
        <ColumnSheet
          table={table}
          tables={tables}
          column={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {dropping ? <DropDialog subject={dropping} tables={tables} onClose={() => setDropping(null)} /> : null}
    </div>
  );
}
