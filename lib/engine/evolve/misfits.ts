import type { CatalogTable, Column } from "../../catalog/types.ts";
import { sql } from "../../sql/sql.ts";
import { columnValue, postgresType, storageOf, storedValue } from "../column-sql.ts";
import { ofTable } from "../relation.ts";
import { checkMisfits } from "./check-misfits.ts";
import { type ColumnPair, pairColumns, type TableVersion, targetOf } from "./column-pairs.ts";
import { compositeMisfits } from "./composite-misfits.ts";
import { convertedValue, keepsForm, unconvertible } from "./convert-column.ts";
import type { Misfit } from "./misfit.ts";
import { repeatedRows, rowsWhere } from "./misfit-rows.ts";

/** Everything that has to be counted before stored rows may be taken over into a new definition. */
export function misfitsOf(from: TableVersion, to: TableVersion): readonly Misfit[] {
  const ofColumns = pairColumns(from.table, to.table).flatMap((pair) => [
    ...conversionMisfits(from, to, pair),
    ...missingMisfits(from, to, pair),
    ...duplicateMisfits(from, to, pair),
    ...danglingMisfits(from, to, pair),
  ]);
  return [...ofColumns, ...checkMisfits(from, to), ...compositeMisfits(from, to)];
}

type MisfitFinder = (from: TableVersion, to: TableVersion, pair: ColumnPair) => Misfit[];

const conversionMisfits: MisfitFinder = (from, to, { before, storage, after }) => {
  if (before === null || storage === null) return [];
  const isSameEnum = after.type === "enum" && before.type === "enum" && isSuperset(after, before);
  const hasFormat = ["enum", "email", "url", "phone", "file"].includes(after.type);
  const isFormatKept = before.type === after.type && after.type !== "enum";
  const isKept = isSameEnum || (keepsForm(before, after) && (!hasFormat || isFormatKept));
  const condition = isKept ? null : unconvertible(before, storage, after, "d");
  return condition === null
    ? []
    : [
        {
          ...at(from, to.table, after),
          kind: "unconvertible",
          rows: rowsWhere(from, condition, sql`(${storedValue(storage, before, "d")})::text`),
          raises: rowsWhere(from, condition, convertedValue(before, storage, after, "d")),
        },
      ];
};

function isSuperset(after: Column, before: Column): boolean {
  return (before.enum_values ?? []).every((value) => after.enum_values?.includes(value));
}

const missingMisfits: MisfitFinder = (from, to, { before, storage, after, isRestored }) => {
  const isRequired = after.required === true || after.primary_key === true;
  const wasRequired = !isRestored && (before?.required === true || before?.primary_key === true);
  const { place } = storageOf(to.table, after.name);
  if (!isRequired || wasRequired || place !== "data") return [];
  // What is computed is looked at when it is.
  const isFilled = (after.default ?? after.default_expression ?? after.generated) != null;
  if (before === null && isFilled) return [];
  const condition =
    before === null || storage === null ? sql`true` : sql`${storedValue(storage, before, "d")} is null`;
  return [
    { ...at(from, to.table, after), kind: "missing", rows: rowsWhere(from, condition, sql`null::text`) },
  ];
};

const duplicateMisfits: MisfitFinder = (from, to, { before, storage, after }) => {
  const isUnique = storageOf(to.table, after.name).unique !== undefined;
  if (
    !isUnique ||
    before === null ||
    storage === null ||
    (storage.unique !== undefined && before.type === after.type)
  )
    return [];
  const value = storedValue(storage, before, "d");
  return [
    {
      ...at(from, to.table, after),
      kind: "duplicate",
      rows: repeatedRows(from, sql`${value} is not null`, [value]),
    },
  ];
};

const danglingMisfits: MisfitFinder = (from, to, { before, storage, after, isRestored }) => {
  if (before === null || storage === null || after.references === undefined) return [];
  if (!isRestored && targetOf(from.catalog, before) === targetOf(to.catalog, after)) return [];
  const target = to.catalog.tables.find(({ definition }) => definition.name === after.references?.table);
  const key = target?.definition.columns.find(({ name }) => name === after.references?.column);
  if (target === undefined || key === undefined) return [];
  // As text, so that a value which cannot be converted is counted as such and raises nothing here.
  const value =
    before.type === after.type
      ? convertedValue(before, storage, after, "d")
      : sql`null::${postgresType(after)}`;
  const condition = sql`${value} is not null and not exists (
    select from rowhouse.project_data as p where ${ofTable(to.catalog, target, "p")} and ${columnValue(target, key, "p")} = ${value})`;
  return [
    {
      ...at(from, to.table, after),
      kind: "dangling",
      rows: rowsWhere(from, condition, sql`(${value})::text`),
    },
  ];
};

function at(
  of: TableVersion,
  table: CatalogTable,
  column: Column,
): { table: string; column: string; of: TableVersion } {
  return { table: table.definition.name, column: column.name, of };
}
