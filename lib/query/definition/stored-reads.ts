import type { Catalog, StoredRead } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";

/** The relations that a stored text names, by what never changes. */
export function storedReads(catalog: Catalog, names: readonly string[]): readonly StoredRead[] {
  return names.flatMap((name): StoredRead[] => {
    const view = catalog.views?.find((candidate) => candidate.name === name);
    if (view !== undefined) return [{ name, id: view.id }];
    const table = catalog.tables.find(({ definition }) => definition.name === name);
    if (table === undefined) return [];
    const columns = readableColumns(table).flatMap((column) => {
      const key = table.storage.columns[column.name]?.key;
      return key === undefined ? [] : [{ name: column.name, key }];
    });
    return [{ name, id: table.id, columns }];
  });
}
