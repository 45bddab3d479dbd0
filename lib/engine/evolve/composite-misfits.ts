import type { Column } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { compositeKeys } from "../composite-constraints.ts";
import { referencesOf } from "../reference-slots.ts";
import { ofTable } from "../relation.ts";
import { expressionKey } from "../stored-row.ts";
import { pairColumns, type TableVersion } from "./column-pairs.ts";
import { valueReader } from "./migrate-rows.ts";
import type { Misfit } from "./misfit.ts";
import { repeatedRows, rowsWhere } from "./misfit-rows.ts";

/** Keys and references over several columns that are new, and the rows stored before that break them. */
export function compositeMisfits(from: TableVersion, to: TableVersion): readonly Misfit[] {
  return [...duplicates(from, to), ...dangling(from, to)];
}

function duplicates(from: TableVersion, to: TableVersion): readonly Misfit[] {
  const known = compositeKeys(from.table.definition);
  const rows = rowsAfter(from, to);
  return compositeKeys(to.table.definition).flatMap((key): Misfit[] => {
    const isKnown = known.some(
      (old) => isSameJson(old.columns, key.columns) && old.expression === key.expression,
    );
    if (isKnown || rows.isConverted(key.columns)) return [];
    const values =
      key.expression === undefined
        ? rows.valuesOf(key.columns)
        : [expressionKey(to.table, key.name, rows.valueFor)];
    const repeated = repeatedRows(from, areGiven(values), values);
    return [{ ...at(to, key.columns), kind: "duplicate", constraint: key.name, of: from, rows: repeated }];
  });
}

function dangling(from: TableVersion, to: TableVersion): readonly Misfit[] {
  const known = from.table.definition.constraints ?? [];
  const rows = rowsAfter(from, to);
  return referencesOf(to.catalog, to.table).flatMap((reference): Misfit[] => {
    const names = reference.columns.map(({ name }) => name);
    const isKnown = known.some(
      (old) =>
        old.kind === "foreign_key" && old.name === reference.name && isSameJson(old.columns ?? [], names),
    );
    // References of one column are found with the column.
    if (names.length < 2 || isKnown || rows.isConverted(names)) return [];
    const values = rows.valuesOf(names);
    const same = reference.targetColumns.map(
      (key, index) => sql`${columnValue(reference.target, key, "p")} = ${values[index] ?? sql`null`}`,
    );
    const target = sql`select from rowhouse.project_data as p where ${ofTable(to.catalog, reference.target, "p")} and ${join(same, " and ")}`;
    const text = sql`concat_ws(', ', ${join(values.map((value) => sql`(${value})::text`))})`;
    const lost = rowsWhere(from, sql`${areGiven(values)} and not exists (${target})`, text);
    return [{ ...at(to, names), kind: "dangling", constraint: reference.name, of: from, rows: lost }];
  });
}

/** The values of rows stored before, under the names they will have. */
function rowsAfter(from: TableVersion, to: TableVersion) {
  const pairs = pairColumns(from.table, to.table);
  const valueFor = valueReader(to.table, pairs);
  const columnOf = (name: string): Column => {
    const column = to.table.definition.columns.find((other) => other.name === name);
    if (column === undefined) throw new RangeError(`a constraint names the unknown column ${name}`);
    return column;
  };
  return {
    valueFor,
    valuesOf: (names: readonly string[]): readonly Sql[] => names.map((name) => valueFor(columnOf(name))),
    // A value that cannot be converted is told as such, and would raise here.
    isConverted: (names: readonly string[]): boolean =>
      pairs.some(
        ({ before, after }) =>
          names.includes(after.name) &&
          before !== null &&
          (before.type !== after.type || before.sql_type !== after.sql_type),
      ),
  };
}

function areGiven(values: readonly Sql[]): Sql {
  return join(
    values.map((value) => sql`${value} is not null`),
    " and ",
  );
}

function at(to: TableVersion, [column = ""]: readonly string[]): { table: string; column: string } {
  return { table: to.table.definition.name, column };
}
