import { passwordProblem } from "#lib/auth/password-rules.ts";
import type { Catalog, Json } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { translateViolation } from "#lib/engine/violations.ts";
import { insertStatement } from "#lib/engine/write/records.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { sqlstateOf } from "#lib/errors/sqlstate.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertCredential } from "#lib/store/credential.ts";
import { openEndUserScope } from "./authorize.ts";
import { type EndUser, endUserTable, findEndUser, normalEmail } from "./find-end-user.ts";
import { writeInCatalog } from "./in-catalog.ts";
import { type EndUserSignedIn, startEndUserSession } from "./start-end-user-session.ts";
import type { Client } from "./start-session.ts";
import { addressKey, withinLimit } from "./within-limit.ts";

export interface EndUserSignUpInput {
  readonly email: string;
  readonly password: string;
  readonly full_name?: string | null;
}

/**
 * Makes an end user of a generated app: a row of its `users` table, with the password kept apart, and a first session.
 *
 * @throws {AppError} RH004 if there is no such database, RH002 for a weak password, RH104 if the e-mail is taken.
 */
export async function endUserSignUp(
  databaseId: string,
  input: EndUserSignUpInput,
  client: Client,
): Promise<EndUserSignedIn> {
  await withinLimit(`${databaseId} ${addressKey(client.address)}`, rateLimitRules.signUpByAddress);
  const gate = await openEndUserScope(databaseId);
  const problem = passwordProblem(input.password);
  if (problem !== null) throw invalidInput([{ path: "/password", message: problem }]);
  const passwordHash = await runtime().passwords.hash(input.password);
  return writeInCatalog(gate.scope, "shared", async (tx, catalog) => {
    if ((await findEndUser(tx, catalog, input.email)) !== null) throw emailTaken();
    const created = await insertUser(tx, catalog, input);
    await tx.query(insertCredential(gate.scope, { userId: created.id, passwordHash }));
    return startEndUserSession(tx, gate, created);
  });
}

async function insertUser(
  tx: Transaction,
  catalog: Catalog,
  input: EndUserSignUpInput,
): Promise<{ id: string; user: EndUser }> {
  const table = endUserTable(catalog);
  const wanted: Record<string, Json> = {
    email: normalEmail(input.email),
    full_name: input.full_name?.trim() || null,
  };
  // The owner of the app may have dropped or renamed what it does not need.
  const known = new Set(table.definition.columns.map(({ name }) => name));
  const record = Object.fromEntries(Object.entries(wanted).filter(([name]) => known.has(name)));
  const statement = insertStatement(catalog, table, [record]);
  const { rows } = await tx
    .query<{ records: string; ids: readonly string[] }>(statement)
    .catch((error: unknown) => {
      throw sqlstateOf(error) === "23505" ? emailTaken() : translateViolation(table, error);
    });
  const [id] = rows[0]?.ids ?? [];
  // The text of a JSON array with the one row that was just written.
  const [user] = JSON.parse(rows[0]?.records ?? "[]") as EndUser[];
  if (id === undefined || user === undefined) throw new AppError("RH000", "The user was not stored.");
  return { id, user };
}

function emailTaken(): AppError {
  return new AppError("RH104", "There is a user with this e-mail already.", { hint: "Sign in instead." });
}
