import type { Transaction } from "#lib/db/database.ts";
import type { Role } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertActivity } from "#lib/store/organizations/activity.ts";
import type { Organization } from "#lib/store/organizations/organization.ts";
import {
  deleteMember,
  listMembers as listAll,
  lockMembers,
  type OrganizationMember,
  updateMemberRole,
} from "#lib/store/organizations/organization-member.ts";
import type { Actor } from "../actor.ts";
import { authorizeOrganization, notFound, requireRole } from "../authorize.ts";
import { requireSessionActor } from "../session-actor.ts";
import { requireGivable } from "./givable-role.ts";

/** Everybody of an organization, owners first. */
export async function listMembers(
  actor: Actor,
  organizationId: string,
): Promise<readonly OrganizationMember[]> {
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "viewer");
  const { rows } = await runtime().database.query<OrganizationMember>(scope, listAll(organization.id));
  return rows;
}

/**
 * Gives a member another role.
 *
 * @throws {AppError} RH102 below admin, or about owners below owner; RH108 if nobody would be an owner any more.
 */
export async function changeMemberRole(
  actor: Actor,
  organizationId: string,
  change: { readonly userId: string; readonly role: Role },
): Promise<OrganizationMember> {
  requireSessionActor(actor, "change roles");
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "admin");
  const { userId, role } = change;
  return runtime().database.transaction(scope, async (tx) => {
    const { member, isLastOwner } = await lockMember(tx, organization, userId);
    requireRole(organization.role, member.role);
    if (member.role === role) return member;
    requireGivable(organization, role);
    if (isLastOwner) throw lastOwner(organization);
    await tx.query(updateMemberRole(organization.id, userId, role));
    const details = { member: nameOf(member), from: member.role, to: role };
    await tx.query(insertActivity(organization.id, actor.userId, { kind: "member_role_changed", details }));
    return { ...member, role };
  });
}

/**
 * Takes somebody out of an organization; whoever takes themselves out leaves it.
 *
 * @throws {AppError} RH102 below admin (except to leave), or about owners below owner; RH108 for the last owner.
 */
export async function removeMember(actor: Actor, organizationId: string, userId: string): Promise<void> {
  requireSessionActor(actor, "change members");
  const isSelf = userId === actor.userId;
  const { scope, organization } = await authorizeOrganization(
    actor,
    organizationId,
    isSelf ? "viewer" : "admin",
  );
  await runtime().database.transaction(scope, async (tx) => {
    const { member, isLastOwner } = await lockMember(tx, organization, userId);
    if (!isSelf) requireRole(organization.role, member.role);
    if (isLastOwner) throw lastOwner(organization);
    const kind = isSelf ? "member_left" : "member_removed";
    const details = { member: nameOf(member), role: member.role };
    // First: whoever has left may write nothing of it any more.
    await tx.query(insertActivity(organization.id, actor.userId, { kind, details }));
    await tx.query(deleteMember(organization.id, userId));
  });
}

/** Somebody's membership, which stays as it is until the transaction ends, and whether nobody else is an owner. */
async function lockMember(
  tx: Transaction,
  organization: Organization,
  userId: string,
): Promise<{ readonly member: OrganizationMember; readonly isLastOwner: boolean }> {
  await tx.query(lockMembers(organization.id));
  const { rows } = await tx.query<OrganizationMember>(listAll(organization.id));
  const member = rows.find(({ user_id }) => user_id === userId);
  if (member === undefined) throw notFound("member", userId);
  const owners = rows.filter(({ role }) => role === "owner");
  return { member, isLastOwner: member.role === "owner" && owners.length === 1 };
}

function lastOwner({ name }: Organization): AppError {
  return new AppError("RH108", `${name} would have no owner any more.`, {
    hint: "Make somebody else an owner first.",
  });
}

function nameOf({ name, email }: OrganizationMember): string {
  return name ?? email;
}
