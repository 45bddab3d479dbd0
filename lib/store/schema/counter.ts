import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** Sets what the identity column of a table gave last; the next number is one more. */
export function setCounterTo(scope: TenantScope, tableId: string, last: number): Sql {
  return sql`
    insert into rowhouse.project_sequences (project_id, table_id, last_value)
    values (${scope.projectId}, ${tableId}, ${last})
    on conflict (project_id, table_id) do update set last_value = excluded.last_value`;
}
