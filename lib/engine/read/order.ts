import type { CatalogTable, Column } from "../../catalog/types.ts";
import { ident, keyword, type Sql, sql } from "../../sql/sql.ts";
import { isEnum, isPlainText, orderValue, readableColumns, storageOf, storedColumn } from "../column-sql.ts";

/** One key of a list's order. */
export interface SortKey {
  readonly column: Column;
  readonly isDescending: boolean;
  readonly nullsFirst: boolean;
}

/** A key with what Postgres orders by. */
export interface OrderedKey extends SortKey {
  readonly value: Sql;
  readonly type: Sql;
  /** Whether an index holds the rows in the order of this key, as far as it is not null. */
  readonly isIndexed: boolean;
  readonly isNullable: boolean;
}

export function orderedKey(table: CatalogTable, key: SortKey, row: string): OrderedKey {
  const { index, unique, place } = storageOf(table, key.column.name);
  return {
    ...key,
    ...orderValue(table, key.column, row),
    isIndexed:
      !isEnum(key.column) && (index !== undefined || (unique !== undefined && isPlainText(key.column))),
    isNullable: place === "data" && key.column.required !== true,
  };
}

/** `<value> [desc] [nulls …]`, of a key's own value or of a column that holds it. */
export function orderBy(key: OrderedKey, value: Sql = key.value): Sql {
  const direction = keyword(key.isDescending ? "desc" : "asc");
  // Postgres's default order of nulls is left unsaid, since only then an index of that direction fits.
  const isDefault = !key.isNullable || key.nullsFirst === key.isDescending;
  return sql`${value} ${direction}${isDefault ? sql`` : keyword(key.nullsFirst ? " nulls first" : " nulls last")}`;
}

/** Ties are broken in the direction of the first key, so that turning the order around turns the whole list around. */
export function isReversed(sort: readonly SortKey[]): boolean {
  return sort[0]?.isDescending ?? false;
}

/** Not null, as the index of a slot needs to hear it; the planner does not guess how many rows that leaves. */
export function notNull(value: Sql): Sql {
  return sql`${value} operator(app.==) ${value}`;
}

/** That required columns which an index serves are not null: what a query over them needs for its ORDER BY. */
export function indexedNotNull(table: CatalogTable, columns: ReadonlySet<string>): readonly Sql[] {
  return readableColumns(table)
    .filter(({ name, required }) => required === true && columns.has(name))
    .filter((column) => isShownBySlot(table, column))
    .map(({ name }) => notNull(ident(name)));
}

/** Whether a relation shows a column as a slot that has an index of its own. */
export function isShownBySlot(table: CatalogTable, column: Column): boolean {
  return /^[tinfmdau]\d$/.test(storedColumn(table, column));
}
