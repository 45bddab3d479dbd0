import { authError } from "#lib/auth/auth-error.ts";
import type { Account } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { readInCatalog } from "../in-catalog.ts";
import {
  type AccountRow,
  accountsOf,
  findAccount,
  selectAccounts,
  selectProfiles,
  toAccount,
} from "./accounts.ts";
import type { AuthRequest } from "./auth-project.ts";

export interface UserSearch {
  readonly limit: number;
  readonly offset: number;
  /** Part of an e-mail, a phone number, a name in the metadata, or a whole id. */
  readonly search: string | null;
}

/** A page of an app's people, the newest first, and how many there are. */
export function findUsers(
  { project }: AuthRequest,
  { limit, offset, search }: UserSearch,
): Promise<{ readonly users: readonly Account[]; readonly total: number }> {
  return readInCatalog(project.scope, async (tx, catalog) => {
    const found = foundProfiles(catalog, search);
    const page = await tx.query<{ id: string; total: number }>(sql`
    with found as materialized (select u.id, u.created_at ${found})
    select id::text as id, (select count(*) from found)::int8 as total
      from found
     order by created_at desc nulls last, id desc
     limit ${limit} offset ${offset}`);
    const ids = page.rows.map(({ id }) => id);
    return { users: await inOrder(tx, catalog, ids), total: page.rows[0]?.total ?? 0 };
  });
}

async function inOrder(
  tx: Transaction,
  catalog: Catalog,
  ids: readonly string[],
): Promise<readonly Account[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<AccountRow>(
    sql`${selectAccounts(catalog)} where u.id = any(${ids}::uuid[])`,
  );
  const byId = new Map(rows.map((row) => [row.id, toAccount(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** `from … where …`: the accounts are looked at only where a search asks for what they hold. */
function foundProfiles(catalog: Catalog, search: string | null): Sql {
  const text = search?.trim() ?? "";
  if (text === "") return sql`from ${selectProfiles(catalog)} as u`;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`from ${selectProfiles(catalog)} as u
      left join ${accountsOf(catalog)} as c on c.user_id = u.id
     where u.email ilike ${pattern} or c.phone like ${pattern} or u.id::text = ${text.toLowerCase()}
        or c.user_metadata ->> 'full_name' ilike ${pattern} or c.user_metadata ->> 'name' ilike ${pattern}`;
}

/** @throws {AppError} user_not_found */
export function getUser({ project }: AuthRequest, id: string): Promise<Account> {
  return readInCatalog(project.scope, (tx, catalog) => requireUser(tx, catalog, id));
}

/** @throws {AppError} user_not_found */
export async function requireUser(tx: Transaction, catalog: Catalog, id: string): Promise<Account> {
  const account = await findAccount(tx, catalog, { id });
  if (account === null) throw authError("user_not_found");
  return account;
}
