import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export interface NewEndUserSession {
  readonly id: string;
  readonly userId: string;
  readonly aal: "aal1" | "aal2";
  readonly amr: readonly object[];
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Null: until it is signed out. */
  readonly lifetimeSeconds: number | null;
  readonly impersonatedBy: string | null;
}

/** A session as stored; times as ISO 8601. */
export interface EndUserSession {
  readonly id: string;
  readonly user_id: string;
  readonly refresh_counter: number;
  readonly rotated_at: readonly string[];
  readonly aal: "aal1" | "aal2";
  readonly amr: readonly { readonly method: string; readonly timestamp: number }[];
  readonly impersonated_by: string | null;
  readonly user_agent: string | null;
  readonly ip: string | null;
  readonly created_at: string;
  readonly refreshed_at: string;
  readonly not_after: string | null;
}

export function insertEndUserSession(scope: TenantScope, session: NewEndUserSession): Sql {
  return sql`
    insert into rowhouse.project_sessions
           (project_id, id, user_id, aal, amr, ip, user_agent, not_after, impersonated_by)
    values (${scope.projectId},
            ${session.id},
            ${session.userId},
            ${session.aal},
            ${JSON.stringify(session.amr)},
            ${session.address},
            ${session.userAgent},
            now() + make_interval(secs => ${session.lifetimeSeconds}),
            ${session.impersonatedBy})`;
}

/** One row with the session as JSON while it is there. */
export function findEndUserSession(scope: TenantScope, id: string): Sql {
  return sql`
    select to_jsonb(s) as session
      from rowhouse.project_sessions s
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** As `findEndUserSession`; whoever else refreshes the same session waits. */
export function lockEndUserSession(scope: TenantScope, id: string): Sql {
  return sql`${findEndUserSession(scope, id)} for update`;
}

/** Counts up; the times of the last rotations are kept, the newest at the end. */
export function rotateEndUserSession(scope: TenantScope, id: string): Sql {
  return sql`
    update rowhouse.project_sessions
       set refresh_counter = refresh_counter + 1,
           rotated_at      = (rotated_at || now())[greatest(1, cardinality(rotated_at) - 6):],
           refreshed_at    = now()
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

export function raiseEndUserSession(scope: TenantScope, id: string, amr: readonly object[]): Sql {
  return sql`
    update rowhouse.project_sessions
       set aal = 'aal2',
           amr = ${JSON.stringify(amr)}
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** @param which the session itself, all of the person, or all but the session. */
export function deleteEndUserSessions(
  scope: TenantScope,
  userId: string,
  which: { readonly only?: string; readonly except?: string },
): Sql {
  const { only = null, except = null } = which;
  return sql`
    delete from rowhouse.project_sessions
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and (${only}::uuid is null or id = ${only}::uuid)
       and (${except}::uuid is null or id <> ${except}::uuid)`;
}

/** The person's sessions, the one used last first. */
export function listEndUserSessions(scope: TenantScope, userId: string): Sql {
  return sql`
    select id, aal, user_agent, ip, created_at, refreshed_at, not_after, impersonated_by
      from rowhouse.project_sessions
     where project_id = ${scope.projectId}
       and user_id = ${userId}
     order by refreshed_at desc, id`;
}
