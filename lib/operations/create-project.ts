import { randomUUID } from "node:crypto";
import { newProjectRef } from "#lib/auth/project-ref.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { listOrganizations, type Organization } from "#lib/store/organization.ts";
import { insertProject, type NewProject, type Project } from "#lib/store/project.ts";
import type { Actor } from "./actor.ts";
import { notFound, requireRole } from "./authorize.ts";

export interface CreateProjectInput {
  readonly name: string;
  readonly description?: string | null;
  /** Default: the actor's personal organization. */
  readonly organizationId?: string;
}

/** Makes a project without a database. Needs the role admin in its organization. */
export async function createProject(actor: Actor, input: CreateProjectInput): Promise<Project> {
  const { project, organization } = await planProject(actor, input);
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Project>(scope, insertProject(project));
  return createdProject(rows, organization, null);
}

/** The row to insert, after the check that the actor may; nothing is stored yet. */
export async function planProject(
  actor: Actor,
  input: CreateProjectInput,
): Promise<{ project: NewProject; organization: Organization }> {
  const organization = await findOrganization(actor, input.organizationId);
  requireRole(organization.role, "admin");
  const project = {
    id: randomUUID(),
    organizationId: organization.id,
    ref: newProjectRef(),
    name: input.name.trim(),
    description: input.description?.trim() || null,
    createdBy: actor.userId,
  };
  return { project, organization };
}

/** The inserted row as its maker sees it. */
export function createdProject(
  rows: readonly Project[],
  organization: Organization,
  databaseId: string | null,
): Project {
  const [row] = rows;
  if (row === undefined) throw new AppError("RH000", "The project was not stored.");
  return { ...row, database_id: databaseId, role: organization.role };
}

async function findOrganization(actor: Actor, id: string | undefined): Promise<Organization> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Organization>(scope, listOrganizations(actor.userId));
  const found = rows.find((row) => (id === undefined ? row.is_personal : row.id === id.toLowerCase()));
  if (found === undefined) throw notFound("organization", id ?? "personal");
  return found;
}
