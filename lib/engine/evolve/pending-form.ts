import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { postgresType, storageOf } from "../column-sql.ts";
import type { DerivedColumn } from "../slot-value.ts";
import { defaultValue, drawnAheadOf, generatedValue, isDrawn } from "../write/insert-source.ts";
import type { ValueFor } from "../write/row-scope.ts";
import { type ColumnPair, changedSlots, isComputed, isRewritten, pairColumns } from "./column-pairs.ts";
import { convertedInput, convertedValue } from "./convert-column.ts";

/** What a write of a table also stores while a job brings its rows along to another definition. */
export interface PendingForm {
  /** The table as it will be. */
  readonly table: CatalogTable;
  /** Its columns that follow from those written. */
  readonly touched: readonly Column[];
  /** Those of them whose JSON will be another. */
  readonly rewritten: readonly Column[];
  readonly valueFor: ValueFor;
}

/** The table as it will be; null when nothing is being carried out. */
export function pendingTable(table: CatalogTable): CatalogTable | null {
  const { pending } = table.storage;
  return pending === undefined
    ? null
    : { ...table, definition: pending.definition, storage: pending.storage };
}

/**
 * @param columns the columns that are written.
 * @param isInsert whether the row is new: then it gets values in new columns too.
 */
export function pendingForm(
  table: CatalogTable,
  columns: readonly Column[],
  valueFor: ValueFor,
  isInsert: boolean,
): PendingForm | null {
  const next = pendingTable(table);
  if (next === null) return null;
  const written = new Set(columns.map(({ name }) => name));
  const pairs = pairColumns(table, next);
  const touched = pairs.filter((pair) => {
    const isNew = pair.before === null || pair.isRestored;
    return isComputed(pair) || (isNew ? isInsert : written.has(pair.before?.name ?? ""));
  });
  const inData = ({ after }: ColumnPair) => storageOf(next, after.name).place === "data";
  return {
    table: next,
    touched: touched.map(({ after }) => after),
    rewritten: touched.filter((pair) => inData(pair) && isRewritten(pair, next)).map(({ after }) => after),
    valueFor: nextValues(next, pairs, valueFor, isInsert),
  };
}

/** Slots whose values will be others than now. */
export function pendingSlots(
  catalog: Catalog,
  table: CatalogTable,
  next: CatalogTable,
): ReadonlySet<DerivedColumn> {
  return changedSlots({ catalog, table }, { catalog, table: next });
}

function nextValues(
  next: CatalogTable,
  pairs: readonly ColumnPair[],
  valueFor: ValueFor,
  isInsert: boolean,
): ValueFor {
  const byName = new Map(pairs.map((pair) => [pair.after.name, pair]));
  const plain: ValueFor = (column): Sql => {
    const { before = null, storage = null, isRestored = false } = byName.get(column.name) ?? {};
    if (before === null && isInsert && isDrawn(next, column)) return drawnAheadOf(column);
    if (before === null || storage === null || (isRestored && isInsert))
      return defaultValue(next, column) ?? sql`null::${postgresType(column)}`;
    return isRestored
      ? convertedValue(before, storage, column, "d")
      : convertedInput(before, column, valueFor(before));
  };
  return (column) => {
    const pair = byName.get(column.name);
    return pair !== undefined && isComputed(pair) ? generatedValue(next, column, plain) : plain(column);
  };
}
