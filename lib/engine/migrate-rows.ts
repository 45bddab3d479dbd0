import type { Catalog, CatalogTable, Column, ColumnStorage } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { compositeKeys } from "./allocate-storage.ts";
import { columnValue, postgresType, storageOf } from "./column-sql.ts";
import { convertedValue } from "./convert-column.ts";
import { tableSlot } from "./reference-slots.ts";
import { ofTable } from "./relation.ts";
import type { DerivedColumn, SlotValue } from "./slot-value.ts";
import { recordData, slotValues } from "./stored-row.ts";
import { defaultValue, generatedValue } from "./write/insert-source.ts";
import type { ValueFor } from "./write/row-scope.ts";

/** A column of the new definition with the one it was before, found by its JSON key; null if it is new. */
export interface ColumnPair {
  readonly after: Column;
  readonly before: Column | null;
  readonly storage: ColumnStorage | null;
}

/** A table at one version of its database. */
export interface TableVersion {
  readonly catalog: Catalog;
  readonly table: CatalogTable;
}

export function pairColumns(before: CatalogTable, after: CatalogTable): readonly ColumnPair[] {
  const byKey = new Map(
    before.definition.columns.map((column) => [storageOf(before, column.name).key, column]),
  );
  return after.definition.columns.map((column) => {
    const old = byKey.get(storageOf(after, column.name).key) ?? null;
    return { after: column, before: old, storage: old === null ? null : storageOf(before, old.name) };
  });
}

/**
 * One UPDATE that brings all stored rows of a table from one definition to another: converts values, fills defaults of
 * new columns, fills slots that came and clears slots that went.
 *
 * @returns null when no row has to be touched, as for a rename, a description, a new default or a new optional column.
 */
export function migrateRowsStatement(from: TableVersion, to: TableVersion): Sql | null {
  const { catalog, table: after } = to;
  const pairs = pairColumns(from.table, after);
  const rewritten = pairs.filter((pair) => isRewritten(pair, after)).map((pair) => pair.after);
  const valueFor = valueReader(after, pairs);
  const slots = changedSlots(from, to, pairs, valueFor);
  const stored = rewritten.filter(({ name }) => storageOf(after, name).place === "data");
  if (stored.length === 0 && slots.length === 0) return null;
  const keys = join(stored.map(({ name }) => literal(storageOf(after, name).key)));
  const data =
    stored.length === 0
      ? []
      : [sql`data = (d.data - array[${keys}]::text[]) || ${recordData(after, stored, valueFor)}`];
  const assignments = [...data, ...slots.map(({ slot, value }) => sql`${ident(slot)} = ${value}`)];
  return sql`update rowhouse.project_data as d set ${join(assignments)} where ${ofTable(catalog, after, "d")}`;
}

/** Whether the column's JSON changes in rows that exist. */
function isRewritten({ after, before, storage }: ColumnPair, table: CatalogTable): boolean {
  const { place } = storageOf(table, after.name);
  if (after.generated !== undefined && after.generated !== before?.generated) return true;
  if (before === null || storage === null) return place === "data" && defaultValue(table, after) !== null;
  return before.type !== after.type || before.sql_type !== after.sql_type || storage.place !== place;
}

/** The value that a column gets in a row `d` stored before. */
export function valueReader(table: CatalogTable, pairs: readonly ColumnPair[]): ValueFor {
  const byName = new Map(pairs.map((pair) => [pair.after.name, pair]));
  const plain: ValueFor = (column) => {
    const pair = byName.get(column.name);
    const { place } = storageOf(table, column.name);
    if (place !== "data") return columnValue(table, column, "d");
    if (pair?.before == null || pair.storage === null)
      return defaultValue(table, column) ?? sql`null::${postgresType(column)}`;
    return convertedValue(pair.before, pair.storage, column, "d");
  };
  return (column) => {
    const isComputed =
      column.generated !== undefined && column.generated !== byName.get(column.name)?.before?.generated;
    return isComputed ? generatedValue(table, column, plain) : plain(column);
  };
}

function changedSlots(
  from: TableVersion,
  to: TableVersion,
  pairs: readonly ColumnPair[],
  valueFor: ValueFor,
): SlotValue[] {
  const held = slotOwners(from.table);
  const wanted = slotOwners(to.table);
  const stale = new Set(
    pairs
      .filter(({ before, after }) => before !== null && isStale(from.catalog, before, to.catalog, after))
      .map(({ after }) => storageOf(to.table, after.name).key),
  );
  const filled = slotValues(to.catalog, to.table, valueFor).filter(({ slot }) => {
    const owner = wanted.get(slot);
    return owner !== held.get(slot) || (owner ?? "").split("|").some((key) => stale.has(key));
  });
  const cleared = [...held.keys()]
    .filter((slot) => !wanted.has(slot))
    .map((slot) => ({ slot, value: keyword("null") }));
  return [...filled, ...cleared];
}

/** Whether the same slot would hold something else: the type changed, or the reference points elsewhere (not: was renamed). */
function isStale(before: Catalog, old: Column, after: Catalog, column: Column): boolean {
  if (old.type !== column.type || old.sql_type !== column.sql_type) return true;
  if (column.generated !== undefined && column.generated !== old.generated) return true;
  return targetOf(before, old) !== targetOf(after, column);
}

/** The table's id and the JSON key that a reference points to: what stays through renaming. */
export function targetOf(catalog: Catalog, { references }: Column): string | null {
  if (references === undefined) return null;
  const target = catalog.tables.find(({ definition }) => definition.name === references.table);
  const key = target?.storage.columns[references.column]?.key;
  return `${target?.id}.${key}`;
}

/** slot -> the JSON keys of the columns whose values it holds. */
function slotOwners(table: CatalogTable): Map<DerivedColumn, string> {
  const owners = new Map<DerivedColumn, string>();
  for (const { key, index, unique, reference } of Object.values(table.storage.columns)) {
    for (const slot of [index, unique, reference]) if (slot !== undefined) owners.set(slot, key);
    if (reference !== undefined) owners.set(tableSlot(reference), key);
  }
  for (const { name, columns } of compositeKeys(table.definition)) {
    const slot = table.storage.keys[name];
    if (slot !== undefined) owners.set(slot, columns.map((column) => storageOf(table, column).key).join("|"));
  }
  return owners;
}
