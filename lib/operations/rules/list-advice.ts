import type { Advice } from "../../catalog/rules/advice.ts";
import { advise } from "../../catalog/rules/advise.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";

/** What is dangerous, slow or probably not meant about a database's rules, with ways out. */
export async function listAdvice(
  actor: Actor,
  databaseId: string,
): Promise<{ readonly items: readonly Advice[]; readonly version: number }> {
  const scope = await authorize(actor, databaseId, "viewer");
  const catalog = await runtime().catalogs.get(scope);
  return { items: advise(catalog), version: catalog.version };
}
