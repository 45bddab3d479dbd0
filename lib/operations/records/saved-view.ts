import { type GridDefinition, renameColumns } from "../../catalog/grid-view.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import type { TableViewRow } from "../../store/schema/table-view.ts";

/** A saved view as its readers see it: columns by their names of today. */
export interface SavedView {
  readonly id: string;
  readonly table_id: string;
  readonly name: string;
  /** False: nobody but its owner sees it. */
  readonly is_shared: boolean;
  readonly definition: GridDefinition;
  readonly created_at: string;
  readonly updated_at: string;
}

export function savedView(table: CatalogTable, row: TableViewRow): SavedView {
  const { id, table_id, name, owner_id, definition, created_at, updated_at } = row;
  const names = new Map(Object.entries(table.storage.columns).map(([column, { key }]) => [key, column]));
  return {
    id,
    table_id,
    name,
    is_shared: owner_id === null,
    definition: renameColumns(definition, (key) => names.get(key) ?? null),
    created_at,
    updated_at,
  };
}

/** A definition as it is stored; what it says of columns that the table does not have is left out. */
export function storedDefinition(table: CatalogTable, definition: GridDefinition): GridDefinition {
  return renameColumns(definition, (column) =>
    Object.hasOwn(table.storage.columns, column) ? (table.storage.columns[column]?.key ?? null) : null,
  );
}
