import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { usersTableId } from "../schema/table.ts";

/** The password of an end user: kept apart from the row in `users`, so that no query over rows can show it. */
export function insertCredential(
  scope: TenantScope,
  credential: { userId: string; passwordHash: string },
): Sql {
  return sql`
    insert into rowhouse.project_credentials (project_id, users_table_id, user_id, password_hash)
    values (${scope.projectId}, ${usersTableId(scope)}, ${credential.userId}, ${credential.passwordHash})`;
}

/** Sets a password, whether the user has one or not (a user who signed up through a provider has none). */
export function upsertCredential(
  scope: TenantScope,
  credential: { userId: string; passwordHash: string },
): Sql {
  return sql`
    insert into rowhouse.project_credentials (project_id, users_table_id, user_id, password_hash)
    values (${scope.projectId}, ${usersTableId(scope)}, ${credential.userId}, ${credential.passwordHash})
        on conflict (project_id, user_id) do update
       set password_hash = excluded.password_hash,
           updated_at    = now()`;
}
