import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertProjectActivity } from "#lib/store/organizations/activity.ts";
import { insertProject, type Project } from "#lib/store/projects/project.ts";
import type { Actor } from "../actor.ts";
import { authorizeNewProject } from "../authorize.ts";
import { applyTemplateWithin, templateNamed } from "./apply-template.ts";
import { type CreateProjectInput, createdProject, newProject, projectCreated } from "./create-project.ts";
import { type CreatedDatabase, provisionDatabase } from "./provision-database.ts";

export interface CreatedProjectWithDatabase extends CreatedDatabase {
  readonly project: Project;
}

/**
 * The one click: project, database, `users` table and keys, and a template's tables and rows where one is named, in one
 * transaction. Needs the role admin.
 *
 * @throws {AppError} RH004 if there is no such organization or template.
 */
export async function createProjectWithDatabase(
  actor: Actor,
  input: CreateProjectInput & { readonly template?: string },
): Promise<CreatedProjectWithDatabase> {
  const template = input.template === undefined ? null : templateNamed(input.template);
  const { scope, organization } = await authorizeNewProject(actor, input.organizationId, "admin");
  const project = newProject(scope, organization, input);
  return runtime().database.transaction(scope, async (tx) => {
    const { rows } = await tx.query<Project>(insertProject(project));
    await tx.query(insertProjectActivity(scope, projectCreated(input)));
    const created = await provisionDatabase(tx, scope, project.ref);
    if (created === null) throw new AppError("RH000", "A new project had a database.");
    if (template !== null) {
      const catalog = await runtime().catalogs.read(scope, tx);
      await applyTemplateWithin(scope, tx, { catalog, template });
    }
    return { project: createdProject(rows, organization, scope.databaseId), ...created };
  });
}
