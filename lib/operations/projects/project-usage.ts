import { runtime } from "../../runtime/runtime.ts";
import { listUsage, type UsageOfDay } from "../../store/projects/project-usage.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject } from "../authorize.ts";

const daysShown = 30;

/** How many requests apps have made, day by day. Counts are written down every few seconds. */
export async function projectUsage(actor: Actor, projectId: string): Promise<readonly UsageOfDay[]> {
  const { scope } = await authorizeProject(actor, projectId, "viewer");
  const { rows } = await runtime().database.query<UsageOfDay>(scope, listUsage(scope, daysShown), {
    readOnly: true,
  });
  return rows;
}
