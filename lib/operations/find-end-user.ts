import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Catalog, CatalogTable, Json } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { ident, type Sql, sql } from "#lib/sql/sql.ts";

/** The table of end users: known by its mark, whatever its name became. */
export function endUserTable(catalog: Catalog): CatalogTable {
  const table = catalog.tables.find(({ isAuth }) => isAuth);
  if (table === undefined) throw new AppError("RH000", "A database without a table of end users.");
  return table;
}

/** A row of the table of end users, without any secret. */
export type EndUser = { readonly [column: string]: Json };

/** The end user with an e-mail, or null. The id is the one that credentials and sessions go by. */
export async function findEndUser(
  tx: Transaction,
  catalog: Catalog,
  email: string,
): Promise<{ id: string; user: EndUser } | null> {
  const table = endUserTable(catalog);
  const { rows } = await tx.query<{ id: string; user: EndUser }>(userByEmail(catalog, table, email));
  return rows[0] ?? null;
}

function userByEmail(catalog: Catalog, table: CatalogTable, email: string): Sql {
  const [key = "id"] = primaryKey(table.definition);
  if (!table.definition.columns.some(({ name }) => name === "email")) {
    throw new AppError("RH207", `Table "${table.definition.name}" has no column "email" to sign in with.`);
  }
  return sql`
    select found.${ident(key)}::text as id,
           row_to_json(found.*) as user
      from (${relationSelect(catalog, table)}) as found
     where found.email = ${normalEmail(email)}`;
}

/** One spelling of an address, so that two accounts cannot differ in case alone. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
