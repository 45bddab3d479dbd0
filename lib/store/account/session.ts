import { type Sql, sql } from "#lib/sql/sql.ts";

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly lifetimeSeconds: number;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export function insertSession(session: NewSession): Sql {
  return sql`
    insert into rowhouse.sessions (id, user_id, expires_at, ip, user_agent)
    values (${session.id},
            ${session.userId},
            now() + make_interval(secs => ${session.lifetimeSeconds}),
            ${session.address},
            ${session.userAgent})`;
}

/** One row while the session stands. Notes that it was seen, at most every five minutes, so that reads stay reads. */
export function touchSession(id: string, userId: string): Sql {
  return sql`
    with standing as (
      select id,
             last_seen_at
        from rowhouse.sessions
       where id = ${id}
         and user_id = ${userId}
         and revoked_at is null
         and expires_at > now()
    ), seen as (
      update rowhouse.sessions
         set last_seen_at = now()
       where id = (select id from standing where last_seen_at < now() - interval '5 minutes')
    )
    select id
      from standing`;
}

export function revokeSession(id: string): Sql {
  return sql`
    update rowhouse.sessions
       set revoked_at = now()
     where id = ${id}
       and revoked_at is null`;
}

export interface ConsoleSession {
  readonly id: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly expires_at: string;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

export function listSessions(userId: string): Sql {
  return sql`
    select id, created_at, last_seen_at, expires_at, ip, user_agent
      from rowhouse.sessions
     where user_id = ${userId}
       and revoked_at is null
       and expires_at > now()
     order by last_seen_at desc, id`;
}

/** @param which one of the user's sessions, or all but one. */
export function revokeSessions(
  userId: string,
  which: { readonly only: string } | { readonly except: string | null },
): Sql {
  const condition =
    "only" in which ? sql`id = ${which.only}` : sql`id is distinct from ${which.except}::uuid`;
  return sql`
    update rowhouse.sessions
       set revoked_at = now()
     where user_id = ${userId}
       and revoked_at is null
       and ${condition}`;
}
