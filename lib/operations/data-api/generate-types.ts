import { kyselyTypes } from "../../catalog/codegen/kysely-types.ts";
import { supabaseTypes } from "../../catalog/codegen/supabase-types.ts";
import { viewRelationships } from "../../rest/plan/relationships.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";

/** For whom types can be generated. */
export const typeFlavors = ["supabase", "kysely"] as const;
export type TypeFlavor = (typeof typeFlavors)[number];

/** The database's TypeScript types, as a module's text. */
export async function generateTypes(actor: Actor, databaseId: string, flavor: TypeFlavor): Promise<string> {
  const scope = await authorize(actor, databaseId, "viewer");
  const catalog = await runtime().catalogs.get(scope);
  return flavor === "kysely" ? kyselyTypes(catalog) : supabaseTypes(catalog, viewRelationships(catalog));
}
