import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findDatabase, type ProjectDatabase } from "#lib/store/projects/project-database.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject } from "../authorize.ts";
import { type CreatedDatabase, provisionDatabase } from "./provision-database.ts";

/**
 * Makes the project's database, its `users` table and its keys, in one transaction. Needs the role admin.
 *
 * @throws {AppError} RH201 if the project has one already; `details.database` is that one.
 */
export async function createDatabase(actor: Actor, projectId: string): Promise<CreatedDatabase> {
  const { scope, ref } = await authorizeProject(actor, projectId, "admin");
  return runtime().database.transaction(scope, async (tx) => {
    const created = await provisionDatabase(tx, scope, ref);
    if (created !== null) return created;
    const { rows } = await tx.query<ProjectDatabase>(findDatabase(scope));
    throw existsAlready(rows[0]);
  });
}

function existsAlready(existing: ProjectDatabase | undefined): AppError {
  const database = existing && { id: existing.id, project_id: existing.project_id, name: existing.name };
  return new AppError("RH201", "This project has its database already.", {
    details: { database },
    hint: "A project has one database; use the existing one.",
  });
}
