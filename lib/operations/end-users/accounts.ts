import type { Account, Factor, Identity } from "#lib/auth/user-object.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Catalog, CatalogTable } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { relationSelect, uuidLiteral } from "#lib/engine/relation.ts";
import { ident, type Sql, sql } from "#lib/sql/sql.ts";
import { emailColumn, endUserTable, profileColumn } from "./profile-row.ts";

/** Which end user is looked for. */
export type AccountKey =
  | { readonly id: string }
  | { readonly email: string }
  | { readonly phone: string }
  | { readonly newEmail: string }
  | { readonly newPhone: string };

/** One end user with credentials, identities and factors; null if there is none. A profile row without account counts. */
export async function findAccount(
  tx: Transaction,
  catalog: Catalog,
  key: AccountKey,
): Promise<Account | null> {
  const { rows } = await tx.query<AccountRow>(
    sql`${selectAccounts(catalog)} where ${condition(key)} limit 1`,
  );
  const [row] = rows;
  return row === undefined ? null : toAccount(row);
}

/** An account as the statement below answers it: without one beside the profile, most of it is null. */
export type AccountRow = Omit<Account, "identities" | "factors"> & {
  readonly has_account: boolean;
  readonly identities: readonly Identity[] | null;
  readonly factors: readonly Factor[] | null;
};

/** `select … from` profiles as `u` beside their accounts as `c`: conditions and order are the caller's. */
export function selectAccounts(catalog: Catalog): Sql {
  return sql`
    select u.id, u.email,
           coalesce(u.created_at, c.created_at) as created_at,
           greatest(u.updated_at, c.updated_at) as updated_at,
           c.user_id is not null as has_account,
           c.password_hash, c.confirmed_email, c.email_confirmed_at, c.email_proven_at, c.phone, c.phone_confirmed_at,
           c.role, c.is_anonymous, c.app_metadata, c.user_metadata, c.new_email, c.email_change_confirmed, c.new_phone,
           c.confirmation_sent_at, c.recovery_sent_at, c.email_change_sent_at, c.phone_change_sent_at,
           c.reauthentication_sent_at, c.invited_at, c.last_sign_in_at, c.banned_until, c.deleted_at,
           (select json_agg(i.* order by i.created_at, i.id) from rowhouse.project_identities i
             where i.project_id = ${catalog.projectId} and i.user_id = u.id) as identities,
           (select json_agg(json_build_object('id', f.id, 'friendly_name', f.friendly_name, 'factor_type', f.factor_type,
                     'status', f.status, 'phone', f.phone, 'created_at', f.created_at, 'updated_at', f.updated_at,
                     'last_challenged_at', f.last_challenged_at) order by f.created_at, f.id)
              from rowhouse.project_factors f
             where f.project_id = ${catalog.projectId} and f.user_id = u.id) as factors
      from ${selectProfiles(catalog)} as u
      left join ${accountsOf(catalog)} as c on c.user_id = u.id`;
}

/** The profiles with the columns that the auth knows, in brackets: to be named. */
export function selectProfiles(catalog: Catalog): Sql {
  const table = endUserTable(catalog);
  const [key = "id"] = primaryKey(table.definition);
  return sql`(select r.${ident(key)} as id, ${profileValue(table, "email", "text")},
                   ${profileValue(table, "created_at", "timestamptz")}, ${profileValue(table, "updated_at", "timestamptz")}
              from (${relationSelect(catalog, table)}) as r)`;
}

/**
 * The accounts of the project, in brackets: to be named. The project stands inside as a literal, so that the policy folds
 * into one check; beside the condition of an outer join it would be asked again for every row.
 */
export function accountsOf(catalog: Catalog): Sql {
  return sql`(select * from rowhouse.project_credentials where project_id = ${uuidLiteral(catalog.projectId)})`;
}

export function toAccount({ has_account, identities, factors, ...row }: AccountRow): Account {
  return {
    ...row,
    ...(has_account ? {} : noAccount),
    identities: (identities ?? []).map((identity) => ({ ...identity, ...isoTimes(identity) })),
    factors: (factors ?? []).map((factor) => ({ ...factor, ...isoTimes(factor) })),
  };
}

/** What a row written by hand is, as long as nobody has signed in with it. */
const noAccount = {
  role: "authenticated",
  is_anonymous: false,
  app_metadata: {},
  user_metadata: {},
  email_change_confirmed: [],
} as const;

function condition(key: AccountKey): Sql {
  if ("id" in key) return sql`u.id = ${key.id}::uuid`;
  // A row that was written by hand may have kept its capitals.
  if ("email" in key) return sql`u.email in (${key.email.toLowerCase()}, ${key.email})`;
  if ("phone" in key) return sql`c.phone = ${key.phone}`;
  if ("newEmail" in key) return sql`c.new_email = ${key.newEmail}`;
  return sql`c.new_phone = ${key.newPhone}`;
}

function profileValue(table: CatalogTable, name: string, type: "text" | "timestamptz"): Sql {
  const column = name === "email" ? emailColumn(table) : profileColumn(table, name);
  if (column !== undefined) return sql`r.${ident(column.name)} as ${ident(name)}`;
  return type === "text" ? sql`null::text as ${ident(name)}` : sql`null::timestamptz as ${ident(name)}`;
}

/** `json_agg` writes times with an offset; answers have them as everywhere else. */
function isoTimes(row: object): object {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      name.endsWith("_at") && typeof value === "string" ? [[name, new Date(value).toISOString()]] : [],
    ),
  );
}
