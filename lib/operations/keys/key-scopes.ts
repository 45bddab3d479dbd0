import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { KeyScopes, TenantScope } from "#lib/db/scope.ts";
import { invalidInput } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";

/** What a key may touch, as people say it: tables by their names of now. */
export interface ScopesByName {
  readonly tables: { readonly [name: string]: KeyScopes["tables"][string] };
}

/** @throws {AppError} RH002 for a table that is not there: a later one of that name would be another. */
export async function scopesById(scope: TenantScope, { tables }: ScopesByName): Promise<KeyScopes> {
  const read = (tx: Transaction) => runtime().catalogs.read(scope, tx);
  const catalog = await runtime().database.transaction(scope, read, { readOnly: true });
  const ids = new Map(catalog.tables.map(({ id, definition }) => [definition.name, id]));
  const found = Object.entries(tables).map(([name, verbs]) => ({ name, id: ids.get(name), verbs }));
  const missing = found.filter(({ id }) => id === undefined);
  if (missing.length > 0)
    throw invalidInput(
      missing.map(({ name }) => ({
        path: "/scopes/tables",
        message: `has no table ${JSON.stringify(name)}`,
      })),
    );
  return { tables: Object.fromEntries(found.map(({ id = "", verbs }) => [id, verbs])) };
}

/** Without tables that were dropped, whose ids stay with the key: one that is restored is reached again. */
export function scopesByName({ tables: known }: Catalog, { tables }: KeyScopes): ScopesByName {
  const own = known.filter(({ id }) => Object.hasOwn(tables, id));
  return { tables: Object.fromEntries(own.map(({ id, definition }) => [definition.name, tables[id] ?? []])) };
}
