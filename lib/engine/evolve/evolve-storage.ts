import type { DroppedColumn, ReferenceTarget } from "../../catalog/storage-types.ts";
import type {
  Catalog,
  CatalogTable,
  Change,
  Column,
  ColumnStorage,
  Table,
  TableStorage,
} from "../../catalog/types.ts";

/** What changes start from. */
export interface Origin {
  readonly catalog: Catalog;
  readonly table: CatalogTable;
  /** When the changes are made, as ISO 8601. */
  readonly now: string;
}

/** A table's storage before slots are (re)assigned, while a list of changes is walked through. */
export interface StorageDraft {
  readonly columns: Record<string, ColumnStorage>;
  readonly retired: string[];
  readonly dropped: DroppedColumn[];
  /** Columns that no stored row has a value of yet. */
  readonly added: Set<string>;
  /** Columns whose definition a change speaks of: only these may be given an index that was not asked for. */
  readonly touched: Set<string>;
}

export function emptyDraft(): StorageDraft {
  return draftOf({ columns: {}, keys: {}, retired: [] });
}

export function draftOf(storage: TableStorage): StorageDraft {
  // Without a prototype: a column may be called "constructor".
  const columns = Object.assign(Object.create(null) as StorageDraft["columns"], storage.columns);
  const { retired, dropped = [] } = storage;
  return { columns, retired: [...retired], dropped: [...dropped], added: new Set(), touched: new Set() };
}

/**
 * Follows one change of a table through its storage: a renamed column keeps its JSON key, a dropped one takes its key
 * with it, and a new one gets a key that no column of the table ever had. So no column can inherit another's values,
 * and renaming touches no row. A restored column finds its values where they lay.
 */
export function evolveStorage(draft: StorageDraft, change: Change, origin: Origin): void {
  // Whatever has the name already went with a column that it was computed from.
  const name = nameGiven(change);
  if (name !== null) dropColumn(draft, name, origin);
  switch (change.kind) {
    case "add_column":
      addColumn(draft, change.column.name);
      return;
    case "alter_column":
      draft.touched.add(change.column);
      return;
    case "add_constraint":
      for (const column of change.constraint.columns ?? []) draft.touched.add(column);
      return;
    case "rename_column":
      renameColumn(draft, change.column, change.to);
      return;
    case "drop_column":
      dropColumn(draft, change.column, origin);
      return;
    case "restore_column":
      restoreColumn(draft, change.column);
      return;
    default:
      return;
  }
}

function nameGiven(change: Change): string | null {
  if (change.kind === "add_column") return change.column.name;
  if (change.kind === "rename_column") return change.to;
  return change.kind === "restore_column" ? change.column : null;
}

/** Follows columns that went with others (`cascade`): no change speaks of them. */
export function dropOthers(draft: StorageDraft, definition: Table, origin: Origin): void {
  const left = new Set(definition.columns.map(({ name }) => name));
  for (const name of Object.keys(draft.columns)) if (!left.has(name)) dropColumn(draft, name, origin);
}

function addColumn(draft: StorageDraft, name: string): void {
  draft.columns[name] = { place: "data", key: freshKey(draft, name) };
  draft.added.add(name);
  draft.touched.add(name);
}

function renameColumn(draft: StorageDraft, name: string, to: string): void {
  const storage = draft.columns[name];
  if (storage === undefined) return;
  delete draft.columns[name];
  draft.columns[to] = storage;
  for (const names of [draft.added, draft.touched]) if (names.delete(name)) names.add(to);
}

/** Its definition is that of the values as they are stored: what the same changes made of it before never came to be. */
function dropColumn(draft: StorageDraft, name: string, { catalog, table, now }: Origin): void {
  const storage = draft.columns[name];
  if (storage === undefined) return;
  delete draft.columns[name];
  draft.touched.delete(name);
  draft.retired.push(storage.key);
  if (draft.added.delete(name) || storage.place === "secret") return;
  const [oldName = name] =
    Object.entries(table.storage.columns).find(([, { key }]) => key === storage.key) ?? [];
  const column = table.definition.columns.find((candidate) => candidate.name === oldName);
  if (column === undefined) return;
  const { place, key, missing } = storage;
  const target = referenceTarget(catalog, column);
  draft.dropped.push({
    column: { ...column, name },
    storage: { place, key, ...(missing === undefined ? {} : { missing }) },
    ...(target === null ? {} : { target }),
    dropped_at: now,
  });
}

function restoreColumn(draft: StorageDraft, name: string): void {
  const index = draft.dropped.findLastIndex(({ column }) => column.name === name);
  const [gone] = index === -1 ? [] : draft.dropped.splice(index, 1);
  // Dropped by the same changes that added it: there are no values to find.
  if (gone === undefined) {
    addColumn(draft, name);
    return;
  }
  draft.columns[name] = gone.storage;
  draft.touched.add(name);
  draft.retired.splice(draft.retired.indexOf(gone.storage.key), 1);
}

/** Where a reference points, by what stays through renaming; null if it is none. */
export function referenceTarget(catalog: Catalog, { references }: Column): ReferenceTarget | null {
  const target = catalog.tables.find(({ definition }) => definition.name === references?.table);
  const key = references === undefined ? undefined : target?.storage.columns[references.column]?.key;
  return target === undefined || key === undefined ? null : { table: target.id, key };
}

/** The name itself, or `<name>_2`, `<name>_3` … when a living or dropped column has it. */
export function freshKey(draft: Pick<StorageDraft, "columns" | "retired">, name: string): string {
  const taken = new Set([...draft.retired, ...Object.values(draft.columns).map((storage) => storage.key)]);
  let key = name;
  for (let suffix = 2; taken.has(key); suffix += 1) key = `${name}_${suffix}`;
  return key;
}
