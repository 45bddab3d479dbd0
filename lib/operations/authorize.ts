import { randomUUID } from "node:crypto";
import {
  openTenantScope,
  type Role,
  roles,
  systemScope,
  type TenantScope,
  type UserScope,
} from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { Sql } from "#lib/sql/sql.ts";
import { type AuthProjectRow, findAuthProject } from "#lib/store/end-users/auth-project.ts";
import {
  type Membership,
  membershipByDatabase,
  membershipByProject,
} from "#lib/store/organizations/membership.ts";
import { listOrganizations, type Organization } from "#lib/store/organizations/organization.ts";
import type { Actor } from "./actor.ts";
import { type AuthProject, toAuthProject } from "./end-users/auth-project.ts";

/**
 * The scope of one database on behalf of a member of its organization.
 *
 * @throws {AppError} RH004 if it does not exist or the actor is no member (the two cannot be told apart); RH102 if the
 * member's role is below `role`.
 */
export async function authorize(actor: Actor, databaseId: string, role: Role): Promise<TenantScope> {
  const found = await findMembership(actor, membershipByDatabase(actor.userId, databaseId));
  if (found?.database_id == null) throw notFound("database", databaseId);
  requireRole(found.role, role);
  return openScope(actor, { ...found, database_id: found.database_id });
}

/** As `authorize`, for a project. While it has no database, the scope's `databaseId` is the one that it will get. */
export async function authorizeProject(
  actor: Actor,
  projectId: string,
  role: Role,
): Promise<{ scope: TenantScope; ref: string }> {
  const found = await findMembership(actor, membershipByProject(actor.userId, projectId));
  if (found === null) throw notFound("project", projectId);
  requireRole(found.role, role);
  const scope = openScope(actor, { ...found, database_id: found.database_id ?? randomUUID() });
  return { scope, ref: found.ref };
}

/**
 * The scope of a project that is about to be made, with fresh ids.
 *
 * @param organizationId default: the actor's personal organization.
 */
export async function authorizeNewProject(
  actor: Actor,
  organizationId: string | undefined,
  role: Role,
): Promise<{ scope: TenantScope; organization: Organization }> {
  const { organization } = await authorizeOrganization(actor, organizationId, role);
  const ids = { project_id: randomUUID(), database_id: randomUUID() };
  return { scope: openScope(actor, { ...ids, role: organization.role }), organization };
}

/**
 * An organization that the actor belongs to, and their own context, in which the database asks for the role again.
 *
 * @param organizationId default: the actor's personal organization.
 * @throws {AppError} RH004 for a stranger; RH102 below `role`.
 */
export async function authorizeOrganization(
  actor: Actor,
  organizationId: string | undefined,
  role: Role,
): Promise<{ scope: UserScope; organization: Organization }> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Organization>(scope, listOrganizations(actor.userId));
  const wanted = organizationId?.toLowerCase();
  const own = ({ is_personal, role: held }: Organization) => is_personal && held === "owner";
  const organization = rows.find((each) => (wanted === undefined ? own(each) : each.id === wanted));
  if (organization === undefined) throw notFound("organization", organizationId ?? "personal");
  requireRole(organization.role, role);
  return { scope, organization };
}

/**
 * The app whose end users sign up and in, with the scope in which they do. Nobody proves anything to get here, as nobody does at any
 * sign-up page: only the auth's own statements may run in it.
 *
 * @throws {AppError} RH004 if there is no such project or database.
 */
export async function openAuthProject(
  by: { readonly ref: string } | { readonly databaseId: string },
): Promise<AuthProject> {
  const { rows } = await runtime().database.query<AuthProjectRow>(systemScope, findAuthProject(by));
  const [found] = rows;
  if (found === undefined)
    throw "ref" in by ? notFound("project", by.ref) : notFound("database", by.databaseId);
  const { project_id: projectId, database_id: databaseId } = found;
  return toAuthProject(openTenantScope({ projectId, databaseId, userId: null, role: "editor" }), found);
}

/** @throws {AppError} RH102 if `role` is below `needed`. */
export function requireRole(role: Role, needed: Role): void {
  if (roles.indexOf(role) >= roles.indexOf(needed)) return;
  throw new AppError("RH102", `This needs the role ${needed}; yours is ${role}.`, {
    hint: "Ask an owner of the organization for a higher role.",
  });
}

/** What a missing object and somebody else's object both answer. */
export function notFound(what: string, id: string): AppError {
  return new AppError("RH004", `There is no ${what} ${JSON.stringify(id)}.`, {
    hint: "Check the id, and that you are signed in as a member of its organization.",
  });
}

async function findMembership(actor: Actor, statement: Sql): Promise<Membership | null> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Membership>(scope, statement);
  return rows[0] ?? null;
}

function openScope(
  actor: Actor,
  member: { project_id: string; database_id: string; role: Role },
): TenantScope {
  return openTenantScope({
    projectId: member.project_id,
    databaseId: member.database_id,
    userId: actor.userId,
    role: member.role,
  });
}
