import type { Catalog } from "../catalog/types.ts";
import type { Database, Transaction } from "../db/database.ts";
import type { TenantScope } from "../db/scope.ts";
import { AppError } from "../errors/app-error.ts";
import { selectSchemaVersion } from "./schema-version.ts";
import { objectsOf, type StoredObjectRow, selectObjects } from "./stored-object.ts";
import { selectTables, type TableRow } from "./table.ts";

/** The catalogs of the databases in use: each an immutable value of one version. */
export interface CatalogCache {
  /** The catalog at its newest version, which is asked of the database each time: never stale, whoever changed it. */
  get(scope: TenantScope): Promise<Catalog>;
  /** As `get`, in the caller's transaction. */
  read(scope: TenantScope, tx: Transaction): Promise<Catalog>;
}

const catalogsMax = 500;

export function createCatalogCache(database: Database): CatalogCache {
  const catalogs = new Map<string, Catalog>();

  const read: CatalogCache["read"] = async (scope, tx) => {
    const { rows } = await tx.query<{ version: number }>(selectSchemaVersion(scope));
    const version = rows[0]?.version;
    if (version === undefined) throw new AppError("RH004", "This database does not exist any more.");
    const cached = catalogs.get(scope.databaseId);
    catalogs.delete(scope.databaseId);
    const catalog = cached?.version === version ? cached : await load(scope, version, tx);
    // A Map iterates in order of insertion: putting it last again makes the first the one unused for longest.
    catalogs.set(scope.databaseId, catalog);
    for (const oldest of catalogs.keys()) {
      if (catalogs.size <= catalogsMax) break;
      catalogs.delete(oldest);
    }
    return catalog;
  };

  return { read, get: (scope) => database.transaction(scope, (tx) => read(scope, tx), { readOnly: true }) };
}

async function load(scope: TenantScope, version: number, tx: Transaction): Promise<Catalog> {
  const [{ rows }, objects] = await Promise.all([
    tx.query<TableRow>(selectTables(scope)),
    tx.query<StoredObjectRow>(selectObjects(scope)),
  ]);
  return {
    projectId: scope.projectId,
    databaseId: scope.databaseId,
    version,
    tables: rows.map((row) => ({
      id: row.id,
      definition: row.schema_json,
      storage: row.storage_json,
      position: row.position,
      isAuth: row.is_auth,
    })),
    ...objectsOf(objects.rows),
  };
}
