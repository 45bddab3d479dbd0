import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { Column, Json, Table } from "#lib/catalog/types.ts";
import { typeWords } from "./column-types.ts";
import { TypeIcon } from "./type-icon.tsx";

interface ColumnListProps {
  readonly table: Table;
  readonly canWrite: boolean;
  readonly onEdit: (column: Column) => void;
  readonly onDrop: (column: Column) => void;
}

export function ColumnList({ table, canWrite, onEdit, onDrop }: ColumnListProps) {
  return (
    <ul className="divide-y rounded-xl border bg-raised shadow-card">
      {table.columns.map((column) => (
        <li key={column.name} className="flex min-h-12 items-center gap-3 px-4 py-2">
          <TypeIcon column={column} />
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
            <span className="w-full font-mono text-[0.8125rem] sm:w-44">{column.name}</span>
            <span className="text-[0.8125rem] text-soft sm:w-40">{kindWords(column)}</span>
            <Marks column={column} />
            {column.description ? (
              <span className="w-full truncate text-faint text-xs">{column.description}</span>
            ) : null}
          </div>
          {canWrite ? (
            <Menu>
              <MenuTrigger asChild>
                <Button variant="ghost" size="icon" aria-label={`Change ${column.name}`}>
                  <Ellipsis />
                </Button>
              </MenuTrigger>
              <MenuContent align="end">
                <MenuItem onSelect={() => onEdit(column)}>
                  <Pencil aria-hidden="true" />
                  Edit column
                </MenuItem>
                <MenuItem tone="danger" onSelect={() => onDrop(column)}>
                  <Trash2 aria-hidden="true" />
                  Drop column
                </MenuItem>
              </MenuContent>
            </Menu>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function kindWords(column: Column): string {
  if (column.references) return `→ ${column.references.table}`;
  return column.sql_type ?? typeWords[column.type].label;
}

function Marks({ column }: { readonly column: Column }) {
  const ownDefault = column.default_expression ?? defaultText(column.default ?? null);
  return (
    <span className="flex min-w-0 flex-wrap gap-1.5">
      {column.primary_key ? <Badge tone="warn">key</Badge> : null}
      {column.required && !column.primary_key ? <Badge>required</Badge> : null}
      {column.unique && !column.primary_key ? <Badge>unique</Badge> : null}
      {column.indexed ? <Badge>indexed</Badge> : null}
      {ownDefault === null ? null : (
        <Badge tone="outline" className="max-w-48" title={ownDefault}>
          <span className="truncate">default {ownDefault}</span>
        </Badge>
      )}
      {column.enum_values ? (
        <span className="truncate text-faint text-xs">{column.enum_values.join(" · ")}</span>
      ) : null}
    </span>
  );
}

function defaultText(value: Json): string | null {
  if (value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
