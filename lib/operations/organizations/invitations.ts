import { randomUUID } from "node:crypto";
import { accountMessages } from "#lib/auth/account-messages.ts";
import { hashLinkToken, newLinkToken } from "#lib/auth/one-time-token.ts";
import type { Role } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertActivity } from "#lib/store/organizations/activity.ts";
import {
  insertInvitation,
  listInvitations as listOpen,
  type OrganizationInvitation,
  revokeInvitation as revoke,
} from "#lib/store/organizations/organization-invitation.ts";
import { currentUser } from "../account/current-user.ts";
import { deliverMail, inBackground, mailRoute } from "../account/deliver-mail.ts";
import type { Actor } from "../actor.ts";
import { authorizeOrganization } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import { requireSessionActor } from "../session-actor.ts";
import { withinLimit } from "../within-limit.ts";
import { requireGivable } from "./givable-role.ts";

const daysDefault = 7;

export interface CreateInvitationInput {
  readonly role: Role;
  /** Whom it is for: told by mail where the server sends any. */
  readonly email?: string | null;
  /** How long the link is good. Default: a week. */
  readonly days?: number;
}

/** An invitation with its link, which is shown this once. */
export interface CreatedInvitation {
  readonly invitation: OrganizationInvitation;
  readonly url: string;
  readonly is_mailed: boolean;
}

/**
 * Makes a link that lets one person into an organization.
 *
 * @throws {AppError} RH102 below admin or when asked by a personal access token; else as `requireGivable`.
 */
export async function createInvitation(
  actor: Actor,
  organizationId: string,
  input: CreateInvitationInput,
): Promise<CreatedInvitation> {
  requireSessionActor(actor, "invite anybody");
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "admin");
  requireGivable(organization, input.role);
  await withinLimit(actor.userId, rateLimitRules.invite);
  const token = newLinkToken();
  const { role } = input;
  const email = input.email?.trim() || null;
  const invitation = await runtime().database.transaction(scope, async (tx) => {
    const { rows } = await tx.query<OrganizationInvitation>(
      insertInvitation({
        id: randomUUID(),
        organizationId: organization.id,
        tokenHash: hashLinkToken(token),
        role,
        email,
        createdBy: actor.userId,
        lifetimeSeconds: (input.days ?? daysDefault) * 24 * 60 * 60,
      }),
    );
    const event = { kind: "invitation_created", details: { role, email } } as const;
    await tx.query(insertActivity(organization.id, actor.userId, event));
    return rows[0];
  });
  if (invitation === undefined) throw new AppError("RH000", "The invitation was not stored.");
  const url = `${runtime().config.appUrl}/invite?token=${token}`;
  const isMailed = email !== null && mailRoute() === "server";
  if (isMailed) await mail(actor, organization.name, email, url);
  return { invitation, url, is_mailed: isMailed };
}

async function mail(actor: Actor, organization: string, to: string, url: string): Promise<void> {
  const { user } = await currentUser(actor);
  inBackground(deliverMail(to, accountMessages.invitation(organization, user.name ?? user.email, url)));
}

/** The invitations that are open still. Needs the role admin. */
export async function listInvitations(
  actor: Actor,
  organizationId: string,
  page: PageRequest,
): Promise<Page<OrganizationInvitation>> {
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "admin");
  const { rows } = await runtime().database.query<OrganizationInvitation & { total: number }>(
    scope,
    listOpen(organization.id, page),
  );
  const items = rows.map(({ total: _, ...invitation }) => invitation);
  return { items, total: rows[0]?.total ?? 0, ...page };
}

/** Ends an invitation that nobody has accepted. @throws {AppError} RH004, RH102 below admin. */
export async function revokeInvitation(actor: Actor, organizationId: string, id: string): Promise<void> {
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "admin");
  await runtime().database.transaction(scope, async (tx) => {
    const { rows } = await tx.query<OrganizationInvitation>(revoke(organization.id, id));
    const [revoked] = rows;
    if (revoked === undefined) throw new AppError("RH004", "There is no such open invitation.");
    const { role, email } = revoked;
    const event = { kind: "invitation_revoked", details: { role, email } } as const;
    await tx.query(insertActivity(organization.id, actor.userId, event));
  });
}
