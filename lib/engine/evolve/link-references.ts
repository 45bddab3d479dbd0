import type { CatalogTable, ColumnStorage } from "../../catalog/types.ts";

/**
 * Notes at every reference whether its slot, the target's storage id, is the column's very value: then no look-up is
 * needed to write it, and the slot is shown as the column.
 */
export function linkReferences(tables: readonly CatalogTable[]): readonly CatalogTable[] {
  const byName = new Map(tables.map((table) => [table.definition.name, table]));
  return tables.map((table) => {
    let isChanged = false;
    const columns = table.definition.columns.map(({ name, references }): [string, ColumnStorage] => {
      const { referenceIsValue: was = false, ...storage } = storageIn(table, name);
      const target = references === undefined ? undefined : byName.get(references.table);
      const isValue =
        storage.reference !== undefined &&
        references !== undefined &&
        target?.storage.columns[references.column]?.place === "id";
      if (isValue !== was) isChanged = true;
      return [name, isValue ? { ...storage, referenceIsValue: true } : storage];
    });
    if (!isChanged) return table;
    return { ...table, storage: { ...table.storage, columns: Object.fromEntries(columns) } };
  });
}

function storageIn(table: CatalogTable, column: string): ColumnStorage {
  const storage = table.storage.columns[column];
  if (storage === undefined) throw new RangeError(`column ${column} of table ${table.id} has no storage`);
  return storage;
}
