import { type Sql, sql } from "#lib/sql/sql.ts";

/** The second factor of a console account; nothing of it is set while there is none. */
export interface ConsoleFactor {
  readonly password_hash: string | null;
  readonly email: string;
  readonly totp_secret: Uint8Array | null;
  readonly totp_confirmed_at: string | null;
  readonly totp_last_step: number | null;
}

/** In the system's context. Locked: of two codes at once, one sees what the other took. */
export function lockConsoleFactor(userId: string): Sql {
  return sql`
    select password_hash, email, totp_secret, totp_confirmed_at, totp_last_step
      from rowhouse.users
     where id = ${userId}
       for no key update`;
}

export function setTotpSecret(userId: string, secret: Uint8Array | null): Sql {
  return sql`
    update rowhouse.users
       set totp_secret       = ${secret},
           totp_confirmed_at = null,
           totp_last_step    = null
     where id = ${userId}`;
}

export function acceptTotpStep(userId: string, step: number): Sql {
  return sql`
    update rowhouse.users
       set totp_last_step    = ${step},
           totp_confirmed_at = coalesce(totp_confirmed_at, now())
     where id = ${userId}`;
}
