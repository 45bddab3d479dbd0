import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { CatalogEnum, CatalogFunction, CatalogTable, CatalogView } from "../../catalog/types.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";

/** What typed SQL can name beside tables. */
export interface SqlObjects {
  readonly views: readonly Pick<CatalogView, "name" | "description" | "columns">[];
  readonly functions: readonly Pick<CatalogFunction, "name" | "description" | "arguments" | "returns">[];
  readonly enums: readonly Pick<CatalogEnum, "name" | "values">[];
  /** What is done with rows of a table by themselves. */
  readonly triggers: readonly KnownTrigger[];
}

interface KnownTrigger {
  readonly name: string;
  readonly table: string;
  readonly function: string;
}

export async function listSqlObjects(actor: Actor, databaseId: string): Promise<SqlObjects> {
  const scope = await authorize(actor, databaseId, "viewer");
  // The newest: a text that has just made something asks for the list.
  const { tables, views = [], functions = [], enums = [] } = await runtime().catalogs.get(scope);
  return {
    views: views.map(({ name, description, columns }) => ({ name, ...told(description), columns })),
    functions: functions
      .filter((called) => !isOfTriggers(called))
      .map(({ name, description, arguments: args, returns }) => ({
        ...{ name, ...told(description) },
        ...{ arguments: args, returns },
      })),
    enums: enums.map(({ name, values }) => ({ name, values })),
    triggers: [
      ...tables.flatMap(touching),
      ...functions.flatMap((one) => [...signingUp(tables, one), ...ofRows(tables, one)]),
    ],
  };
}

/** Those that note the time of a change. */
function touching({ definition: { name: table, columns } }: CatalogTable): readonly KnownTrigger[] {
  const triggers = columns.flatMap(({ touched_by: touch }) =>
    touch === undefined ? [] : [{ name: touch.trigger, table, function: touch.function }],
  );
  return [...new Map(triggers.map((trigger) => [trigger.name, trigger])).values()];
}

/** The one that is carried out for each new account. */
function signingUp(
  tables: readonly CatalogTable[],
  { name, onSignUp }: CatalogFunction,
): readonly KnownTrigger[] {
  const accounts = tables.find(({ isAuth }) => isAuth)?.definition.name;
  if (accounts === undefined || onSignUp?.trigger === undefined) return [];
  return [{ name: onSignUp.trigger, table: accounts, function: name }];
}

/** Those that say what becomes of rows. */
function ofRows(tables: readonly CatalogTable[], { name, onRows }: CatalogFunction): readonly KnownTrigger[] {
  return (onRows?.triggers ?? []).flatMap((trigger) => {
    const table = tables.find(({ id }) => id === trigger.table);
    return table === undefined ? [] : [{ name: trigger.name, table: table.definition.name, function: name }];
  });
}

function told(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
