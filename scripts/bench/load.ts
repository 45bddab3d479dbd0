import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Catalog } from "#lib/catalog/types.ts";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { createCatalogCache } from "#lib/store/schema/catalog-cache.ts";
import { engineProject } from "#tests/harness/engine-project.ts";
import type { BenchServer } from "./bench-server.ts";
import { loadBackground } from "./load-background.ts";
import { type Bytes, loadTarget } from "./load-target.ts";
import type { BenchOptions } from "./options.ts";

/** The project that is measured. */
export interface Loaded {
  readonly scope: TenantScope;
  readonly catalog: Catalog;
  readonly bytes: Bytes;
}

/** Loads everything, unless the kept folder has it already. */
export async function load(
  server: BenchServer,
  options: BenchOptions,
  say: (line: string) => void,
): Promise<Loaded> {
  const note = options.dir === null ? null : join(resolve(options.dir), "loaded.json");
  const kept = note !== null && existsSync(note) ? (JSON.parse(readFileSync(note, "utf8")) as Note) : null;
  const { ids, bytes } = kept ?? (await loadAll(server, options, say));
  if (note !== null && kept === null) writeFileSync(note, JSON.stringify({ ids, bytes }));
  const scope = openTenantScope({ ...ids, role: "owner" });
  return { scope, bytes, catalog: await createCatalogCache(server.database).get(scope) };
}

interface Note {
  readonly ids: { readonly projectId: string; readonly databaseId: string; readonly userId: string | null };
  readonly bytes: Bytes;
}

async function loadAll(
  server: BenchServer,
  options: BenchOptions,
  say: (line: string) => void,
): Promise<Note> {
  const start = performance.now();
  await loadBackground(server, options.background, options.backgroundRows);
  const project = await engineProject(server);
  const bytes = await loadTarget(server, project, options.rows);
  // What autovacuum does within minutes.
  await server.superuser.query("vacuum analyze");
  await server.superuser.query("checkpoint");
  const { rows } = await server.superuser.query<{ rows: string; tables: string; size: string }>(
    `select (select count(*) from rowhouse.project_data) as rows, (select count(*) from rowhouse.project_tables) as tables,
            pg_size_pretty(pg_total_relation_size('rowhouse.project_data')) as size`,
  );
  const [total] = rows;
  say(
    `loaded ${total?.rows} rows of ${total?.tables} virtual tables (${total?.size}) in ${Math.round((performance.now() - start) / 1000)} s; ${options.rows} of them are the target's`,
  );
  const { projectId, databaseId, userId } = project.scope;
  return { ids: { projectId, databaseId, userId }, bytes };
}
