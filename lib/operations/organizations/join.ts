import { hashLinkToken } from "#lib/auth/one-time-token.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type Role, systemScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertActivity } from "#lib/store/organizations/activity.ts";
import { takeInvitation } from "#lib/store/organizations/organization-invitation.ts";
import { insertMember } from "#lib/store/organizations/organization-member.ts";
import { staleLink } from "../account/reset-password.ts";
import type { Actor } from "../actor.ts";

/** What an invitation made of somebody. */
export interface Joined {
  readonly organization_id: string;
  readonly role: Role;
}

/**
 * Accepts an invitation.
 *
 * @throws {AppError} RH107 for a link that is not good any more; RH201 for somebody who is a member already, which leaves the
 * link good for somebody else.
 */
export function acceptInvitation(actor: Actor, token: string): Promise<Joined> {
  return runtime().database.transaction(systemScope, (tx) => joinByInvitation(tx, actor.userId, token));
}

/** The same within a transaction, for somebody whose account was made in it. */
export async function joinByInvitation(tx: Transaction, userId: string, token: string): Promise<Joined> {
  const { rows } = await tx.query<Joined>(takeInvitation(hashLinkToken(token)));
  const [joined] = rows;
  if (joined === undefined) throw staleLink();
  const { organization_id: id, role } = joined;
  const added = await tx.query(insertMember(id, userId, role));
  if (added.rowCount === 0) throw new AppError("RH201", "You are a member of this organization already.");
  await tx.query(insertActivity(id, userId, { kind: "member_joined", details: { role } }));
  return { organization_id: id, role };
}
