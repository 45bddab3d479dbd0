import type { Json, PointingTable } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { join, literal, type Sql, sql } from "../../sql/sql.ts";

/** What can be put back: how many rows of each table, and for which definitions. */
export interface KeptRows {
  readonly table_id: string;
  readonly schema_version: number;
  readonly count: number;
}

export function selectKeptRows(scope: TenantScope, undoId: string): Sql {
  return sql`
    select table_id,
           schema_version,
           count(*) filter (where stored is not null) as count
      from rowhouse.deleted_rows
     where project_id = ${scope.projectId}
       and undo_id = ${undoId}
     group by table_id, schema_version`;
}

/**
 * Puts rows back as they were stored, slots and times too; the keys and references that Postgres holds are checked.
 *
 * @param pointing what rows pointed at by references that are gone may be gone as well.
 */
export function restoreRows(scope: TenantScope, undoId: string, pointing: readonly PointingTable[]): Sql {
  const forgotten = pointing.map(
    ({ id, slots }) =>
      sql` when ${literal(id)} then ${slots.flatMap((slot) => [slot, slot.replace(/^r/, "rt")])}::text[]`,
  );
  const stored =
    forgotten.length === 0
      ? sql`kept.stored`
      : sql`(kept.stored - case kept.table_id${join(forgotten, "")} else '{}'::text[] end)`;
  return sql`
    insert into rowhouse.project_data
    select stored.*
      from rowhouse.deleted_rows as kept
     cross join lateral jsonb_populate_record(null::rowhouse.project_data, ${stored}) as stored
     where kept.project_id = ${literal(scope.projectId)}
       and kept.undo_id = ${undoId}
       and kept.stored is not null`;
}

/** Rows of one table that let go of the same values. */
export interface ReleasedRows {
  readonly table_id: string;
  readonly released: { readonly [column: string]: Json };
  readonly ids: readonly string[];
}

export function selectReleasedRows(scope: TenantScope, undoId: string): Sql {
  return sql`
    select table_id,
           released,
           array_agg(id::text) as ids
      from rowhouse.deleted_rows
     where project_id = ${scope.projectId}
       and undo_id = ${undoId}
       and released is not null
     group by table_id, released`;
}

export function forgetKeptRows(scope: TenantScope, undoId: string): Sql {
  return sql`
    delete from rowhouse.deleted_rows
     where project_id = ${scope.projectId}
       and undo_id = ${undoId}`;
}

/** What nobody can undo any more. */
export function forgetOldKeptRows(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.deleted_rows
     where project_id = ${scope.projectId}
       and deleted_at < now() - interval '1 day'`;
}
