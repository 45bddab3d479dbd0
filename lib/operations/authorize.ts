import { openTenantScope, type Role, roles, type TenantScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { Sql } from "#lib/sql/sql.ts";
import { type Membership, membershipByDatabase, membershipByProject } from "#lib/store/membership.ts";
import type { Actor } from "./actor.ts";

/**
 * The scope of one database on behalf of a member of its organization.
 *
 * @throws {AppError} RH004 if it does not exist or the actor is no member (the two cannot be told apart); RH102 if the
 * member's role is below `role`.
 */
export async function authorize(actor: Actor, databaseId: string, role: Role): Promise<TenantScope> {
  const found = await findMembership(actor, membershipByDatabase(actor.userId, databaseId));
  if (found?.database_id == null) throw notFound("database", databaseId);
  return openScope(actor, found, found.database_id, role);
}

/** As `authorize`, for a project; `databaseId` is null while the project has none. */
export async function authorizeProject(actor: Actor, projectId: string, role: Role): Promise<ProjectAccess> {
  const found = await findMembership(actor, membershipByProject(actor.userId, projectId));
  if (found === null) throw notFound("project", projectId);
  const scope = openScope(actor, found, found.database_id ?? found.project_id, role);
  return { scope, databaseId: found.database_id };
}

export interface ProjectAccess {
  /** Of the project; its `databaseId` stands for nothing while `databaseId` below is null. */
  readonly scope: TenantScope;
  readonly databaseId: string | null;
}

async function findMembership(actor: Actor, statement: Sql): Promise<Membership | null> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Membership>(scope, statement);
  return rows[0] ?? null;
}

function openScope(actor: Actor, found: Membership, databaseId: string, needed: Role): TenantScope {
  const scope = openTenantScope({
    projectId: found.project_id,
    databaseId,
    userId: actor.userId,
    role: found.role,
  });
  requireRole(scope.role, needed);
  return scope;
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
