import type { Catalog, CatalogTable, Change } from "../../catalog/types.ts";
import { usersTable } from "../../catalog/users-table.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { isTakenRelation } from "./step.ts";

/** The table of the app's accounts, whatever its name became: what a Supabase project calls `auth.users`. */
export function accountsTable({ tables }: Catalog): CatalogTable | undefined {
  return tables.find(({ isAuth }) => isAuth);
}

export function isAuthUsers({ schemaname, relname }: TreeFields): boolean {
  return schemaname === "auth" && relname === "users";
}

/** Whether a CREATE TABLE is of the accounts' table as it is, as in a dump of a database of ours. */
export function isAccountsShape({ definition }: CatalogTable, elements: unknown): boolean {
  const typed = new Set(asList(elements).map((item) => String(unwrap(item)?.fields.colname ?? "")));
  const own = definition.columns.map(({ name }) => name);
  return (
    [...typed].every((name) => name === "" || own.includes(name)) &&
    own.every((name) => name === "password_hash" || typed.has(name))
  );
}

const freeNames = ["auth_users", "auth_accounts", "auth_users_table"];

/**
 * Makes way for a table that is to be called as the accounts are: nobody's statements have been about these yet.
 *
 * @returns null where the accounts have been made more of than they began as, so that somebody counts on the name.
 */
export function madeRoom(
  catalog: Catalog,
): { readonly catalog: Catalog; readonly change: Change; readonly to: string } | null {
  const accounts = accountsTable(catalog);
  const to = freeNames.find((name) => !isTakenRelation(catalog, name));
  if (accounts === undefined || to === undefined || isMadeMoreOf(accounts)) return null;
  const { name } = accounts.definition;
  const tables = catalog.tables.map((table) =>
    table === accounts ? { ...table, definition: { ...table.definition, name: to } } : table,
  );
  return { catalog: { ...catalog, tables }, change: { kind: "rename_table", table: name, to }, to };
}

function isMadeMoreOf({
  definition: { policies = [], grants, columns, constraints = [] },
}: CatalogTable): boolean {
  const own = new Set(usersTable.columns.map(({ name }) => name));
  const more = columns.filter(({ name }) => !own.has(name));
  return policies.length + more.length + constraints.length > 0 || grants !== undefined;
}
