import type { Change, ColumnStorage, TableStorage } from "../catalog/types.ts";

/** A table's storage before slots are (re)assigned, while a list of changes is walked through. */
export interface StorageDraft {
  readonly columns: Record<string, ColumnStorage>;
  readonly retired: string[];
  /** Columns that no stored row has a value of yet. */
  readonly added: Set<string>;
}

export function emptyDraft(): StorageDraft {
  return draftOf({ columns: {}, keys: {}, retired: [] });
}

export function draftOf(storage: TableStorage): StorageDraft {
  // Without a prototype: a column may be called "constructor".
  const columns = Object.assign(Object.create(null) as StorageDraft["columns"], storage.columns);
  return { columns, retired: [...storage.retired], added: new Set() };
}

/**
 * Follows one change of a table through its storage: a renamed column keeps its JSON key, a dropped one takes its key
 * with it, and a new one gets a key that no column of the table ever had. So no column can inherit another's values,
 * and renaming touches no row.
 */
export function evolveStorage(draft: StorageDraft, change: Change): void {
  switch (change.kind) {
    case "add_column":
      draft.columns[change.column.name] = { place: "data", key: freshKey(draft, change.column.name) };
      draft.added.add(change.column.name);
      return;
    case "rename_column": {
      const storage = draft.columns[change.column];
      if (storage === undefined) return;
      delete draft.columns[change.column];
      draft.columns[change.to] = storage;
      if (draft.added.delete(change.column)) draft.added.add(change.to);
      return;
    }
    case "drop_column": {
      const storage = draft.columns[change.column];
      if (storage === undefined) return;
      delete draft.columns[change.column];
      draft.added.delete(change.column);
      draft.retired.push(storage.key);
      return;
    }
    default:
      return;
  }
}

/** The name itself, or `<name>_2`, `<name>_3` … when a living or dropped column has it. */
export function freshKey(draft: StorageDraft, name: string): string {
  const taken = new Set([...draft.retired, ...Object.values(draft.columns).map((storage) => storage.key)]);
  let key = name;
  for (let suffix = 2; taken.has(key); suffix += 1) key = `${name}_${suffix}`;
  return key;
}
