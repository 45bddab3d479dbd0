import type { Catalog, CatalogTable, Column, ColumnStorage } from "../../catalog/types.ts";
import { storageOf } from "../column-sql.ts";
import { compositeIndexes, compositeKeys, compositeReferences } from "../composite-constraints.ts";
import { keyIndexes } from "../index-key.ts";
import { tableSlot } from "../reference-slots.ts";
import type { DerivedColumn } from "../slot-value.ts";
import { defaultValue } from "../write/insert-source.ts";
import { keepsForm } from "./convert-column.ts";
import { referenceTarget } from "./evolve-storage.ts";

/** A column of the new definition with the one it was before, found by its JSON key; null if it is new. */
export interface ColumnPair {
  readonly after: Column;
  readonly before: Column | null;
  readonly storage: ColumnStorage | null;
  /** It was dropped: rows written since know nothing of it. */
  readonly isRestored: boolean;
}

/** A table at one version of its database. */
export interface TableVersion {
  readonly catalog: Catalog;
  readonly table: CatalogTable;
}

export function pairColumns(before: CatalogTable, after: CatalogTable): readonly ColumnPair[] {
  const { dropped = [] } = before.storage;
  const restorable = new Set(dropped.map(({ storage }) => storage.key));
  const byKey = new Map<string, { readonly column: Column; readonly storage: ColumnStorage }>([
    // A restored column finds its values, but no slot.
    ...dropped.map((gone): [string, typeof gone] => [gone.storage.key, gone]),
    ...before.definition.columns.map((column): [string, { column: Column; storage: ColumnStorage }] => {
      const storage = storageOf(before, column.name);
      return [storage.key, { column, storage }];
    }),
  ]);
  return after.definition.columns.map((column) => {
    const { key, was = key } = storageOf(after, column.name);
    const old = byKey.get(was);
    const isRestored = restorable.has(was);
    return { after: column, before: old?.column ?? null, storage: old?.storage ?? null, isRestored };
  });
}

/** Whether the column's JSON changes in rows that exist. */
export function isRewritten(pair: ColumnPair, table: CatalogTable): boolean {
  const { after, before, storage } = pair;
  const { place, missing } = storageOf(table, after.name);
  if (isComputed(pair)) return true;
  if (before === null || storage === null)
    return place === "data" && missing === undefined && defaultValue(table, after) !== null;
  return (
    storage.place !== place ||
    !keepsForm(before, after) ||
    (storage.missing !== undefined && missing === undefined)
  );
}

/** Whether a generated column's values are to be computed for rows that exist. */
export function isComputed({ after, before, isRestored }: ColumnPair): boolean {
  return after.generated !== undefined && (after.generated !== before?.generated || isRestored);
}

/** Derived columns that are to hold something else than before. What nothing has any more is left as it is. */
export function changedSlots(from: TableVersion, to: TableVersion): ReadonlySet<DerivedColumn> {
  const pairs = pairColumns(from.table, to.table);
  const held = slotOwners(from.table);
  const wanted = slotOwners(to.table);
  const keyOf = ({ after }: ColumnPair) => storageOf(to.table, after.name).key;
  const stale = new Set(pairs.filter((pair) => isStale(from.catalog, to.catalog, pair)).map(keyOf));
  // New columns without a value in any row, in a slot without one, need no row to be touched.
  const empty = new Set(pairs.filter((pair) => isEmpty(to.table, pair)).map(keyOf));
  const used = usedSlots(from.table);
  const filled = [...wanted].filter(([slot, owner]) => {
    const keys = owner.split("|");
    // A unique key and a reference are null as soon as a part is.
    const isNull = /^[ur]/.test(slot)
      ? keys.some((key) => empty.has(key))
      : keys.every((key) => empty.has(key));
    if (isNull && !used.has(slot)) return false;
    return owner !== held.get(slot) || keys.some((key) => stale.has(key));
  });
  return new Set(filled.map(([slot]) => slot));
}

/** Slots that may hold values in rows that exist. */
export function usedSlots({ storage, ...table }: CatalogTable): ReadonlySet<string> {
  const { stale = [], pointing = [] } = storage;
  const owned = slotOwners({ storage, ...table }).keys();
  return new Set<string>([...owned, ...stale, ...pointing, ...pointing.map(tableSlot)]);
}

function isEmpty(table: CatalogTable, { before, after }: ColumnPair): boolean {
  const hasDefault =
    storageOf(table, after.name).missing !== undefined || defaultValue(table, after) !== null;
  return before === null && after.generated === undefined && !hasDefault;
}

/** Whether the same slot would hold something else: the type changed, or the reference points elsewhere (not: was renamed). */
function isStale(from: Catalog, to: Catalog, pair: ColumnPair): boolean {
  const { before, after } = pair;
  if (before === null) return false;
  if (!keepsForm(before, after) || isComputed(pair)) return true;
  return targetOf(from, before) !== targetOf(to, after);
}

/** The table's id and the JSON key that a reference points to: what stays through renaming. */
export function targetOf(catalog: Catalog, column: Column): string | null {
  const target = referenceTarget(catalog, column);
  return target === null ? null : `${target.table}.${target.key}`;
}

/** slot -> the JSON keys of the columns whose values it holds. */
export function slotOwners(table: CatalogTable): Map<DerivedColumn, string> {
  const owners = new Map<DerivedColumn, string>();
  for (const { key, index, unique, reference } of Object.values(table.storage.columns)) {
    for (const slot of [index, unique, reference]) if (slot !== undefined) owners.set(slot, key);
    if (reference !== undefined) owners.set(tableSlot(reference), key);
  }
  const { keys, references = {}, indexes = {} } = table.storage;
  const several = [
    ...compositeKeys(table.definition),
    ...compositeReferences(table.definition),
    ...compositeIndexes(table.definition),
  ];
  for (const { name, columns, expression = "" } of several) {
    const slot = keys[name] ?? references[name] ?? indexes[name];
    const own = columns.map((column) => storageOf(table, column).key);
    const owner = [...own, ...(expression === "" ? [] : [`(${expression})`])].join("|");
    if (slot !== undefined) owners.set(slot, owner);
    if (slot?.startsWith("r")) owners.set(tableSlot(slot), owner);
  }
  for (const { slot, parts } of keyIndexes(table)) {
    const directions = parts.map(({ isDescending }) => (isDescending ? "desc" : "asc")).join();
    owners.set(slot, [...parts.map(({ column }) => storageOf(table, column.name).key), directions].join("|"));
  }
  return owners;
}
