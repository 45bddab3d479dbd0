"use client";

import { ArrowRight, Asterisk, Ellipsis, Fingerprint, Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Mark } from "#components/canvas/canvas-types.ts";
import { offeredTypes, typeWords } from "#components/tables/column-types.ts";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { Change, Column, ColumnSettings, ColumnType } from "#lib/catalog/types.ts";
import { NameInput } from "./name-input.tsx";

interface ColumnLineProps {
  readonly table: string;
  readonly column: Column;
  readonly mark: Mark | undefined;
  readonly onEdit: (changes: readonly Change[]) => boolean;
  /** Opens the form of all that a column can be told, with this column in it. */
  readonly onOpen: (column: Column) => void;
}

const looks: { readonly [mark in Mark]: string } = {
  added: "bg-good-tint",
  changed: "bg-warn-tint",
  removed: "bg-danger-tint text-danger line-through",
};

/** One column of a draft, edited in place: its name, its type, whether it is required and unique. */
export function ColumnLine({ table, column, mark, onEdit, onOpen }: ColumnLineProps) {
  const { name } = column;
  const alter = (set: ColumnSettings) => onEdit([{ kind: "alter_column", table, column: name, set }]);
  if (mark === "removed") {
    return (
      <li className={cn("px-4 py-1.5 font-mono text-xs", looks.removed)}>
        {name}
        <span className="sr-only"> is dropped</span>
      </li>
    );
  }
  return (
    <li className={cn("px-3 py-0.5", mark && looks[mark])}>
      <div className="flex min-h-8 items-center gap-1">
        <TypeIcon column={column} />
        <NameInput
          label={`Name of ${table}.${name}`}
          value={name}
          onCommit={(to) => onEdit([{ kind: "rename_column", table, column: name, to }])}
          className="text-xs"
        />
        <ColumnKind column={column} table={table} onAlter={alter} onOpen={onOpen} />
        {column.primary_key ? null : (
          <>
            <Flag
              label={`${table}.${name} is required`}
              isOn={column.required === true}
              onToggle={() => alter({ required: column.required !== true })}
            >
              <Asterisk aria-hidden="true" />
            </Flag>
            <Flag
              label={`${table}.${name} is unique`}
              isOn={column.unique === true}
              onToggle={() => alter({ unique: column.unique !== true })}
            >
              <Fingerprint aria-hidden="true" />
            </Flag>
          </>
        )}
        <Menu>
          <MenuTrigger asChild>
            <Button variant="ghost" size="icon" className="size-6" aria-label={`More about ${table}.${name}`}>
              <Ellipsis />
            </Button>
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem onSelect={() => onOpen(column)}>
              <Pencil aria-hidden="true" />
              Edit in detail
            </MenuItem>
            <MenuItem
              tone="danger"
              disabled={column.primary_key === true}
              onSelect={() => onEdit([{ kind: "drop_column", table, column: name, cascade: true }])}
            >
              <Trash2 aria-hidden="true" />
              Drop column
            </MenuItem>
          </MenuContent>
        </Menu>
      </div>
      {column.enum_values?.length ? (
        <p className="pb-1 pl-6.5 text-faint text-xs">{column.enum_values.join(" · ")}</p>
      ) : null}
    </li>
  );
}

interface ColumnKindProps extends Pick<ColumnLineProps, "table" | "column" | "onOpen"> {
  readonly onAlter: (set: ColumnSettings) => boolean;
}

/** What it holds: a type to choose, or the table that it points to. */
function ColumnKind({ table, column, onAlter, onOpen }: ColumnKindProps) {
  if (column.references) {
    return (
      <button
        type="button"
        onClick={() => onOpen(column)}
        className="inline-flex min-h-6 min-w-0 items-center gap-1 rounded-full bg-tint px-2 font-mono text-2xs text-link hover:underline"
      >
        <ArrowRight aria-hidden="true" className="size-3 shrink-0" />
        <span className="sr-only">{column.name} points to </span>
        <span className="truncate">{column.references.table}</span>
      </button>
    );
  }
  if (column.primary_key || column.sql_type || column.generated) {
    return (
      <span className="px-1.5 text-faint text-xs">{column.sql_type ?? typeWords[column.type].label}</span>
    );
  }
  function choose(type: ColumnType) {
    // A choice needs its values first.
    if (type === "enum") onOpen({ ...column, type });
    else onAlter({ type });
  }
  return (
    <select
      aria-label={`Type of ${table}.${column.name}`}
      value={column.type}
      onChange={(event) => choose(event.target.value as ColumnType)}
      className="h-7 max-w-32 truncate rounded border border-transparent sm:max-w-44 bg-transparent px-1 text-faint text-xs hover:border-control focus-visible:outline-offset-0"
    >
      {offeredTypes.map((type) => (
        <option key={type} value={type}>
          {typeWords[type].label}
        </option>
      ))}
    </select>
  );
}

interface FlagProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Flag({ label, isOn, onToggle, children }: FlagProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={onToggle}
      className={cn(
        "inline-flex size-6 shrink-0 items-center justify-center rounded [&_svg]:size-3.5",
        isOn
          ? "bg-tint text-link"
          : "text-faint opacity-60 hover:bg-wash hover:opacity-100 focus-visible:opacity-100",
      )}
    >
      {children}
    </button>
  );
}
