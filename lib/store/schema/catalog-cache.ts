import { LRUCache } from "lru-cache";
import type { Catalog, PointingTable } from "../../catalog/types.ts";
import type { Database, Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { hadBegun } from "../../db/transaction/begun.ts";
import { isVersionBehind, type SchemaVersion } from "../../db/transaction/schema-guard.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { createDefinitionsTurn } from "./definitions-turn.ts";
import { selectSchemaVersion } from "./schema-version.ts";
import { objectsOf, type StoredObjectRow, selectObjects } from "./stored-object.ts";
import { type CatalogRow, selectCatalog, selectPointing, tableOfRow } from "./table.ts";

/**
 * The catalogs of the databases in use: each an immutable value of one version. What is at hand may be behind for the
 * moment that a notification takes, so that it is never used without the database's word: `use` has every transaction
 * ask first, in the message that opens it.
 */
export interface CatalogCache {
  /**
   * Runs work with the catalog at hand, and again with the newest one if that has moved on.
   *
   * @param work one transaction, opened with `schema: catalog`, and nothing besides: it may be begun again.
   */
  use<T>(scope: TenantScope, work: (catalog: Catalog & SchemaVersion) => Promise<T>): Promise<T>;
  /** The newest catalog. */
  get(scope: TenantScope): Promise<Catalog>;
  /** As `get`, in the caller's transaction. */
  read(scope: TenantScope, tx: Transaction): Promise<Catalog>;
  /** Forgets what is older than a version that somebody has made. */
  moved(databaseId: string, version: number): void;
  /** Forgets everything: notifications may have been missed. */
  clear(): void;
}

const catalogsMax = 500;
const attemptsMax = 5;
/** Whoever has lost to changes so often has a turn before the next. */
const lossesMax = 2;

/** @param completed adds to a catalog what its older definitions do not say. */
export function createCatalogCache(
  database: Database,
  completed: (catalog: Catalog) => Promise<Catalog> = async (catalog) => catalog,
): CatalogCache {
  const catalogs = new LRUCache<string, Catalog>({ max: catalogsMax });
  const turns = createDefinitionsTurn(database);

  const keep = (catalog: Catalog): Catalog => {
    catalogs.set(catalog.databaseId, catalog);
    return catalog;
  };

  /** Only for the project that it was loaded for: who asks for another's database is told by the policies. */
  const atHand = (scope: TenantScope): Catalog | undefined => {
    const catalog = catalogs.get(scope.databaseId);
    return catalog?.projectId === scope.projectId ? catalog : undefined;
  };

  const read: CatalogCache["read"] = async (scope, tx) => {
    const cached = atHand(scope);
    if (cached === undefined) return keep(await completed(await load(scope, tx)));
    const { rows } = await tx.query<{ version: number }>(selectSchemaVersion(scope));
    if (rows[0]?.version === cached.version) return cached;
    return keep(await completed(await load(scope, tx)));
  };

  const get: CatalogCache["get"] = (scope) =>
    database.transaction(scope, (tx) => read(scope, tx), { readOnly: true });

  const use: CatalogCache["use"] = async (scope, work) => {
    let losses = 0;
    for (let attempt = 1; ; attempt += 1) {
      const used: { catalog?: Catalog; isCached?: boolean } = {};
      const once = async () => {
        const cached = losses < lossesMax ? atHand(scope) : undefined;
        const catalog = cached ?? (await get(scope));
        used.catalog = catalog;
        used.isCached = cached !== undefined;
        return work(catalog);
      };
      try {
        return await (losses < lossesMax ? once() : turns.run(scope, once));
      } catch (error) {
        const isBehind = isVersionBehind(error);
        if (attempt >= attemptsMax) throw isBehind ? keptMoving(error) : error;
        if (isBehind) losses += 1;
        const isDoubtful = used.isCached === true && isRefused(error);
        const isNew = isDoubtful && (await get(scope)).version !== used.catalog?.version;
        if (!isBehind && !isNew) throw error;
        if (catalogs.get(scope.databaseId) === used.catalog) catalogs.delete(scope.databaseId);
      }
    }
  };

  return {
    use,
    get,
    read,
    moved: (databaseId, version) => {
      const cached = catalogs.get(databaseId);
      if (cached !== undefined && cached.version < version) catalogs.delete(databaseId);
    },
    clear: () => catalogs.clear(),
  };
}

/** Before a transaction asked whether the catalog is the newest: perhaps for lack of a table that was just made elsewhere. */
function isRefused(error: unknown): boolean {
  return isAppError(error) && !hadBegun(error);
}

/** The version comes with the tables, and before the rest: should it change in between, no transaction is opened with it. */
async function load(scope: TenantScope, tx: Transaction): Promise<Catalog> {
  const [{ rows }, objects, { rows: trash }] = await Promise.all([
    tx.query<CatalogRow>(selectCatalog(scope)),
    tx.query<StoredObjectRow>(selectObjects(scope)),
    tx.query<PointingTable>(selectPointing(scope)),
  ]);
  const [first] = rows;
  if (first === undefined) throw gone();
  return {
    projectId: scope.projectId,
    databaseId: scope.databaseId,
    version: first.version,
    tables: rows.flatMap((row) => (row.id === null ? [] : [tableOfRow(row)])),
    ...(trash.length === 0 ? {} : { trash }),
    ...objectsOf(objects.rows),
  };
}

function keptMoving(cause: unknown): AppError {
  return new AppError("RH202", "The database's definitions kept changing before this could begin.", {
    hint: "Nothing of it has happened. Send it again, best when the changes of tables are over.",
    cause,
  });
}

function gone(): AppError {
  return new AppError("RH004", "This database does not exist any more.");
}
