"use client";

import type { TableInfo } from "#components/api/types.ts";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { typeLabel } from "#lib/catalog/sql-types.ts";
import type { Column } from "#lib/catalog/types.ts";
import { type DraftValue, isComputedDefault } from "./draft.ts";
import { RelationPicker } from "./relation-picker.tsx";
import { ValueInput } from "./value-input.tsx";

interface RecordFieldProps {
  readonly databaseId: string;
  readonly tables: readonly TableInfo[];
  readonly column: Column;
  /** Written, never read. */
  readonly isSecret: boolean;
  readonly value: DraftValue;
  readonly error: string | undefined;
  readonly isNew: boolean;
  readonly onChange: (value: DraftValue) => void;
}

/** One column of the form: its name, type, description and the input of its type. */
export function RecordField({
  databaseId,
  tables,
  column,
  isSecret,
  value,
  error,
  isNew,
  onChange,
}: RecordFieldProps) {
  return (
    <Field
      label={<span className="font-mono font-normal">{column.name}</span>}
      required={column.required === true && !isFilledIn(column) && (isNew || !isSecret)}
      error={error}
      hint={isSecret ? secretHint(isNew) : hintOf(column, isNew)}
      aside={
        <span className="flex items-center gap-1.5 text-faint text-xs">
          <TypeIcon column={column} />
          {column.references ? column.references.table : typeLabel(column)}
        </span>
      }
    >
      {(control) =>
        isSecret ? (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onChange(event.target.value || null)}
          />
        ) : column.references ? (
          <RelationPicker
            databaseId={databaseId}
            tables={tables}
            column={column}
            value={typeof value === "string" ? value : null}
            onChange={onChange}
            control={control}
          />
        ) : (
          <ValueInput column={column} value={value} onChange={onChange} control={control} />
        )
      }
    </Field>
  );
}

function isFilledIn(column: Column): boolean {
  return column.default !== undefined && column.default !== null;
}

function secretHint(isNew: boolean): string {
  return isNew ? "Stored with the credentials; it cannot be read back." : "Leave empty to keep the password.";
}

function hintOf(column: Column, isNew: boolean): string | undefined {
  const parts = [
    column.description,
    isNew && isComputedDefault(column) ? "Left empty, the server fills it in." : undefined,
  ];
  const hint = parts.filter(Boolean).join(" ");
  return hint === "" ? undefined : hint;
}
