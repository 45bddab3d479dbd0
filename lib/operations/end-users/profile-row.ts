import { authError } from "#lib/auth/auth-error.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column, Json } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { translateViolation } from "#lib/engine/violations.ts";
import { deleteStatement, insertStatement, updateStatement } from "#lib/engine/write/records.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { sqlstateOf } from "#lib/errors/sqlstate.ts";

/** The table of end users: known by its mark, whatever its name became. */
export function endUserTable(catalog: Catalog): CatalogTable {
  const table = catalog.tables.find(({ isAuth }) => isAuth);
  if (table === undefined) throw new AppError("RH000", "A database without a table of end users.");
  return table;
}

/** The column that began as `name`: its key in stored rows stays when it is renamed. Undefined: the owner dropped it. */
export function profileColumn(table: CatalogTable, name: string): Column | undefined {
  return table.definition.columns.find((column) => table.storage.columns[column.name]?.key === name);
}

/** @throws {AppError} if the owner dropped the column that people sign in with. */
export function emailColumn(table: CatalogTable): Column {
  const column = profileColumn(table, "email");
  if (column !== undefined) return column;
  throw new AppError("RH207", `Table "${table.definition.name}" has no column "email" to sign in with.`);
}

/** A new row of the table of end users; its id. What apps add to their sign-up form fills the columns that every profile begins with. */
export async function insertProfile(
  tx: Transaction,
  catalog: Catalog,
  profile: {
    readonly id?: string;
    readonly email: string | null;
    readonly metadata: { readonly [key: string]: unknown };
  },
): Promise<string> {
  const table = endUserTable(catalog);
  const { metadata } = profile;
  const wanted: { readonly [name: string]: Json } = {
    email: profile.email,
    full_name: text(metadata.full_name ?? metadata.name, 200),
    avatar_url: text(metadata.avatar_url ?? metadata.picture, 2000),
  };
  const record = Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const column = profileColumn(table, name);
      return column === undefined || value === null ? [] : [[column.name, value]];
    }),
  );
  const [key = "id"] = primaryKey(table.definition);
  const given = profile.id === undefined ? record : { ...record, [key]: profile.id };
  const statement = insertStatement(catalog, lenient(table), [given]);
  const { rows } = await tx.query<{ ids: readonly string[] }>(statement).catch((error: unknown) => {
    throw toAuthError(table, error);
  });
  const [id] = rows[0]?.ids ?? [];
  if (id === undefined) throw new AppError("RH000", "The user was not stored.");
  return id;
}

export async function updateProfileEmail(
  tx: Transaction,
  catalog: Catalog,
  userId: string,
  email: string | null,
): Promise<void> {
  const table = endUserTable(catalog);
  const patch = { [emailColumn(table).name]: email };
  await tx
    .query(updateStatement(catalog, lenient(table), { recordId: userId, patch }))
    .catch((error: unknown) => {
      throw toAuthError(table, error);
    });
}

/** The row with all that refers to it, as the references say. @throws {AppError} while one of them forbids it. */
export async function deleteProfile(tx: Transaction, catalog: Catalog, userId: string): Promise<void> {
  const table = endUserTable(catalog);
  await tx.query(deleteStatement(catalog, table, userId)).catch((error: unknown) => {
    throw translateViolation(table, error);
  });
}

/**
 * What the table requires binds rows written by hand. A person may come without an e-mail (by phone, anonymously), and
 * an app that asks for more than a sign-up form has does so once they are in.
 */
function lenient(table: CatalogTable): CatalogTable {
  const columns = table.definition.columns.map(({ required, ...column }) =>
    required === true && column.default !== undefined ? { required, ...column } : column,
  );
  return { ...table, definition: { ...table.definition, columns } };
}

function toAuthError(table: CatalogTable, error: unknown): unknown {
  if (sqlstateOf(error) === "23505") return authError("email_exists");
  return translateViolation(table, error);
}

function text(value: unknown, lengthMax: number): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, lengthMax) : null;
}
