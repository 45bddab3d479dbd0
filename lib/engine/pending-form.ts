import type { Catalog, CatalogTable, Column } from "../catalog/types.ts";
import { type Sql, sql } from "../sql/sql.ts";
import { type ColumnPair, changedSlots, isRewritten, pairColumns } from "./column-pairs.ts";
import { postgresType, storageOf } from "./column-sql.ts";
import { convertedInput } from "./convert-column.ts";
import type { DerivedColumn } from "./slot-value.ts";
import { defaultValue, generatedValue } from "./write/insert-source.ts";
import type { ValueFor } from "./write/row-scope.ts";

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
  const touched = pairs.filter(({ before, after }) =>
    before === null ? isInsert : written.has(before.name) || isRecomputed(before, after),
  );
  const inData = ({ after }: ColumnPair) => storageOf(next, after.name).place === "data";
  return {
    table: next,
    touched: touched.map(({ after }) => after),
    rewritten: touched.filter((pair) => inData(pair) && isRewritten(pair, next)).map(({ after }) => after),
    valueFor: nextValues(next, pairs, valueFor),
  };
}

/** Slots whose values will be others than now. */
export function pendingSlots(
  catalog: Catalog,
  table: CatalogTable,
  next: CatalogTable,
): ReadonlySet<DerivedColumn> {
  return changedSlots({ catalog, table }, { catalog, table: next }).filled;
}

function isRecomputed(before: Column, after: Column): boolean {
  return after.generated !== undefined && after.generated !== before.generated;
}

function nextValues(next: CatalogTable, pairs: readonly ColumnPair[], valueFor: ValueFor): ValueFor {
  const byName = new Map(pairs.map((pair) => [pair.after.name, pair.before]));
  const plain: ValueFor = (column): Sql => {
    const before = byName.get(column.name) ?? null;
    return before === null
      ? (defaultValue(next, column) ?? sql`null::${postgresType(column)}`)
      : convertedInput(before, column, valueFor(before));
  };
  return (column) => {
    const before = byName.get(column.name);
    const isComputed = column.generated !== undefined && column.generated !== before?.generated;
    return isComputed ? generatedValue(next, column, plain) : plain(column);
  };
}
