import type { TenantScope } from "#lib/db/scope.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findCredential } from "#lib/store/credential.ts";
import { openEndUserScope } from "./authorize.ts";
import { type EndUser, findEndUser, normalEmail } from "./find-end-user.ts";
import { readInCatalog } from "./in-catalog.ts";
import { wrongCredentials } from "./log-in.ts";
import { type EndUserSignedIn, startEndUserSession } from "./start-end-user-session.ts";
import type { Client } from "./start-session.ts";
import { addressKey, withinLimit } from "./within-limit.ts";

export interface EndUserLogInInput {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs an end user of a generated app in.
 *
 * @throws {AppError} RH004 if there is no such database; RH101, the same for an unknown e-mail and a wrong password;
 * RH006 past the limits of the address and of the account.
 */
export async function endUserLogIn(
  databaseId: string,
  input: EndUserLogInInput,
  client: Client,
): Promise<EndUserSignedIn> {
  await withinLimit(`${databaseId} ${addressKey(client.address)}`, rateLimitRules.signInByAddress);
  await withinLimit(`${databaseId} ${normalEmail(input.email)}`, rateLimitRules.signInByAccount);
  const gate = await openEndUserScope(databaseId);
  const found = await findWithPassword(gate.scope, input.email);
  const isRight = await runtime().passwords.verify(input.password, found?.passwordHash ?? null);
  if (!isRight || found === null) throw wrongCredentials();
  return runtime().database.transaction(gate.scope, (tx) => startEndUserSession(tx, gate, found));
}

// Not one transaction with what follows: no connection is held while bcrypt takes its quarter of a second.
async function findWithPassword(
  scope: TenantScope,
  email: string,
): Promise<{ id: string; user: EndUser; passwordHash: string | null } | null> {
  return readInCatalog(scope, async (tx, catalog) => {
    const found = await findEndUser(tx, catalog, email);
    if (found === null) return null;
    const { rows } = await tx.query<{ password_hash: string | null }>(findCredential(scope, found.id));
    return { ...found, passwordHash: rows[0]?.password_hash ?? null };
  });
}
