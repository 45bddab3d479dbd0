import { invalidInput } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertProjectActivity } from "#lib/store/organizations/activity.ts";
import * as store from "#lib/store/projects/project.ts";
import { deleteAllRows } from "#lib/store/records/row.ts";
import { lockSchema } from "#lib/store/schema/schema-version.ts";
import type { Actor } from "../actor.ts";
import { authorize, requireRole } from "../authorize.ts";
import { getProject } from "./get-project.ts";

/** Millions of rows go with their project. */
const timeoutMs = 10 * 60_000;

/**
 * Deletes the project and everything in it, in one transaction. Needs the role owner.
 *
 * @param confirmation the project's name as the person typed it; not compared when absent.
 * @throws {AppError} RH002 if the name is another.
 */
export async function deleteProject(
  actor: Actor,
  projectId: string,
  confirmation?: string,
): Promise<store.Project> {
  const project = await getProject(actor, projectId);
  requireRole(project.role, "owner");
  if (confirmation !== undefined && confirmation.trim() !== project.name) {
    throw invalidInput([{ path: "/name", message: "is not this project's name; nothing was deleted" }]);
  }
  const { database } = runtime();
  const told = insertProjectActivity(
    { projectId, userId: actor.userId },
    { kind: "project_deleted", details: { name: project.name } },
  );
  if (project.database_id === null) {
    const scope = { kind: "user", userId: actor.userId } as const;
    await database.transaction(scope, async (tx) => {
      await tx.query(told);
      await tx.query(store.deleteProject(projectId));
    });
    return project;
  }
  const scope = await authorize(actor, project.database_id, "owner");
  await database.transaction(
    scope,
    async (tx) => {
      // Whoever is writing a row ends first; nobody begins to, since the lock outlives the project.
      await tx.query(lockSchema(scope));
      await tx.query(told);
      await tx.query(deleteAllRows(scope));
      await tx.query(store.deleteProject(projectId));
    },
    { timeoutMs },
  );
  return project;
}
