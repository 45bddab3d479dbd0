import { runtime } from "#lib/runtime/runtime.ts";
import { findDatabase } from "#lib/store/project-database.ts";
import { listKeys, type ProjectKey } from "#lib/store/project-key.ts";
import type { Actor } from "./actor.ts";
import { authorizeProject } from "./authorize.ts";
import type { Page, PageRequest } from "./page.ts";
import { type ProjectKeyWithToken, withTokens } from "./project-keys.ts";

/** The project's keys with their tokens; none before its database is made. Needs the role admin. */
export async function listProjectKeys(
  actor: Actor,
  projectId: string,
  page: PageRequest,
): Promise<Page<ProjectKeyWithToken>> {
  const { scope } = await authorizeProject(actor, projectId, "admin");
  const [databases, keys] = await runtime().database.transaction(scope, (tx) =>
    Promise.all([tx.query<{ ref: string }>(findDatabase(scope)), tx.query<ProjectKey>(listKeys(scope))]),
  );
  const ref = databases.rows[0]?.ref ?? "";
  const { limit, offset } = page;
  const items = await withTokens(keys.rows.slice(offset, offset + limit), { id: scope.projectId, ref });
  return { items, total: keys.rows.length, limit, offset };
}
