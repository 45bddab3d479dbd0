import type { TenantScope } from "../../db/scope.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { usersTableId } from "../schema/table.ts";

/** The columns of an account that the auth sets, with what they take. Times: ISO 8601, `Date`, or null. */
export interface AccountPatch {
  readonly password_hash?: string | null;
  readonly confirmed_email?: string | null;
  readonly email_confirmed_at?: Date | string | null;
  readonly email_proven_at?: Date | null;
  readonly phone?: string | null;
  readonly phone_confirmed_at?: Date | null;
  readonly role?: string;
  readonly is_anonymous?: boolean;
  readonly app_metadata?: object;
  readonly user_metadata?: object;
  readonly new_email?: string | null;
  readonly email_change_confirmed?: readonly string[];
  readonly new_phone?: string | null;
  readonly confirmation_sent_at?: Date | null;
  readonly recovery_sent_at?: Date | null;
  readonly email_change_sent_at?: Date | null;
  readonly phone_change_sent_at?: Date | null;
  readonly reauthentication_sent_at?: Date | null;
  readonly invited_at?: Date | null;
  readonly last_sign_in_at?: Date | null;
  readonly banned_until?: Date | null;
  readonly deleted_at?: Date | null;
}

/** The account beside a profile, if it has none yet: rows written by hand begin without. */
export function ensureAccount(scope: TenantScope, userId: string): Sql {
  return sql`
    insert into rowhouse.project_credentials (project_id, users_table_id, user_id)
    values (${scope.projectId}, ${usersTableId(scope)}, ${userId})
        on conflict (project_id, user_id) do nothing`;
}

export function updateAccount(scope: TenantScope, userId: string, patch: AccountPatch): Sql {
  const sets = Object.entries(patch).map(([name, value]) => sql`${ident(name)} = ${toParameter(value)}`);
  return sql`
    update rowhouse.project_credentials
       set ${join([...sets, sql`updated_at = now()`])}
     where project_id = ${scope.projectId}
       and user_id = ${userId}`;
}

/** `pg` would make a Postgres array of a JSON one, which here only the list of confirmed sides is. */
function toParameter(value: unknown): unknown {
  const isDocument =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
  return isDocument ? JSON.stringify(value) : value;
}

export interface NewIdentity {
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  readonly providerId: string;
  readonly data: object;
}

export function insertIdentity(scope: TenantScope, identity: NewIdentity): Sql {
  return sql`
    insert into rowhouse.project_identities
           (project_id, id, user_id, provider, provider_id, identity_data, last_sign_in_at)
    values (${scope.projectId},
            ${identity.id},
            ${identity.userId},
            ${identity.provider},
            ${identity.providerId},
            ${JSON.stringify(identity.data)},
            now())`;
}

/** Merges what is known of an identity, and notes that it signed in. */
export function touchIdentity(scope: TenantScope, userId: string, provider: string, data: object): Sql {
  return sql`
    update rowhouse.project_identities
       set identity_data   = identity_data || ${JSON.stringify(data)}::jsonb,
           last_sign_in_at = now(),
           updated_at      = now()
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and provider = ${provider}`;
}

/** The person behind a provider's name, if it is known. */
export function findIdentity(scope: TenantScope, provider: string, providerId: string): Sql {
  return sql`
    select id, user_id
      from rowhouse.project_identities
     where project_id = ${scope.projectId}
       and provider = ${provider}
       and provider_id = ${providerId}`;
}

export function deleteIdentity(scope: TenantScope, userId: string, id: string): Sql {
  return sql`
    delete from rowhouse.project_identities
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and id = ${id}`;
}

/** Everything that a soft-deleted person could still come in with. */
export function deleteAccess(scope: TenantScope, userId: string): readonly Sql[] {
  const of = sql`where project_id = ${scope.projectId} and user_id = ${userId}`;
  return [
    sql`delete from rowhouse.project_sessions ${of}`,
    sql`delete from rowhouse.project_one_time_tokens ${of}`,
    sql`delete from rowhouse.project_factors ${of}`,
    sql`delete from rowhouse.project_identities ${of}`,
  ];
}
