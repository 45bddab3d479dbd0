import { type Sql, sql } from "#lib/sql/sql.ts";

export interface SignInFailures {
  readonly failures: number;
  /** Since the last one. */
  readonly seconds: number;
}

/** How often in a row signing in to an account failed; an hour of silence forgets. */
export function findSignInFailures(accountHash: Uint8Array): Sql {
  return sql`
    select failures,
           extract(epoch from now() - last_failed_at)::float8 as seconds
      from rowhouse.sign_in_failures
     where account_hash = ${accountHash}
       and last_failed_at > now() - interval '1 hour'`;
}

export function countSignInFailure(accountHash: Uint8Array): Sql {
  return sql`
    with forgotten as (
      delete from rowhouse.sign_in_failures
       where last_failed_at < now() - interval '1 day'
         and account_hash <> ${accountHash}
    )
    insert into rowhouse.sign_in_failures as f (account_hash, failures, last_failed_at)
    values (${accountHash}, 1, now())
        on conflict (account_hash) do update
       set failures       = case when f.last_failed_at > now() - interval '1 hour' then f.failures + 1 else 1 end,
           last_failed_at = now()`;
}

export function forgetSignInFailures(accountHash: Uint8Array): Sql {
  return sql`
    delete from rowhouse.sign_in_failures
     where account_hash = ${accountHash}`;
}
