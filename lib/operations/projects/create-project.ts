import { newProjectRef } from "#lib/auth/project-ref.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type ActivityEvent, insertProjectActivity } from "#lib/store/organizations/activity.ts";
import type { Organization } from "#lib/store/organizations/organization.ts";
import { insertProject, type NewProject, type Project } from "#lib/store/projects/project.ts";
import type { Actor } from "../actor.ts";
import { authorizeNewProject } from "../authorize.ts";

export interface CreateProjectInput {
  readonly name: string;
  readonly description?: string | null;
  /** Default: the actor's personal organization. */
  readonly organizationId?: string;
}

/** Makes a project without a database. Needs the role admin in its organization. */
export async function createProject(actor: Actor, input: CreateProjectInput): Promise<Project> {
  const { scope, organization } = await authorizeNewProject(actor, input.organizationId, "admin");
  const statement = insertProject(newProject(scope, organization, input));
  const rows = await runtime().database.transaction(scope, async (tx) => {
    const inserted = await tx.query<Project>(statement);
    await tx.query(insertProjectActivity(scope, projectCreated(input)));
    return inserted.rows;
  });
  return createdProject(rows, organization, null);
}

/** The row of a project that is about to be made in its own scope. */
export function newProject(
  scope: TenantScope,
  organization: Organization,
  input: CreateProjectInput,
): NewProject {
  return {
    id: scope.projectId,
    organizationId: organization.id,
    ref: newProjectRef(),
    name: input.name.trim(),
    description: input.description?.trim() || null,
    createdBy: scope.userId,
  };
}

/** What the log says of it. */
export function projectCreated({ name }: CreateProjectInput): ActivityEvent {
  return { kind: "project_created", details: { name: name.trim() } };
}

/** The inserted row as its maker sees it. */
export function createdProject(
  rows: readonly Project[],
  organization: Organization,
  databaseId: string | null,
): Project {
  const [row] = rows;
  if (row === undefined) throw new AppError("RH000", "The project was not stored.");
  const { name: organization_name, role } = organization;
  return { ...row, organization_name, database_id: databaseId, role };
}
