import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export type OneTimeTokenKind =
  | "confirmation"
  | "recovery"
  | "email_change_current"
  | "email_change_new"
  | "phone_confirmation"
  | "phone_change"
  | "reauthentication";

export interface NewOneTimeToken {
  readonly userId: string;
  readonly kind: OneTimeTokenKind;
  readonly tokenHash: Uint8Array;
  readonly codeHash: Uint8Array;
  readonly sentTo: string;
  readonly flowId: string | null;
  readonly lifetimeSeconds: number;
}

export interface OneTimeToken {
  readonly user_id: string;
  readonly kind: OneTimeTokenKind;
  readonly code_hash: Buffer;
  readonly sent_to: string;
  readonly flow_id: string | null;
  readonly failures: number;
}

/** A newer one of the same kind ends the older. */
export function upsertOneTimeToken(scope: TenantScope, token: NewOneTimeToken): Sql {
  return sql`
    insert into rowhouse.project_one_time_tokens
           (project_id, user_id, kind, token_hash, code_hash, sent_to, flow_id, expires_at)
    values (${scope.projectId},
            ${token.userId},
            ${token.kind},
            ${token.tokenHash},
            ${token.codeHash},
            ${token.sentTo},
            ${token.flowId},
            now() + make_interval(secs => ${token.lifetimeSeconds}))
        on conflict (project_id, user_id, kind) do update
       set token_hash = excluded.token_hash,
           code_hash  = excluded.code_hash,
           sent_to    = excluded.sent_to,
           flow_id    = excluded.flow_id,
           failures   = 0,
           created_at = now(),
           expires_at = excluded.expires_at`;
}

/** The token of a link, taken out: nobody uses it twice, also not at the same moment. */
export function takeOneTimeToken(
  scope: TenantScope,
  tokenHash: Uint8Array,
  kinds: readonly OneTimeTokenKind[],
): Sql {
  return sql`
    delete from rowhouse.project_one_time_tokens
     where project_id = ${scope.projectId}
       and token_hash = ${tokenHash}
       and kind = any(${kinds}::text[])
    returning user_id, kind, code_hash, sent_to, flow_id, failures, expires_at > now() as is_good`;
}

/** The person's open codes of some kinds, locked: guesses are counted one after the other. */
export function lockOneTimeTokens(
  scope: TenantScope,
  userId: string,
  kinds: readonly OneTimeTokenKind[],
): Sql {
  return sql`
    select user_id, kind, code_hash, sent_to, flow_id, failures
      from rowhouse.project_one_time_tokens
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and kind = any(${kinds}::text[])
       and expires_at > now()
     order by created_at desc
       for update`;
}

export function countOneTimeTokenFailure(
  scope: TenantScope,
  userId: string,
  kinds: readonly OneTimeTokenKind[],
): Sql {
  return sql`
    update rowhouse.project_one_time_tokens
       set failures = failures + 1
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and kind = any(${kinds}::text[])`;
}

export function deleteOneTimeTokens(
  scope: TenantScope,
  userId: string,
  kinds: readonly OneTimeTokenKind[],
): Sql {
  return sql`
    delete from rowhouse.project_one_time_tokens
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and kind = any(${kinds}::text[])`;
}
