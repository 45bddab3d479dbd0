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
