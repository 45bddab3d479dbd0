import type { CatalogTable, Position, Table } from "../../catalog/types.ts";

/** A table as the contract shows it. */
export interface TableView {
  readonly id: string;
  readonly table_name: string;
  readonly schema: Table;
  readonly position: Position | null;
  readonly is_auth: boolean;
}

export function tableView(table: CatalogTable): TableView {
  return {
    id: table.id,
    table_name: table.definition.name,
    schema: table.definition,
    position: table.position,
    is_auth: table.isAuth,
  };
}
