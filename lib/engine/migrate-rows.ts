import type { Catalog, CatalogTable, Column, ColumnStorage, SlotName } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { compositeIndexes, compositeKeys, compositeReferences } from "./allocate-storage.ts";
import { postgresType, storageOf } from "./column-sql.ts";
import { convertedValue, keepsForm } from "./convert-column.ts";
import { referenceTarget } from "./evolve-storage.ts";
import { keyIndexes } from "./index-key.ts";
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
  const { dropped = [] } = before.storage;
  const byKey = new Map<string, { readonly column: Column; readonly storage: ColumnStorage }>([
    // A restored column finds its values, but no slot.
    ...dropped.map((gone): [string, typeof gone] => [gone.storage.key, gone]),
    ...before.definition.columns.map((column): [string, { column: Column; storage: ColumnStorage }] => {
      const storage = storageOf(before, column.name);
      return [storage.key, { column, storage }];
    }),
  ]);
  return after.definition.columns.map((column) => {
    const old = byKey.get(storageOf(after, column.name).key);
    return { after: column, before: old?.column ?? null, storage: old?.storage ?? null };
  });
}

/** What has to happen to the stored rows of a table that gets a new definition. */
export interface RowChanges {
  /** Columns whose JSON is written anew. */
  readonly columns: readonly Column[];
  readonly slots: readonly SlotValue[];
  /** Unique slots that hold values of another key: to be cleared before any of the new ones is written. */
  readonly occupied: readonly SlotName[];
  readonly valueFor: ValueFor;
}

/**
 * What brings all stored rows of a table from one definition to another: values converted, defaults of new columns
 * filled in, slots that came filled, references that went cleared.
 *
 * @returns null when no row has to be touched: for a rename, a description, an optional column, a constant default, a
 * wider type, anything relaxed or dropped.
 */
export function rowChanges(from: TableVersion, to: TableVersion): RowChanges | null {
  const pairs = pairColumns(from.table, to.table);
  const valueFor = valueReader(to.table, pairs);
  const columns = pairs
    .filter((pair) => isRewritten(pair, to.table))
    .map(({ after }) => after)
    .filter(({ name }) => storageOf(to.table, name).place === "data");
  const slots = changedSlots(from, to, pairs, valueFor);
  if (columns.length === 0 && slots.length === 0) return null;
  const used = new Set<string>([...slotOwners(from.table).keys(), ...(from.table.storage.stale ?? [])]);
  const occupied = slots.flatMap(({ slot }) => (isUniqueSlot(slot) && used.has(slot) ? [slot] : []));
  return { columns, slots, occupied, valueFor };
}

function isUniqueSlot(slot: DerivedColumn): slot is SlotName {
  return slot.startsWith("u");
}

/** The statements that make the changes, in order, all rows at once. */
export function migrateRowsStatements(to: TableVersion, changes: RowChanges): readonly Sql[] {
  const where = ofTable(to.catalog, to.table, "d");
  const cleared = changes.occupied.map(
    (slot) =>
      sql`update rowhouse.project_data as d set ${ident(slot)} = null where ${where} and d.${ident(slot)} is not null`,
  );
  return [
    ...cleared,
    sql`update rowhouse.project_data as d set ${rowAssignments(to.table, changes)} where ${where}`,
  ];
}

/** The SET list of one row `d`. */
function rowAssignments(table: CatalogTable, { columns, slots, valueFor }: RowChanges): Sql {
  const keys = join(columns.map(({ name }) => literal(storageOf(table, name).key)));
  const data =
    columns.length === 0
      ? []
      : [sql`data = (d.data - array[${keys}]::text[]) || ${recordData(table, columns, valueFor)}`];
  return join([...data, ...slots.map(({ slot, value }) => sql`${ident(slot)} = ${value}`)]);
}

/** Whether the column's JSON changes in rows that exist. */
function isRewritten({ after, before, storage }: ColumnPair, table: CatalogTable): boolean {
  const { place, missing } = storageOf(table, after.name);
  if (after.generated !== undefined && after.generated !== before?.generated) return true;
  if (before === null || storage === null)
    return place === "data" && missing === undefined && defaultValue(table, after) !== null;
  return (
    storage.place !== place ||
    !keepsForm(before, after) ||
    (storage.missing !== undefined && missing === undefined)
  );
}

/** The value that a column gets in a row `d` stored before. */
export function valueReader(table: CatalogTable, pairs: readonly ColumnPair[]): ValueFor {
  const byName = new Map(pairs.map((pair) => [pair.after.name, pair]));
  const plain: ValueFor = (column) => {
    const pair = byName.get(column.name);
    const { place } = storageOf(table, column.name);
    if (place !== "data") return sql`d.${ident(place)}`;
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
  // New columns without a value in any row, in a slot without one, need no row to be touched.
  const empty = new Set(
    pairs
      .filter(
        ({ before, after }) =>
          before === null && after.generated === undefined && !hasDefault(to.table, after),
      )
      .map(({ after }) => storageOf(to.table, after.name).key),
  );
  const used = new Set<string>([...held.keys(), ...(from.table.storage.stale ?? [])]);
  const filled = slotValues(to.catalog, to.table, valueFor).filter(({ slot }) => {
    const owner = wanted.get(slot);
    const keys = (owner ?? "").split("|");
    // A unique key and a reference are null as soon as a part is.
    const isEmpty = /^[ur]/.test(slot)
      ? keys.some((key) => empty.has(key))
      : keys.every((key) => empty.has(key));
    if (isEmpty && !used.has(slot)) return false;
    return owner !== held.get(slot) || keys.some((key) => stale.has(key));
  });
  // Others are left as they are (`TableStorage.stale`): a reference would keep its target from being deleted.
  const cleared = [...held.keys()]
    .filter((slot) => slot.startsWith("r") && !wanted.has(slot))
    .map((slot) => ({ slot, value: keyword("null") }));
  return [...filled, ...cleared];
}

function hasDefault(table: CatalogTable, column: Column): boolean {
  return storageOf(table, column.name).missing !== undefined || defaultValue(table, column) !== null;
}

/** Whether the same slot would hold something else: the type changed, or the reference points elsewhere (not: was renamed). */
function isStale(before: Catalog, old: Column, after: Catalog, column: Column): boolean {
  if (!keepsForm(old, column)) return true;
  if (column.generated !== undefined && column.generated !== old.generated) return true;
  return targetOf(before, old) !== targetOf(after, column);
}

/** The table's id and the JSON key that a reference points to: what stays through renaming. */
export function targetOf(catalog: Catalog, column: Column): string | null {
  const target = referenceTarget(catalog, column);
  return target === null ? null : `${target.table}.${target.key}`;
}

/** slot -> the JSON keys of the columns whose values it holds. */
function slotOwners(table: CatalogTable): Map<DerivedColumn, string> {
  const owners = new Map<DerivedColumn, string>();
  for (const { key, index, unique, reference } of Object.values(table.storage.columns)) {
    for (const slot of [index, unique, reference]) if (slot !== undefined) owners.set(slot, key);
    if (reference !== undefined) owners.set(tableSlot(reference), key);
  }
  const { keys, references = {}, indexes = {} } = table.storage;
  const several = [compositeKeys, compositeReferences, compositeIndexes].flatMap((find) =>
    find(table.definition),
  );
  for (const { name, columns } of several) {
    const slot = keys[name] ?? references[name] ?? indexes[name];
    const owner = columns.map((column) => storageOf(table, column).key).join("|");
    if (slot !== undefined) owners.set(slot, owner);
    if (slot?.startsWith("r")) owners.set(tableSlot(slot), owner);
  }
  for (const { slot, parts } of keyIndexes(table)) {
    const directions = parts.map(({ isDescending }) => (isDescending ? "desc" : "asc")).join();
    owners.set(slot, [...parts.map(({ column }) => storageOf(table, column.name).key), directions].join("|"));
  }
  return owners;
}
