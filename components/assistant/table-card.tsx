"use client";

import { Ellipsis, Plus, Trash2 } from "lucide-react";
import type { Mark, TableMarks } from "#components/canvas/canvas-types.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { Change, Column, Constraint, Table } from "#lib/catalog/types.ts";
import { ColumnLine } from "./column-line.tsx";
import { NameInput } from "./name-input.tsx";

interface TableCardProps {
  /** With the columns that the draft drops. */
  readonly table: Table;
  readonly marks: TableMarks;
  /** Tables whose columns point here. */
  readonly referencedBy: readonly string[];
  readonly onEdit: (changes: readonly Change[]) => boolean;
  /** Opens the form of a column; null: of a new one. */
  readonly onOpen: (table: Table, column: Column | null) => void;
}

/** One table of the draft: every part of it can be edited in place. */
export function TableCard({ table, marks, referencedBy, onEdit, onOpen }: TableCardProps) {
  const { name } = table;
  const isDropped = marks.table === "removed";
  const shown = table.columns.filter((column) => isShown(column, marks));
  const bookkeeping = table.columns.filter((column) => !isShown(column, marks)).map((column) => column.name);
  return (
    <article aria-label={`Table ${name}`} className="flex flex-col rounded-xl border bg-raised shadow-card">
      <header className="border-b px-3 py-2.5">
        <div className="flex items-center gap-2">
          {isDropped ? (
            <h3 className="flex-1 px-1.5 font-mono font-semibold text-danger text-sm line-through">{name}</h3>
          ) : (
            <NameInput
              label={`Name of the table ${name}`}
              value={name}
              onCommit={(to) => onEdit([{ kind: "rename_table", table: name, to }])}
              className="font-semibold text-sm"
            />
          )}
          <MarkBadge mark={marks.table} />
          {isDropped ? null : <TableMenu table={table} onEdit={onEdit} onOpen={onOpen} />}
        </div>
        {table.description ? <p className="mt-0.5 px-1.5 text-faint text-xs">{table.description}</p> : null}
      </header>
      {isDropped ? null : (
        <ul className="py-1.5">
          {shown.map((column) => (
            <ColumnLine
              key={column.name}
              table={name}
              column={column}
              mark={marks.columns?.[column.name]}
              onEdit={onEdit}
              onOpen={(opened) => onOpen(table, opened)}
            />
          ))}
          {table.constraints?.map((constraint) => (
            <li key={JSON.stringify(constraint)} className="px-4 py-1 text-faint text-xs">
              {constraintWords(constraint)}
            </li>
          ))}
          {bookkeeping.length > 0 ? (
            <li className="px-4 py-1 text-faint text-xs">
              and <span className="font-mono">{bookkeeping.join(", ")}</span>
            </li>
          ) : null}
        </ul>
      )}
      {referencedBy.length > 0 && !isDropped ? (
        <footer className="mt-auto border-t px-4 py-2 text-faint text-xs">
          Referenced by <span className="font-mono">{referencedBy.join(", ")}</span>
        </footer>
      ) : null}
    </article>
  );
}

function MarkBadge({ mark }: { readonly mark: Mark | undefined }) {
  if (mark === "added") return <Badge tone="accent">New</Badge>;
  if (mark === "changed") return <Badge tone="warn">Changed</Badge>;
  if (mark === "removed") return <Badge tone="danger">Dropped</Badge>;
  return <Badge>Exists</Badge>;
}

function TableMenu({ table, onEdit, onOpen }: Pick<TableCardProps, "table" | "onEdit" | "onOpen">) {
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        className="size-7"
        aria-label={`Add a column to ${table.name}`}
        onClick={() => onOpen(table, null)}
      >
        <Plus />
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon"
            className="size-7"
            aria-label={`More about the table ${table.name}`}
          >
            <Ellipsis />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => onOpen(table, null)}>
            <Plus aria-hidden="true" />
            Add column
          </MenuItem>
          <MenuItem
            tone="danger"
            onSelect={() => onEdit([{ kind: "drop_table", table: table.name, cascade: true }])}
          >
            <Trash2 aria-hidden="true" />
            Drop table
          </MenuItem>
        </MenuContent>
      </Menu>
    </>
  );
}

// The times of a row are in every table: they need no line of their own.
function isShown({ name }: Column, { columns }: TableMarks): boolean {
  return columns?.[name] !== undefined || !/^(created|updated)_at$/.test(name);
}

function constraintWords({ kind, columns = [], expression, method, note }: Constraint): string {
  const names = columns.join(", ");
  switch (kind) {
    case "primary_key":
      return `Key: ${names} together`;
    case "unique":
      return `Unique: ${names} together`;
    case "index":
      return method === "note" ? `Noted index: ${note ?? names}` : `Fast to find by ${names}`;
    case "foreign_key":
      return `Relation: ${names} together`;
    case "check":
      return `Always: ${expression}`;
  }
}
