import { runtime } from "#lib/runtime/runtime.ts";
import { insertProjectActivity } from "#lib/store/organizations/activity.ts";
import * as store from "#lib/store/projects/project.ts";
import type { Actor } from "../actor.ts";
import { requireRole } from "../authorize.ts";
import { getProject } from "./get-project.ts";

export interface UpdateProjectInput {
  readonly name?: string;
  readonly description?: string | null;
}

/** Changes what is given and keeps the rest. Needs the role admin. */
export async function updateProject(
  actor: Actor,
  projectId: string,
  input: UpdateProjectInput,
): Promise<store.Project> {
  const project = await getProject(actor, projectId);
  requireRole(project.role, "admin");
  const name = input.name?.trim() ?? project.name;
  const description = input.description === undefined ? project.description : input.description;
  const scope = { kind: "user", userId: actor.userId } as const;
  await runtime().database.transaction(scope, async (tx) => {
    await tx.query(store.updateProject(projectId, { name, description }));
    const told = { projectId, userId: actor.userId };
    if (name !== project.name) {
      const details = { from: project.name, to: name };
      await tx.query(insertProjectActivity(told, { kind: "project_renamed", details }));
    }
    if (description !== project.description)
      await tx.query(insertProjectActivity(told, { kind: "project_described", details: { name } }));
  });
  return { ...project, name, description };
}
