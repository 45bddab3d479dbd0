import type { Json } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export type SqlRunStatus = "done" | "failed" | "cancelled";

/** A row of `sql_runs`, as its maker sees it. */
export interface SqlRun {
  readonly id: string;
  readonly query: string;
  /** The text was longer than is kept. */
  readonly is_cut: boolean;
  readonly params: readonly Json[];
  readonly status: SqlRunStatus;
  /** A dry run. */
  readonly is_trial: boolean;
  readonly commands: readonly string[];
  readonly row_count: number;
  readonly ms: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Why what it wrote cannot be undone. */
  readonly undo_refusal: string | null;
  /** How many rows can be put back. */
  readonly undo_rows: number;
  readonly undone_at: string | null;
  readonly created_at: string;
}

export type NewSqlRun = Omit<SqlRun, "undone_at" | "created_at" | "is_cut">;

/** Of one user in one project. */
const runsKept = 500;
/** The newest writes of which the rows before are kept. */
const undoableKept = 20;
const queryLengthMax = 20_000;

const columns = sql`id, query, is_cut, params, status, is_trial, commands, row_count, ms, error, undo_refusal, undo_rows,
       undone_at, created_at`;

/** Notes a run, and forgets the oldest ones of its maker: the function does not see the one that is just noted. */
export function insertSqlRun(scope: TenantScope, run: NewSqlRun): Sql {
  return sql`
    with noted as (
      insert into rowhouse.sql_runs (project_id, id, user_id, query, is_cut, params, status, is_trial, commands,
                                     row_count, ms, error, undo_refusal, undo_rows)
      values (${scope.projectId}, ${run.id}, ${scope.userId}, ${run.query.slice(0, queryLengthMax)},
              ${run.query.length > queryLengthMax}, ${JSON.stringify(run.params)}, ${run.status}, ${run.is_trial},
              ${run.commands}, ${run.row_count}, ${run.ms}, ${run.error === null ? null : JSON.stringify(run.error)},
              ${run.undo_refusal}, ${run.undo_rows}))
    select app.prune_sql_runs(${runsKept - 1}::int4, ${undoableKept}::int4)`;
}

/** Newest first. @param search a text that the query holds; '' is in each. */
export function selectSqlRuns(
  scope: TenantScope,
  { search, limit, offset }: { search: string; limit: number; offset: number },
): Sql {
  return sql`
    select ${columns}, count(*) over () as total
      from rowhouse.sql_runs
     where project_id = ${scope.projectId}
       and user_id = ${scope.userId}
       and strpos(lower(query), lower(${search})) > 0
     order by created_at desc, id
     limit ${limit}::int8
    offset ${offset}::int8`;
}

/** Locked: it may be undone once. */
export function lockSqlRun(scope: TenantScope, id: string): Sql {
  return sql`
    select ${columns}
      from rowhouse.sql_runs
     where project_id = ${scope.projectId}
       and user_id = ${scope.userId}
       and id = ${id}
       for update`;
}

export function markUndone(scope: TenantScope, id: string): Sql {
  return sql`
    update rowhouse.sql_runs
       set undone_at = clock_timestamp()
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** The tables of which a run has kept rows. */
export function selectUndoTables(scope: TenantScope, runId: string): Sql {
  return sql`
    select distinct table_id
      from rowhouse.sql_undo_rows
     where project_id = ${scope.projectId}
       and run_id = ${runId}`;
}

/** How much a run has kept: of any statement the most rows; whether an image is missing for its size. */
export function countUndoRows(scope: TenantScope, runId: string): Sql {
  return sql`
    select count(*)::int4 as rows,
           coalesce(max(of_statement), 0)::int4 as most,
           coalesce(bool_or(is_lost), false) as is_lost
      from (select count(*) over (partition by statement, table_id) as of_statement,
                   before is null and after is null as is_lost
              from rowhouse.sql_undo_rows
             where project_id = ${scope.projectId}
               and run_id = ${runId}) as kept`;
}

export function deleteUndoRows(scope: TenantScope, runId: string): Sql {
  return sql`
    delete from rowhouse.sql_undo_rows
     where project_id = ${scope.projectId}
       and run_id = ${runId}`;
}
