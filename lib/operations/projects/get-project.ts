import { runtime } from "#lib/runtime/runtime.ts";
import { findProject, type Project } from "#lib/store/projects/project.ts";
import type { Actor } from "../actor.ts";
import { notFound } from "../authorize.ts";

/** @throws {AppError} RH004 if it does not exist or the actor is no member of its organization. */
export async function getProject(actor: Actor, projectId: string): Promise<Project> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<Project>(scope, findProject(actor.userId, projectId));
  const [project] = rows;
  if (project === undefined) throw notFound("project", projectId);
  return project;
}
