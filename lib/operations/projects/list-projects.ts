import { runtime } from "#lib/runtime/runtime.ts";
import * as store from "#lib/store/projects/project.ts";
import type { Actor } from "../actor.ts";
import type { Page, PageRequest } from "../page.ts";

/** The projects of all the actor's organizations, newest first. */
export async function listProjects(actor: Actor, page: PageRequest): Promise<Page<store.Project>> {
  const scope = { kind: "user", userId: actor.userId } as const;
  return runtime().database.transaction(scope, async (tx) => {
    const [projects, count] = await Promise.all([
      tx.query<store.Project>(store.listProjects(actor.userId, page)),
      tx.query<{ total: number }>(store.countProjects(actor.userId)),
    ]);
    return { items: projects.rows, total: count.rows[0]?.total ?? 0, ...page };
  });
}
