import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { usersTableId } from "./table.ts";

export interface NewEndUserSession {
  readonly id: string;
  readonly userId: string;
  readonly refreshTokenHash: Uint8Array;
  readonly lifetimeSeconds: number;
}

export function insertEndUserSession(scope: TenantScope, session: NewEndUserSession): Sql {
  return sql`
    insert into rowhouse.project_sessions (project_id, id, users_table_id, user_id, refresh_token_hash, expires_at)
    values (${scope.projectId},
            ${session.id},
            ${usersTableId(scope)},
            ${session.userId},
            ${session.refreshTokenHash},
            now() + make_interval(secs => ${session.lifetimeSeconds}))`;
}
