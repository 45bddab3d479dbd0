import { constraintName } from "../../catalog/constraint-names.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { runnable } from "../bind-expressions.ts";
import { columnValue, readableColumns, storageOf } from "../column-sql.ts";
import { formatGuards } from "./format-guards.ts";
import type { CheckOption } from "./request.ts";
import { overRow, type ValueFor } from "./row-scope.ts";

/** A condition under which a row must not be stored, never null, and what is raised then. */
export interface Guard {
  readonly fails: Sql;
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
  readonly column?: string;
  readonly hint?: string;
}

/**
 * An expression behind guards: it is evaluated only if none fails; the first that does is raised.
 *
 * @param guards in the order in which Postgres would find fault.
 */
export function guarded(table: CatalogTable, guards: readonly Guard[], valueFor: ValueFor, value: Sql): Sql {
  if (guards.length === 0) return value;
  const found = guards.map(({ fails }, index) => sql`when ${fails} then ${keyword(String(index))}`);
  const told = guards.map(({ fails: _, ...raised }) => raised);
  const texts = readableColumns(table).map((column) => shownText(column, valueFor(column)));
  return sql`case when ${join(
    guards.map(({ fails }) => fails),
    " or ",
  )} then app.refuse_row(${literal(table.definition.name)}, ${literal(JSON.stringify(told))}, case ${join(found, " ")} end, array[${join(texts)}]::text[]) else ${value} end`;
}

/** A value as a row shows it: of a boolean the letter. */
export function shownText(column: Column, value: Sql): Sql {
  const isLetter = column.type === "boolean" && (column.sql_type ?? "boolean") === "boolean";
  return isLetter ? sql`left((${value})::text, 1)` : sql`(${value})::text`;
}

/** What the definition asks of the columns: values where they are required, of the allowed ones, in the format of their type. */
export function definitionGuards(
  table: CatalogTable,
  columns: readonly Column[],
  valueFor: ValueFor,
): readonly Guard[] {
  const stored = columns.filter(({ name }) => storageOf(table, name).place !== "secret");
  return [
    ...stored.filter(isRequired).map((column) => missingGuard(table, column, valueFor(column))),
    ...[
      ...stored.flatMap((column) => valueGuards(table, column, valueFor(column))),
      ...checkGuards(table, columns, valueFor),
      // As in Postgres, checks are made in the order of their names.
    ].toSorted((a, b) => ((a.constraint ?? "") < (b.constraint ?? "") ? -1 : 1)),
  ];
}

function isRequired(column: Column): boolean {
  return column.required === true || column.primary_key === true;
}

function missingGuard(table: CatalogTable, column: Column, value: Sql): Guard {
  const { name } = table.definition;
  return {
    fails: sql`(${value}) is null`,
    code: "23502",
    message: `null value in column "${column.name}" of relation "${name}" violates not-null constraint`,
    column: column.name,
  };
}

function valueGuards(table: CatalogTable, column: Column, value: Sql): readonly Guard[] {
  const guard = (fails: Sql): Guard => ({
    ...checkViolation(table, constraintName(table.definition.name, "check", [column.name])),
    column: column.name,
    fails: sql`coalesce(${fails}, false)`,
  });
  if (column.type === "enum" && column.sql_type === undefined) {
    const allowed = join((column.enum_values ?? []).map((item) => literal(item)));
    return [guard(sql`${value} not in (${allowed})`)];
  }
  return formatGuards(column, value).map(guard);
}

/** CHECK constraints over any of the columns. */
function checkGuards(table: CatalogTable, columns: readonly Column[], valueFor: ValueFor): readonly Guard[] {
  const names = new Set(columns.map(({ name }) => name));
  return (
    Object.entries(table.storage.expressions?.checks ?? {})
      // One that names no column holds or not whatever is written.
      .filter(([, check]) => check.columns.length === 0 || check.columns.some((name) => names.has(name)))
      .map(([name, check]) => ({
        ...checkViolation(table, name),
        fails: sql`coalesce(not ${overRow(table, runnable(check), valueFor)}, false)`,
      }))
  );
}

function checkViolation(table: CatalogTable, constraint: string): Omit<Guard, "fails"> {
  return {
    code: "23514",
    message: `new row for relation "${table.definition.name}" violates check constraint "${constraint}"`,
    constraint,
  };
}

/** What the caller's rules ask of a new row. */
export function ruleGuard(
  table: CatalogTable,
  rule: Sql | null,
  valueFor: ValueFor,
  what: "" | " (USING expression)" = "",
): readonly Guard[] {
  if (rule === null) return [];
  return [
    {
      fails: sql`(${overRow(table, rule, valueFor)}) is not true`,
      code: "42501",
      message: `new row violates row-level security policy${what} for table ${JSON.stringify(table.definition.name)}`,
    },
  ];
}

/**
 * What views ask of a stored row `d` that was written through them, for RETURNING: as in Postgres it is asked when the row
 * has met the table's own constraints and keys.
 *
 * @returns an item of the list; null: nothing is asked.
 */
export function viewCheck(table: CatalogTable, options: readonly CheckOption[] | undefined): Sql | null {
  if (options === undefined) return null;
  const valueFor: ValueFor = (column) => columnValue(table, column, "d");
  const guards = options.map(({ view, holds }) => ({
    fails: sql`(${overRow(table, holds, valueFor)}) is not true`,
    code: "44000",
    message: `new row violates check option for view "${view}"`,
  }));
  return sql`${guarded(table, guards, valueFor, keyword("null::jsonb"))} as "$checked"`;
}
