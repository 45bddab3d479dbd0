"use client";

import { type FormEvent, useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { RelationPicker } from "#components/record-panel/relation-picker.tsx";
import { ValueInput } from "#components/record-panel/value-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, type FieldControl } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import type { GridFilter } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { isOperator, needsValue, operatorLabel, operatorsFor } from "./filters.ts";

interface FilterFormProps {
  readonly databaseId: string;
  readonly columns: readonly Column[];
  readonly tables: readonly TableInfo[];
  readonly initial: GridFilter | null;
  readonly initialColumn?: Column | null;
  readonly onApply: (filter: GridFilter) => void;
}

/** One condition: a column, an operator that suits it, and a value typed as the column is. */
export function FilterForm({
  databaseId,
  columns,
  tables,
  initial,
  initialColumn,
  onApply,
}: FilterFormProps) {
  const [filter, setFilter] = useState<GridFilter>(initial ?? blank(initialColumn ?? firstChoice(columns)));
  const column = columns.find((candidate) => candidate.name === filter.column);
  const isComplete = column !== undefined && (!needsValue(filter.operator) || filter.value !== "");

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (isComplete) onApply(filter);
  }

  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field label="Column">
        {(control) => (
          <Select
            {...control}
            value={filter.column}
            onChange={(event) => setFilter(blank(columns.find((item) => item.name === event.target.value)))}
          >
            {columns.map((item) => (
              <option key={item.name}>{item.name}</option>
            ))}
          </Select>
        )}
      </Field>
      {column ? (
        <Field label="Condition">
          {(control) => (
            <Select
              {...control}
              value={filter.operator}
              onChange={({ target }) => {
                if (isOperator(target.value)) setFilter({ ...filter, operator: target.value });
              }}
            >
              {operatorsFor(column).map((operator) => (
                <option key={operator} value={operator}>
                  {operatorLabel(operator, column)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {column && needsValue(filter.operator) ? (
        <Field label="Value">
          {(control) => (
            <FilterValue
              {...{ databaseId, tables, column, control }}
              value={filter.value}
              onChange={(value) => setFilter({ ...filter, value })}
            />
          )}
        </Field>
      ) : null}
      <Button type="submit" variant="primary" disabled={!isComplete} className="mt-1">
        Show matching rows
      </Button>
    </form>
  );
}

interface FilterValueProps {
  readonly databaseId: string;
  readonly tables: readonly TableInfo[];
  readonly column: Column;
  readonly control: FieldControl;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FilterValue({ databaseId, tables, column, control, value, onChange }: FilterValueProps) {
  if (column.references) {
    return (
      <RelationPicker
        {...{ databaseId, tables, control }}
        column={{ ...column, required: true }}
        value={value === "" ? null : value}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  }
  if (column.type === "boolean") {
    return (
      <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose…</option>
        <option value="true">Yes</option>
        <option value="false">No</option>
      </Select>
    );
  }
  if (
    column.type === "date" ||
    column.type === "time" ||
    (column.type === "timestamptz" && column.sql_type === undefined) ||
    column.type === "enum"
  ) {
    return (
      <ValueInput
        {...{ column, control }}
        value={value === "" ? null : value}
        onChange={(next) => onChange(typeof next === "string" ? next : "")}
      />
    );
  }
  return <Input {...control} value={value} onChange={(event) => onChange(event.target.value)} />;
}

function blank(column: Column | undefined): GridFilter {
  return { column: column?.name ?? "", operator: (column && operatorsFor(column)[0]) ?? "eq", value: "" };
}

// The key is the first column of most tables and the last that anybody filters by.
function firstChoice(columns: readonly Column[]): Column | undefined {
  return columns.find((column) => column.primary_key !== true) ?? columns[0];
}
