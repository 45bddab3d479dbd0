import { randomUUID } from "node:crypto";
import { systemScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertActivity } from "#lib/store/organizations/activity.ts";
import {
  insertOrganization,
  type Organization,
  renameOrganization,
} from "#lib/store/organizations/organization.ts";
import type { Actor } from "../actor.ts";
import { authorizeOrganization } from "../authorize.ts";

/** Makes an organization of which the actor is the owner. */
export async function createOrganization(
  actor: Actor,
  input: { readonly name: string },
): Promise<Organization> {
  const organization = { id: randomUUID(), name: input.name.trim(), isPersonal: false };
  await runtime().database.transaction(systemScope, async (tx) => {
    await tx.query(insertOrganization({ ...organization, ownerId: actor.userId }));
    const event = { kind: "organization_created", details: { name: organization.name } } as const;
    await tx.query(insertActivity(organization.id, actor.userId, event));
  });
  return { id: organization.id, name: organization.name, is_personal: false, role: "owner" };
}

/** @throws {AppError} RH004 for a stranger. */
export async function getOrganization(actor: Actor, organizationId: string): Promise<Organization> {
  const { organization } = await authorizeOrganization(actor, organizationId, "viewer");
  return organization;
}

/** Calls an organization otherwise. Needs the role admin. */
export async function updateOrganization(
  actor: Actor,
  organizationId: string,
  input: { readonly name: string },
): Promise<Organization> {
  const { scope, organization } = await authorizeOrganization(actor, organizationId, "admin");
  const name = input.name.trim();
  if (name === organization.name) return organization;
  await runtime().database.transaction(scope, async (tx) => {
    await tx.query(renameOrganization(organization.id, name));
    const details = { from: organization.name, to: name };
    await tx.query(insertActivity(organization.id, actor.userId, { kind: "organization_renamed", details }));
  });
  return { ...organization, name };
}
