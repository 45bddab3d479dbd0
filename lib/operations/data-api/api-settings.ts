import { randomUUID } from "node:crypto";
import { apiDefaults, type CatalogApiSettings } from "../../catalog/api-settings.ts";
import type { Catalog } from "../../catalog/types.ts";
import { runtime } from "../../runtime/runtime.ts";
import { lockSchema } from "../../store/schema/schema-version.ts";
import { putObject } from "../../store/schema/stored-object.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { recordChanges } from "../schema/apply-at-once.ts";

/** How the data API of a database is set, and what it would be by itself. */
export interface ApiSettingsView {
  readonly max_rows: number;
  readonly aggregates: boolean;
  readonly defaults: { readonly max_rows: number; readonly aggregates: boolean };
}

/** What is not named stays; null: as it is by itself. */
export interface ApiSettingsChange {
  readonly max_rows?: number | null;
  readonly aggregates?: boolean | null;
}

export async function getApiSettings(actor: Actor, databaseId: string): Promise<ApiSettingsView> {
  const scope = await authorize(actor, databaseId, "viewer");
  return toView((await runtime().catalogs.get(scope)).api);
}

/** The same as `ALTER ROLE authenticator SET pgrst.…` typed, and open to the same people. */
export async function updateApiSettings(
  actor: Actor,
  databaseId: string,
  change: ApiSettingsChange,
): Promise<ApiSettingsView> {
  const scope = await authorize(actor, databaseId, "editor");
  const { catalogs, database } = runtime();
  return database.transaction(scope, async (tx) => {
    await tx.query(lockSchema(scope));
    const api = changed(await catalogs.read(scope, tx), change);
    await tx.query(putObject(scope, { kind: "api", definition: api }));
    await recordChanges(scope, tx, []);
    return toView(api);
  });
}

function changed({ api }: Catalog, { max_rows, aggregates }: ApiSettingsChange): CatalogApiSettings {
  const own = api ?? { id: randomUUID(), name: "settings" };
  const rows = max_rows === undefined ? own.maxRows : max_rows;
  const isOn = aggregates === undefined ? own.aggregates : aggregates;
  return {
    id: own.id,
    name: own.name,
    ...(rows === null || rows === undefined ? {} : { maxRows: rows }),
    ...(isOn === null || isOn === undefined ? {} : { aggregates: isOn }),
  };
}

function toView(api: CatalogApiSettings | undefined): ApiSettingsView {
  const { maxRows, aggregates } = { ...apiDefaults, ...api };
  return {
    max_rows: maxRows,
    aggregates,
    defaults: { max_rows: apiDefaults.maxRows, aggregates: apiDefaults.aggregates },
  };
}
