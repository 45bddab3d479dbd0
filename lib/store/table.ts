import type { CatalogTable, Position, Table, TableStorage } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import { type Sql, sql } from "../sql/sql.ts";

/** The database's version beside each of its tables; one row without a table when there is none. */
export type CatalogRow = { readonly version: number } & (
  | { readonly id: null }
  | {
      readonly id: string;
      readonly schema_json: Table;
      readonly storage_json: TableStorage;
      readonly position: Position | null;
      readonly is_auth: boolean;
    }
);

export function selectCatalog(scope: TenantScope): Sql {
  return sql`
    select d.version,
           t.id,
           t.schema_json,
           t.storage_json,
           t.position,
           t.is_auth
      from rowhouse.project_databases d
      left join rowhouse.project_tables t on t.project_id = d.project_id and t.database_id = d.id
     where d.project_id = ${scope.projectId}
       and d.id = ${scope.databaseId}
     order by t.created_at, t.id`;
}

export function insertTable(scope: TenantScope, table: CatalogTable): Sql {
  return sql`
    insert into rowhouse.project_tables
           (project_id, id, database_id, table_name, schema_json, storage_json, position, is_auth, created_at)
    values (${scope.projectId}, ${table.id}, ${scope.databaseId}, ${table.definition.name},
            ${JSON.stringify(table.definition)}, ${JSON.stringify(table.storage)},
            ${table.position === null ? null : JSON.stringify(table.position)}, ${table.isAuth}, clock_timestamp())`;
}

export function updateTable(scope: TenantScope, table: CatalogTable): Sql {
  return sql`
    update rowhouse.project_tables
       set table_name   = ${table.definition.name},
           schema_json  = ${JSON.stringify(table.definition)},
           storage_json = ${JSON.stringify(table.storage)},
           position     = ${table.position === null ? null : JSON.stringify(table.position)},
           updated_at   = now()
     where project_id = ${scope.projectId}
       and id = ${table.id}`;
}

/** Takes the table's rows with it. */
export function deleteTable(scope: TenantScope, tableId: string): Sql {
  return sql`
    delete from rowhouse.project_tables
     where project_id = ${scope.projectId}
       and id = ${tableId}`;
}

export function setTableName(scope: TenantScope, tableId: string, name: string): Sql {
  return sql`
    update rowhouse.project_tables set table_name = ${name}
     where project_id = ${scope.projectId}
       and id = ${tableId}`;
}

/** A scalar sub-select: the id of the table whose rows are the project's end users. */
export function usersTableId(scope: TenantScope): Sql {
  return sql`(select id from rowhouse.project_tables where project_id = ${scope.projectId} and is_auth)`;
}
