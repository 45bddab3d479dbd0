import { type Sql, sql } from "#lib/sql/sql.ts";

export type AccountTokenKind = "password_reset" | "email_change";

export interface NewAccountToken {
  readonly userId: string;
  readonly kind: AccountTokenKind;
  readonly tokenHash: Uint8Array;
  readonly sentTo: string;
  readonly lifetimeSeconds: number;
}

export interface AccountToken {
  readonly user_id: string;
  readonly sent_to: string;
}

/** A newer link of the same kind ends the older. */
export function upsertAccountToken(token: NewAccountToken): Sql {
  return sql`
    insert into rowhouse.account_tokens (token_hash, user_id, kind, sent_to, expires_at)
    values (${token.tokenHash},
            ${token.userId},
            ${token.kind},
            ${token.sentTo},
            now() + make_interval(secs => ${token.lifetimeSeconds}))
        on conflict (user_id, kind) do update
       set token_hash = excluded.token_hash,
           sent_to    = excluded.sent_to,
           created_at = now(),
           expires_at = excluded.expires_at`;
}

/** Taken out: nobody uses it twice, also not at the same moment. No row when it is unknown or too old. */
export function takeAccountToken(tokenHash: Uint8Array, kind: AccountTokenKind): Sql {
  return sql`
    with taken as (
      delete from rowhouse.account_tokens
       where token_hash = ${tokenHash}
         and kind = ${kind}
      returning user_id, sent_to, expires_at
    )
    select user_id, sent_to
      from taken
     where expires_at > now()`;
}

/** After a new password, links that were sent before are worth nothing. */
export function deleteAccountTokens(userId: string): Sql {
  return sql`
    delete from rowhouse.account_tokens
     where user_id = ${userId}`;
}
