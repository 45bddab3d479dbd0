import type { CatalogSequence } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** A new sequence begins at its start, one that is changed goes on. */
export function putSequence(scope: TenantScope, sequence: CatalogSequence): Sql {
  const { id, start, increment, min, max, cycles } = sequence;
  return sql`
    insert into rowhouse.sequence_values (project_id, sequence_id, last_value, is_called, increment, min_value, max_value, cycles)
    values (${scope.projectId}, ${id}, ${start}, false, ${increment}, ${min}, ${max}, ${cycles === true})
    on conflict (project_id, sequence_id) do update
      set increment = excluded.increment, min_value = excluded.min_value, max_value = excluded.max_value, cycles = excluded.cycles`;
}

/** The next number is `next`. */
export function restartSequence(scope: TenantScope, id: string, next: string): Sql {
  return sql`
    update rowhouse.sequence_values set last_value = ${next}, is_called = false
     where project_id = ${scope.projectId} and sequence_id = ${id}`;
}

/** The identity column of a table goes on where a sequence has got to. */
export function countOnFrom(scope: TenantScope, id: string, tableId: string): Sql {
  return sql`
    insert into rowhouse.project_sequences (project_id, table_id, last_value)
    select project_id, ${tableId}, case when is_called then last_value else last_value - 1 end
      from rowhouse.sequence_values
     where project_id = ${scope.projectId} and sequence_id = ${id}
    on conflict (project_id, table_id) do update set last_value = excluded.last_value`;
}

export interface SequenceValue {
  readonly id: string;
  readonly last: string;
  /** Whether `last` was given already; else it is the next. */
  readonly isCalled: boolean;
}

/** Where each sequence has got to. */
export function selectSequenceValues(scope: { readonly projectId: string }): Sql {
  return sql`
    select sequence_id as id, last_value::text as last, is_called as "isCalled"
      from rowhouse.sequence_values
     where project_id = ${scope.projectId}`;
}
