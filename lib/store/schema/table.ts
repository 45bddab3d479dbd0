import type { CatalogTable, Position, Table, TableStorage } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

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
      left join rowhouse.project_tables t on t.project_id = d.project_id and t.database_id = d.id and t.dropped_at is null
     where d.project_id = ${scope.projectId}
       and d.id = ${scope.databaseId}
     order by t.created_at, t.id`;
}

/** The dropped tables of a database whose rows still point at others. */
export function selectPointing(scope: TenantScope): Sql {
  return sql`
    select id, storage_json -> 'pointing' as slots
      from rowhouse.project_tables
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and dropped_at is not null
       and storage_json ? 'pointing'
     order by dropped_at, id`;
}

export function tableOfRow(row: Omit<Extract<CatalogRow, { id: string }>, "version">): CatalogTable {
  return {
    id: row.id,
    definition: row.schema_json,
    storage: row.storage_json,
    position: row.position,
    isAuth: row.is_auth,
  };
}

/** Tables in one statement, in the order in which they are to be listed; nobody else may have their names. */
export function insertTables(scope: TenantScope, tables: readonly CatalogTable[]): Sql {
  return sql`
    insert into rowhouse.project_tables
           (project_id, database_id, id, table_name, schema_json, storage_json, position, is_auth, created_at)
    select ${scope.projectId},
           ${scope.databaseId},
           id, table_name, schema_json, storage_json, position, is_auth,
           clock_timestamp() + place * interval '1 microsecond'
      from jsonb_to_recordset(${recordset(tables)}::jsonb)
        as t (id uuid, table_name text, schema_json jsonb, storage_json jsonb, position jsonb, is_auth boolean, place integer)
     order by place`;
}

/** Writes definitions anew, and takes the tables out of the trash if they were there. */
export function updateTables(scope: TenantScope, tables: readonly CatalogTable[]): Sql {
  return sql`
    update rowhouse.project_tables as old
       set table_name   = t.table_name,
           schema_json  = t.schema_json,
           storage_json = t.storage_json,
           position     = t.position,
           dropped_at   = null,
           updated_at   = now()
      from jsonb_to_recordset(${recordset(tables)}::jsonb)
        as t (id uuid, table_name text, schema_json jsonb, storage_json jsonb, position jsonb)
     where old.project_id = ${scope.projectId}
       and old.id = t.id`;
}

// JSON as text inside JSON would be read twice; what is absent is null.
function recordset(tables: readonly CatalogTable[]): string {
  return JSON.stringify(
    tables.map((table, place) => ({
      id: table.id,
      table_name: table.definition.name,
      schema_json: table.definition,
      storage_json: table.storage,
      position: table.position,
      is_auth: table.isAuth,
      place,
    })),
  );
}

/** Lets other tables have the names. */
export function giveUpNames(scope: TenantScope, tableIds: readonly string[]): Sql {
  return sql`
    update rowhouse.project_tables set table_name = id::text
     where project_id = ${scope.projectId}
       and id = any(${tableIds}::uuid[])`;
}

/** Puts tables into the trash: nobody sees their rows any more, and others may have their names. */
export function trashTables(scope: TenantScope, tables: readonly CatalogTable[]): Sql {
  return sql`
    update rowhouse.project_tables as old
       set dropped_at   = now(),
           storage_json = t.storage_json
      from jsonb_to_recordset(${recordset(tables)}::jsonb) as t (id uuid, storage_json jsonb)
     where old.project_id = ${scope.projectId}
       and old.id = t.id`;
}

/** A dropped table as it lies in the trash. */
export type TrashRow = Omit<Extract<CatalogRow, { id: string }>, "version"> & { readonly dropped_at: string };

/** The dropped tables of a database, oldest first. */
export function selectTrash(scope: TenantScope): Sql {
  return sql`
    select id, schema_json, storage_json, position, is_auth, dropped_at
      from rowhouse.project_tables
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and dropped_at is not null
     order by dropped_at, id`;
}

/** A row when the table lies in the trash since a moment or longer. */
export function selectTrashedTable(scope: TenantScope, tableId: string, until: string): Sql {
  return sql`
    select id
      from rowhouse.project_tables
     where project_id = ${scope.projectId}
       and id = ${tableId}
       and dropped_at <= ${until}::timestamptz`;
}

/** For good; its rows have to be gone. */
export function deleteTrashedTable(scope: TenantScope, tableId: string, until: string): Sql {
  return sql`
    delete from rowhouse.project_tables
     where project_id = ${scope.projectId}
       and id = ${tableId}
       and dropped_at <= ${until}::timestamptz`;
}

/** A scalar sub-select: the id of the table whose rows are the project's end users. */
export function usersTableId(scope: TenantScope): Sql {
  return sql`(select id from rowhouse.project_tables where project_id = ${scope.projectId} and is_auth)`;
}
