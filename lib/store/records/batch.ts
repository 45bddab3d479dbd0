import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** A batch of writes under a key of the client's own. */
export interface BatchKey {
  readonly caller: string;
  readonly key: string;
  /** SHA-256 of what was asked. */
  readonly request: Uint8Array;
}

/** Takes the key, waiting for whoever is just using it; no row when it has been used. */
export function takeBatchKey(scope: TenantScope, { caller, key, request }: BatchKey): Sql {
  return sql`
    insert into rowhouse.project_batches (project_id, caller, key, request)
    values (${scope.projectId}, ${caller}, ${key}, ${request})
        on conflict (project_id, caller, key) do nothing
    returning key`;
}

export function findBatch(scope: TenantScope, { caller, key }: BatchKey): Sql {
  return sql`
    select request,
           response
      from rowhouse.project_batches
     where project_id = ${scope.projectId}
       and caller = ${caller}
       and key = ${key}`;
}

export function keepBatch(scope: TenantScope, { caller, key }: BatchKey, response: string): Sql {
  return sql`
    update rowhouse.project_batches
       set response = ${response}
     where project_id = ${scope.projectId}
       and caller = ${caller}
       and key = ${key}`;
}

/** Nobody sends a batch again after a day. Those that another is just forgetting are left to it. */
export function forgetBatches(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.project_batches
     where project_id = ${scope.projectId}
       and (caller, key) in (select caller, key
                               from rowhouse.project_batches
                              where project_id = ${scope.projectId}
                                and created_at < now() - interval '1 day'
                                for update skip locked)`;
}
