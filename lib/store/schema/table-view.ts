import type { GridDefinition } from "../../catalog/grid-view.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** A row of `table_views`, its columns named by storage keys. */
export interface TableViewRow {
  readonly id: string;
  readonly table_id: string;
  readonly owner_id: string | null;
  readonly name: string;
  readonly definition: GridDefinition;
  readonly created_at: string;
  readonly updated_at: string;
}

const columns = sql`id, table_id, owner_id, name, definition, created_at, updated_at`;

/** Those that the asking person sees: the shared ones and their own, oldest first. */
export function selectTableViews(
  scope: TenantScope,
  tableId: string,
  page: { limit: number; offset: number },
): Sql {
  return sql`
    select ${columns},
           count(*) over () as total
      from rowhouse.table_views
     where project_id = ${scope.projectId}
       and table_id = ${tableId}
     order by created_at, id
     limit ${page.limit}
    offset ${page.offset}`;
}

export function selectTableView(scope: TenantScope, viewId: string): Sql {
  return sql`
    select ${columns}
      from rowhouse.table_views
     where project_id = ${scope.projectId}
       and id = ${viewId}`;
}

export interface NewTableView
  extends Pick<TableViewRow, "id" | "table_id" | "owner_id" | "name" | "definition"> {}

export function insertTableView(scope: TenantScope, view: NewTableView): Sql {
  return sql`
    insert into rowhouse.table_views (project_id, id, database_id, table_id, owner_id, name, definition)
    values (${scope.projectId}, ${view.id}, ${scope.databaseId}, ${view.table_id}, ${view.owner_id}, ${view.name},
            ${JSON.stringify(view.definition)}::jsonb)
    returning ${columns}`;
}

export function updateTableView(
  scope: TenantScope,
  viewId: string,
  view: Pick<TableViewRow, "owner_id" | "name" | "definition">,
): Sql {
  return sql`
    update rowhouse.table_views
       set owner_id = ${view.owner_id},
           name = ${view.name},
           definition = ${JSON.stringify(view.definition)}::jsonb,
           updated_at = now()
     where project_id = ${scope.projectId}
       and id = ${viewId}
    returning ${columns}`;
}

export function deleteTableView(scope: TenantScope, viewId: string): Sql {
  return sql`
    delete from rowhouse.table_views
     where project_id = ${scope.projectId}
       and id = ${viewId}
    returning id`;
}
