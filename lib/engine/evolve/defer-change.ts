import type { DroppedColumn } from "../../catalog/storage-types.ts";
import {
  type Catalog,
  type CatalogTable,
  type Column,
  type ColumnStorage,
  type SlotName,
  slotNames,
  type Table,
  type TableStorage,
} from "../../catalog/types.ts";
import { changedSlots, pairColumns, slotOwners, type TableVersion, usedSlots } from "./column-pairs.ts";
import { keepsForm } from "./convert-column.ts";
import { freshKey } from "./evolve-storage.ts";

/**
 * The table as it is while a job brings its rows along: as before for readers, with what it will be for writers
 * (`TableStorage.pending`). The coming form lies beside the present one: under keys and in slots of its own.
 *
 * @returns null if there is no room for both in a row, or a reference is to point at a table that is not there yet: then
 * all rows have to be changed at once.
 */
export function deferChange(
  from: TableVersion,
  to: TableVersion,
  { job, tables, now }: { readonly job: string; readonly tables: readonly string[]; readonly now: string },
): CatalogTable | null {
  const definition = underPresentNames(from.catalog, to);
  const relocated = relocate(from, to);
  if (definition === null || relocated === null) return null;
  const { columns, gone } = withFreshKeys(from, to, relocated, now);
  const storage: TableStorage = {
    ...relocated,
    columns,
    retired: [...new Set([...relocated.retired, ...gone.map(({ storage: { key } }) => key)])],
    dropped: [...(relocated.dropped ?? []), ...gone],
  };
  const left = leftSlots(from.table, { ...to.table, definition, storage });
  return {
    ...from.table,
    storage: {
      ...from.table.storage,
      pending: { job, tables, definition, storage: { ...storage, ...left } },
    },
  };
}

/** The table once its rows are brought along; `definition` as the changes make it. */
export function madeChange(table: CatalogTable, definition: Table): CatalogTable {
  const { pending } = table.storage;
  if (pending === undefined) throw new RangeError(`nothing is pending for table ${table.id}`);
  const columns = Object.entries(pending.storage.columns).map(
    ([name, { was: _, ...storage }]): [string, ColumnStorage] => [name, storage],
  );
  return { ...table, definition, storage: { ...pending.storage, columns: Object.fromEntries(columns) } };
}

/** The table without the change that was to come; what is left of it in rows is nobody's. */
export function abandonedChange(table: CatalogTable): CatalogTable {
  const { pending, ...storage } = table.storage;
  if (pending === undefined) return table;
  const keys = Object.values(pending.storage.columns).flatMap(({ key, was }) =>
    was === undefined ? [] : [key],
  );
  const held = usedSlots({ ...table, storage });
  const left = [...slotOwners({ ...table, ...pending }).keys()].filter(
    (slot): slot is SlotName => !held.has(slot) && !slot.startsWith("rt"),
  );
  const pointing = [...(storage.pointing ?? []), ...left.filter((slot) => slot.startsWith("r"))].sort();
  return {
    ...table,
    storage: {
      ...storage,
      retired: [...storage.retired, ...keys],
      stale: [...(storage.stale ?? []), ...left.filter((slot) => !slot.startsWith("r"))].sort(),
      ...(pointing.length === 0 ? {} : { pointing }),
      garbage: [...(storage.garbage ?? []), ...keys],
    },
  };
}

function leftSlots(from: CatalogTable, next: CatalogTable): Pick<TableStorage, "stale" | "pointing"> {
  const wanted = slotOwners(next);
  // All but the tables of references are the slots' own names.
  const own = [...usedSlots(from)].filter((slot): slot is SlotName => !slot.startsWith("rt"));
  const left = own.filter((slot) => !wanted.has(slot)).sort();
  const pointing = left.filter((slot) => slot.startsWith("r"));
  return {
    stale: left.filter((slot) => !slot.startsWith("r")),
    ...(pointing.length === 0 ? {} : { pointing }),
  };
}

/** The definition with its references under the names that tables and columns have before the changes. */
function underPresentNames(present: Catalog, { catalog, table }: TableVersion): Table | null {
  let isKnown = true;
  const columns = table.definition.columns.map((column): Column => {
    const { references } = column;
    if (references === undefined) return column;
    const target = catalog.tables.find(({ definition }) => definition.name === references.table);
    const key = target?.storage.columns[references.column]?.key;
    const old = present.tables.find(({ id }) => id === target?.id);
    const [name] =
      Object.entries(old?.storage.columns ?? {}).find(([, storage]) => storage.key === key) ?? [];
    if (old === undefined || name === undefined) {
      isKnown = false;
      return column;
    }
    return { ...column, references: { ...references, table: old.definition.name, column: name } };
  });
  const hasSeveral = (table.definition.constraints ?? []).some(({ kind }) => kind === "foreign_key");
  const isSame = catalog.tables.every(
    ({ id, definition }) => present.tables.find((old) => old.id === id)?.definition.name === definition.name,
  );
  if (hasSeveral && !isSame) return null;
  return isKnown ? { ...table.definition, columns } : null;
}

/** Slots that will hold something else get names that nothing in a row has yet; null if there are none left. */
function relocate(from: TableVersion, to: TableVersion): TableStorage | null {
  const used = usedSlots(from.table);
  const taken = new Set<string>([...used, ...slotOwners(to.table).keys()]);
  const moves = new Map<SlotName, SlotName>();
  for (const slot of changedSlots(from, to)) {
    if (!used.has(slot) || slot.startsWith("rt")) continue;
    const free = slotNames.find((name) => name.charAt(0) === slot.charAt(0) && !taken.has(name));
    if (free === undefined) return null;
    taken.add(free);
    // `rt…` was skipped: the rest are slots.
    moves.set(slot as SlotName, free);
  }
  return moves.size === 0 ? to.table.storage : movedSlots(to.table.storage, moves);
}

function movedSlots(storage: TableStorage, moves: ReadonlyMap<SlotName, SlotName>): TableStorage {
  const moved = <Slots extends object>(slots: Slots): Slots =>
    // Only slots are names of slots: keys of columns are not among the members that are moved.
    Object.fromEntries(
      Object.entries(slots).map(([name, slot]) => [
        name,
        name === "key" || name === "was" ? slot : (moves.get(slot as SlotName) ?? slot),
      ]),
    ) as Slots;
  return {
    ...storage,
    columns: Object.fromEntries(
      Object.entries(storage.columns).map(([name, column]) => [name, moved(column)]),
    ),
    keys: moved(storage.keys),
    ...(storage.references === undefined ? {} : { references: moved(storage.references) }),
    ...(storage.indexes === undefined ? {} : { indexes: moved(storage.indexes) }),
  };
}

/** Values of another form lie under another key, so that the present ones stay as they are. */
function withFreshKeys(
  from: TableVersion,
  to: TableVersion,
  storage: TableStorage,
  now: string,
): { readonly columns: TableStorage["columns"]; readonly gone: readonly DroppedColumn[] } {
  const columns: Record<string, ColumnStorage> = { ...storage.columns };
  const gone: DroppedColumn[] = [];
  const draft = {
    columns: { ...from.table.storage.columns, ...columns },
    retired: [...storage.retired],
  };
  for (const { after, before, storage: old } of pairColumns(from.table, to.table)) {
    const own = columns[after.name];
    if (before === null || old === null || own === undefined || own.place !== "data") continue;
    const isComputed = after.generated !== undefined && after.generated !== before.generated;
    if (old.place !== "data" || (keepsForm(before, after) && !isComputed)) continue;
    const key = freshKey(draft, after.name);
    draft.retired.push(key);
    columns[after.name] = { ...own, key, was: own.key };
    const { place, missing } = old;
    gone.push({
      column: before,
      storage: { place, key: old.key, ...(missing === undefined ? {} : { missing }) },
      dropped_at: now,
    });
  }
  return { columns, gone };
}
