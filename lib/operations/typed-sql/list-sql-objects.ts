import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { CatalogEnum, CatalogFunction, CatalogView } from "../../catalog/types.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";

/** What typed SQL can name beside tables. */
export interface SqlObjects {
  readonly views: readonly Pick<CatalogView, "name" | "description" | "columns">[];
  readonly functions: readonly Pick<CatalogFunction, "name" | "description" | "arguments" | "returns">[];
  readonly enums: readonly Pick<CatalogEnum, "name" | "values">[];
}

export async function listSqlObjects(actor: Actor, databaseId: string): Promise<SqlObjects> {
  const scope = await authorize(actor, databaseId, "viewer");
  return runtime().catalogs.use(scope, async ({ views = [], functions = [], enums = [] }) => ({
    views: views.map(({ name, description, columns }) => ({ name, ...told(description), columns })),
    functions: functions
      .filter((called) => !isOfTriggers(called))
      .map(({ name, description, arguments: args, returns }) => ({
        ...{ name, ...told(description) },
        ...{ arguments: args, returns },
      })),
    enums: enums.map(({ name, values }) => ({ name, values })),
  }));
}

function told(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
