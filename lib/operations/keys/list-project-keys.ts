import { runtime } from "#lib/runtime/runtime.ts";
import { listKeys, type ProjectKey } from "#lib/store/projects/project-key.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import { type ShownProjectKey, shownKeys } from "./project-keys.ts";

/** The project's keys with their tokens; none before its database is made. Needs the role admin. */
export async function listProjectKeys(
  actor: Actor,
  projectId: string,
  page: PageRequest,
): Promise<Page<ShownProjectKey>> {
  const { scope, ref } = await authorizeProject(actor, projectId, "admin");
  const { rows } = await runtime().database.query<ProjectKey>(scope, listKeys(scope));
  const { limit, offset } = page;
  const items = await shownKeys(scope, ref, rows.slice(offset, offset + limit));
  return { items, total: rows.length, limit, offset };
}
