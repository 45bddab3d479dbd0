import type { TableVerb } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** What of the leak matrix is meant so: a row of `confirmed_reach`. */
export interface ConfirmedReach {
  readonly table_id: string;
  readonly verb: TableVerb;
  readonly identity: string;
  readonly whose: "owner" | "other";
  /** A digest of the rules that it was confirmed under. */
  readonly rules: string;
}

export function selectConfirmed({ projectId }: TenantScope): Sql {
  return sql`
    select table_id, verb, identity, whose, rules
      from rowhouse.confirmed_reach
     where project_id = ${projectId}`;
}

export function confirmReach({ projectId, userId }: TenantScope, reach: ConfirmedReach): Sql {
  const { table_id: tableId, verb, identity, whose, rules } = reach;
  return sql`
    insert into rowhouse.confirmed_reach (project_id, table_id, verb, identity, whose, rules, user_id)
    values (${projectId}, ${tableId}, ${verb}, ${identity}, ${whose}, ${rules}, ${userId})
    on conflict (project_id, table_id, verb, identity, whose)
    do update set rules = excluded.rules, user_id = excluded.user_id, confirmed_at = now()`;
}

export function withdrawReach({ projectId }: TenantScope, reach: Omit<ConfirmedReach, "rules">): Sql {
  return sql`
    delete from rowhouse.confirmed_reach
     where project_id = ${projectId} and table_id = ${reach.table_id} and verb = ${reach.verb}
       and identity = ${reach.identity} and whose = ${reach.whose}`;
}
