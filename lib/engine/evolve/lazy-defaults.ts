import { parseDefault } from "../../catalog/column-default.ts";
import { isDocument } from "../../catalog/sql-types.ts";
import type { CatalogTable, Column, ColumnStorage } from "../../catalog/types.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { storageOf, storedJson } from "../column-sql.ts";
import { defaultValue } from "../write/insert-source.ts";
import { keepsForm } from "./convert-column.ts";

/**
 * The new columns of a table whose default rows that exist need not be given: it is the same for all of them, and
 * noted once instead (`ColumnStorage.missing`).
 */
export function lazyColumns(before: CatalogTable, after: CatalogTable): readonly Column[] {
  const known = new Set(Object.values(before.storage.columns).map(({ key }) => key));
  const gone = new Set(before.storage.dropped?.map(({ storage }) => storage.key));
  return after.definition.columns.filter((column) => {
    const storage = storageOf(after, column.name);
    if (known.has(storage.key) || gone.has(storage.key) || storage.place !== "data") return false;
    const isConstant =
      column.default_expression === undefined && ["value", "now"].includes(parseDefault(column).kind);
    return (
      isConstant && !isDocument(column) && column.generated === undefined && !isIndexed(after, column.name)
    );
  });
}

/** The text of the JSON in which a row would keep the column's default. */
export function defaultJson(table: CatalogTable, column: Column): Sql {
  const value = defaultValue(table, column);
  if (value === null) throw new RangeError(`${column.name} has no default`);
  return sql`to_jsonb(${storedJson(column, value)})::text`;
}

/** The table with what its older rows hold in new columns, by column. */
export function withMissing(
  table: CatalogTable,
  values: { readonly [column: string]: string },
): CatalogTable {
  const columns = Object.entries(table.storage.columns).map(([name, storage]): [string, ColumnStorage] => {
    const missing = values[name];
    return [name, missing === undefined ? storage : { ...storage, missing }];
  });
  return { ...table, storage: { ...table.storage, columns: Object.fromEntries(columns) } };
}

/** A value that gets an index, or another form, is written into every row: none is missing any more. */
export function settleMissing(before: CatalogTable, after: CatalogTable): CatalogTable {
  const olds = new Map(
    before.definition.columns.map((column) => [storageOf(before, column.name).key, column]),
  );
  const columns = after.definition.columns.map((column): [string, ColumnStorage] => {
    const { missing, ...storage } = storageOf(after, column.name);
    const old = olds.get(storage.key);
    const isLeft =
      missing !== undefined &&
      !isIndexed(after, column.name) &&
      (old === undefined || keepsForm(old, column));
    return [column.name, isLeft ? { ...storage, missing } : storage];
  });
  return { ...after, storage: { ...after.storage, columns: Object.fromEntries(columns) } };
}

/** Whether a slot depends on the column. */
function isIndexed({ definition, storage }: CatalogTable, name: string): boolean {
  const { index, unique, reference } = storage.columns[name] ?? {};
  const isInSeveral = (definition.constraints ?? []).some(
    ({ kind, columns = [] }) => kind !== "check" && columns.includes(name),
  );
  return isInSeveral || [index, unique, reference].some((slot) => slot !== undefined);
}
