import type { QueryParameter } from "../../catalog/query-parameters.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** A query that is kept under a name. */
export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  /** '' is the top; 'Reports/2026' lies within 'Reports'. */
  readonly folder: string;
  readonly query: string;
  readonly parameters: readonly QueryParameter[];
  readonly is_shared: boolean;
  /** Whether the asking user made it. */
  readonly is_own: boolean;
  /** Name or address of who made it; null once the account is gone. */
  readonly owner: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export type SavedQueryFields = Pick<SavedQuery, "name" | "folder" | "query" | "parameters" | "is_shared">;

function columns(scope: TenantScope): Sql {
  return sql`q.id, q.name, q.folder, q.query, q.parameters, q.is_shared, q.owner_id = ${scope.userId} as is_own,
       app.member_name(q.owner_id) as owner, q.created_at, q.updated_at`;
}

/** By folder and name. */
export function selectSavedQueries(
  scope: TenantScope,
  { search, limit, offset }: { search: string; limit: number; offset: number },
): Sql {
  return sql`
    select ${columns(scope)}, count(*) over () as total
      from rowhouse.sql_queries as q
     where q.project_id = ${scope.projectId}
       and strpos(lower(q.folder || '/' || q.name || ' ' || q.query), lower(${search})) > 0
     order by q.folder, lower(q.name), q.id
     limit ${limit}::int8
    offset ${offset}::int8`;
}

export function findSavedQuery(scope: TenantScope, id: string): Sql {
  return sql`
    select ${columns(scope)}
      from rowhouse.sql_queries as q
     where q.project_id = ${scope.projectId}
       and q.id = ${id}`;
}

export function insertSavedQuery(scope: TenantScope, fields: SavedQueryFields): Sql {
  return sql`
    insert into rowhouse.sql_queries as q (project_id, owner_id, name, folder, query, parameters, is_shared)
    values (${scope.projectId}, ${scope.userId}, ${fields.name}, ${fields.folder}, ${fields.query},
            ${JSON.stringify(fields.parameters)}, ${fields.is_shared})
    returning ${columns(scope)}`;
}

/** No row for a query of somebody else that the asking role may not change. */
export function updateSavedQuery(scope: TenantScope, id: string, fields: SavedQueryFields): Sql {
  return sql`
    update rowhouse.sql_queries as q
       set name       = ${fields.name},
           folder     = ${fields.folder},
           query      = ${fields.query},
           parameters = ${JSON.stringify(fields.parameters)},
           is_shared  = ${fields.is_shared},
           updated_at = now()
     where q.project_id = ${scope.projectId}
       and q.id = ${id}
    returning ${columns(scope)}`;
}

export function deleteSavedQuery(scope: TenantScope, id: string): Sql {
  return sql`
    delete from rowhouse.sql_queries
     where project_id = ${scope.projectId}
       and id = ${id}
    returning id`;
}

/** How many queries of one's own there are. */
export function countOwnQueries(scope: TenantScope): Sql {
  return sql`
    select count(*) as count
      from rowhouse.sql_queries
     where project_id = ${scope.projectId}
       and owner_id = ${scope.userId}`;
}
