import { hashLinkToken } from "#lib/auth/one-time-token.ts";
import { systemScope } from "#lib/db/scope.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findInvitation, type OpenInvitation } from "#lib/store/organizations/organization-invitation.ts";
import { staleLink } from "../account/reset-password.ts";
import type { Client } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";

/** What somebody who holds an invitation's link may know of it. */
export interface ShownInvitation {
  readonly organization: { readonly name: string };
  readonly role: OpenInvitation["role"];
  readonly email: string | null;
  readonly inviter: string | null;
  readonly expires_at: string;
}

/** @throws {AppError} RH107 for a link that was used, revoked, is too old or never was. */
export async function showInvitation(token: string, client: Client): Promise<ShownInvitation> {
  await withinLimit(addressKey(client.address), rateLimitRules.signInByAddress);
  const { organization_name: name, role, email, inviter, expires_at } = await findOpenInvitation(token);
  return { organization: { name }, role, email, inviter, expires_at };
}

/** @throws {AppError} RH107 */
export async function findOpenInvitation(token: string): Promise<OpenInvitation> {
  const statement = findInvitation(hashLinkToken(token));
  const { rows } = await runtime().database.query<OpenInvitation>(systemScope, statement);
  const [found] = rows;
  if (found === undefined) throw staleLink();
  return found;
}
