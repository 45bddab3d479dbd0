"use client";

import { ArrowRight } from "lucide-react";
import { offeredTypes, typeWords } from "#components/tables/column-types.ts";
import { Input, Select } from "#components/ui/input.tsx";
import { isReadOnly } from "#lib/catalog/column-facts.ts";
import type { Column, ColumnType, Table } from "#lib/catalog/types.ts";
import type { ColumnChoice, ImportPreview, SourceColumn } from "./types.ts";

interface ColumnMappingProps {
  readonly preview: ImportPreview;
  /** Null: a new one. */
  readonly table: Table | null;
  readonly choices: ReadonlyMap<string, ColumnChoice>;
  readonly onChoose: (choice: ColumnChoice) => void;
}

const nowhere = "";
const fresh = "\u0000new";

/** For each column of the file, where it goes and as what. */
export function ColumnMapping({ preview, table, choices, onChoose }: ColumnMappingProps) {
  return (
    <ul className="divide-y rounded-xl border bg-raised">
      {preview.columns.map((column, index) => (
        <li
          key={column.source}
          className="grid items-center gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[1fr_auto_1fr_17rem]"
        >
          <Source column={column} sample={preview.rows.map((row) => row[index] ?? null)} />
          <ArrowRight aria-hidden="true" className="hidden size-4 text-faint md:block" />
          <Target
            column={column}
            table={table}
            choice={choices.get(column.source) ?? { source: column.source, column: null }}
            onChoose={onChoose}
          />
        </li>
      ))}
    </ul>
  );
}

function Source({
  column,
  sample,
}: {
  readonly column: SourceColumn;
  readonly sample: readonly (string | null)[];
}) {
  const shown = [...new Set(sample.filter((value) => value !== null && value !== ""))].slice(0, 3);
  return (
    <div className="min-w-0">
      <p className="truncate font-medium text-[0.8125rem]">{column.source}</p>
      <p className="truncate text-faint text-xs">{column.isEmpty ? "No values" : shown.join(" · ")}</p>
    </div>
  );
}

interface TargetProps {
  readonly column: SourceColumn;
  readonly table: Table | null;
  readonly choice: ColumnChoice;
  readonly onChoose: (choice: ColumnChoice) => void;
}

function Target({ column, table, choice, onChoose }: TargetProps) {
  const { source } = column;
  const isNew = choice.type !== undefined;
  const types = (
    <TypeSelect
      source={source}
      type={choice.type ?? column.type}
      onChange={(type) => onChoose({ ...choice, type })}
    />
  );
  if (table === null) {
    const isLeftOut = choice.column === null;
    return (
      <>
        <div className="flex min-w-0 gap-2">
          <Input
            aria-label={`Name of the column for ${source}`}
            value={choice.column ?? ""}
            disabled={isLeftOut}
            placeholder="Left out"
            className="font-mono text-[0.8125rem]"
            onChange={({ target }) =>
              onChoose({ source, column: target.value, type: choice.type ?? column.type })
            }
          />
        </div>
        <div className="flex items-center gap-2">
          {isLeftOut ? null : <div className="min-w-0 flex-1">{types}</div>}
          <label className="inline-flex shrink-0 items-center gap-1.5 text-xs">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={!isLeftOut}
              aria-label={`Import ${source}`}
              onChange={({ target }) =>
                onChoose(
                  target.checked
                    ? { source, column: column.column ?? column.name, type: choice.type ?? column.type }
                    : { source, column: null },
                )
              }
            />
            Import
          </label>
        </div>
      </>
    );
  }
  const value = choice.column === null ? nowhere : isNew ? fresh : choice.column;
  return (
    <>
      <Select
        aria-label={`Where ${source} goes`}
        value={value}
        onChange={({ target }) => onChoose(chosen(column, target.value))}
      >
        <option value={nowhere}>Do not import</option>
        <optgroup label={table.name}>
          {table.columns.filter(isOpen).map(({ name, type }) => (
            <option key={name} value={name}>
              {name} ({typeWords[type].label})
            </option>
          ))}
        </optgroup>
        <option value={fresh}>New column “{column.name}”</option>
      </Select>
      {isNew ? types : <span className="hidden md:block" />}
    </>
  );
}

function isOpen(column: Column): boolean {
  return !isReadOnly(column) && column.name !== "password_hash";
}

function chosen({ source, name, type }: SourceColumn, value: string): ColumnChoice {
  if (value === nowhere) return { source, column: null };
  return value === fresh ? { source, column: name, type } : { source, column: value };
}

interface TypeSelectProps {
  readonly source: string;
  readonly type: ColumnType;
  readonly onChange: (type: ColumnType) => void;
}

/** A choice has values of its own to be listed first: it is made in the structure. */
const types = offeredTypes.filter((type) => type !== "enum");

function TypeSelect({ source, type, onChange }: TypeSelectProps) {
  return (
    <Select
      aria-label={`Type of the column for ${source}`}
      value={type}
      onChange={({ target }) => onChange(target.value as ColumnType)}
    >
      {types.map((one) => (
        <option key={one} value={one}>
          {typeWords[one].label}
        </option>
      ))}
    </Select>
  );
}
