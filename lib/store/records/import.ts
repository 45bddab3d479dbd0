import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { JobError } from "../job-claim.ts";

export type ImportStatus =
  | "uploading"
  | "waiting"
  | "running"
  | "cancelling"
  | "done"
  | "failed"
  | "cancelled";

/** A row of `imports`. */
export interface ImportRow {
  readonly project_id: string;
  readonly id: string;
  readonly database_id: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly received: number;
  readonly status: ImportStatus;
  readonly settings: unknown;
  readonly made: unknown;
  readonly rows_done: number;
  readonly bytes_done: number;
  readonly inserted: number;
  readonly updated: number;
  readonly skipped: number;
  readonly report: unknown;
  readonly error: JobError | null;
  readonly attempts: number;
  readonly actor_id: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Since the present server took it up: what it has done of rows and bytes, and in how many seconds. */
  readonly lately_rows: number;
  readonly lately_bytes: number;
  readonly lately_seconds: number | null;
}

/** The columns of an `ImportRow`. */
export const importColumns = sql`imports.project_id, imports.id, imports.database_id, imports.file_name, imports.bytes, imports.received,
       imports.status, imports.settings, imports.made, imports.rows_done, imports.bytes_done, imports.inserted,
       imports.updated, imports.skipped, imports.report, imports.error, imports.attempts, imports.actor_id,
       imports.created_at, imports.started_at, imports.finished_at, imports.rows_done - imports.claimed_rows as lately_rows,
       imports.bytes_done - imports.claimed_bytes as lately_bytes,
       extract(epoch from clock_timestamp() - imports.claimed_at)::float8 as lately_seconds`;

const open = sql`('uploading', 'waiting', 'running', 'cancelling')`;

/** No row when the project's unfinished imports would hold more than `bytesMax` together. */
export function insertImport(
  scope: TenantScope,
  file: { readonly id: string; readonly name: string; readonly bytes: number; readonly bytesMax: number },
): Sql {
  return sql`
    insert into rowhouse.imports (project_id, id, database_id, file_name, bytes, actor_id)
    select ${scope.projectId}, ${file.id}, ${scope.databaseId}, ${file.name}, ${file.bytes}, ${scope.userId}::uuid
     where ${file.bytes} + (select coalesce(sum(bytes), 0)
                              from rowhouse.imports
                             where project_id = ${scope.projectId}
                               and status in ${open}) <= ${file.bytesMax}
    returning ${importColumns}`;
}

/** One row when the part is the next one: a part that came before already, or too early, changes nothing. */
export function appendPart(scope: TenantScope, id: string, starts: number, content: Uint8Array): Sql {
  return sql`
    with appended as (
      update rowhouse.imports
         set received = received + ${content.length}
       where project_id = ${scope.projectId}
         and database_id = ${scope.databaseId}
         and id = ${id}
         and status = 'uploading'
         and received = ${starts}
         and received + ${content.length} <= bytes
      returning project_id, id)
    insert into rowhouse.import_parts (project_id, import_id, starts, content)
    select project_id, id, ${starts}, ${content}::bytea from appended
    returning starts`;
}

/** The part in which a byte of the file lies. */
export function selectPart(scope: TenantScope, id: string, place: number): Sql {
  return sql`
    select starts, content
      from rowhouse.import_parts
     where project_id = ${scope.projectId}
       and import_id = ${id}
       and starts <= ${place}
     order by starts desc
     limit 1`;
}

export function deleteParts(scope: TenantScope, id: string): Sql {
  return sql`delete from rowhouse.import_parts where project_id = ${scope.projectId} and import_id = ${id}`;
}

export function selectImport(scope: TenantScope, id: string): Sql {
  return sql`
    select ${importColumns}
      from rowhouse.imports
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and id = ${id}`;
}

/** Newest first. */
export function selectImports(scope: TenantScope, page: { limit: number; offset: number }): Sql {
  return sql`
    select ${importColumns}, count(*) over () as total
      from rowhouse.imports
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
     order by created_at desc, id
     limit ${page.limit}::int8
    offset ${page.offset}::int8`;
}

/** Uploaded as a whole and started by nobody yet. A unique index refuses it (23505) while another one is under way. */
export function startImport(
  scope: TenantScope,
  id: string,
  { settings, made }: { readonly settings: unknown; readonly made: unknown },
): Sql {
  return sql`
    update rowhouse.imports
       set status     = 'waiting',
           settings   = ${JSON.stringify(settings)}::jsonb,
           made       = ${JSON.stringify(made)}::jsonb,
           actor_id   = ${scope.userId}::uuid,
           started_at = clock_timestamp(),
           run_at     = now()
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and id = ${id}
       and status = 'uploading'
       and received = bytes
    returning ${importColumns}`;
}

/** Whether another import of the project is under way. */
export function selectRunning(scope: TenantScope): Sql {
  return sql`
    select ${importColumns}
      from rowhouse.imports
     where project_id = ${scope.projectId}
       and status in ('waiting', 'running', 'cancelling')`;
}

/** What nobody works on yet is over at once; else the worker is told with its next sign of life. */
export function cancelImport(scope: TenantScope, id: string): Sql {
  return sql`
    update rowhouse.imports
       set status      = case when status = 'uploading' then 'cancelled' else 'cancelling' end,
           finished_at = case when status = 'uploading' then clock_timestamp() end,
           run_at      = now()
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
       and id = ${id}
       and status in ('uploading', 'waiting', 'running')
    returning ${importColumns}`;
}
