import { type Sql, sql } from "#lib/sql/sql.ts";

/** In the system's context: adds up uses, of keys of any project. */
export function countUses(uses: readonly { projectId: string; keyId: string; count: number }[]): Sql {
  return sql`
    update rowhouse.project_keys as k
       set use_count    = k.use_count + used.count,
           last_used_at = now()
      from json_to_recordset(${JSON.stringify(uses)}) as used ("projectId" uuid, "keyId" uuid, count bigint)
     where k.project_id = used."projectId"
       and k.id = used."keyId"`;
}
