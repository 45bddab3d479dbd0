import { perhapsMeant } from "../catalog/checks/nearest-name.ts";
import type { Catalog, CatalogTable } from "../catalog/types.ts";
import type { Transaction, TransactionOptions } from "../db/database.ts";
import type { TenantScope } from "../db/scope.ts";
import { AppError } from "../errors/app-error.ts";
import { runtime } from "../runtime/runtime.ts";
import { lockSchema } from "../store/schema/schema-version.ts";

/** Reads in one transaction, in one snapshot, with the newest catalog. */
export function readInCatalog<T>(
  scope: TenantScope,
  work: (tx: Transaction, catalog: Catalog) => Promise<T>,
): Promise<T> {
  const { catalogs, database } = runtime();
  return catalogs.use(scope, (catalog) =>
    database.transaction(scope, (tx) => work(tx, catalog), { readOnly: true, schema: catalog }),
  );
}

/**
 * Writes in one transaction during which no definition changes but by itself.
 *
 * @param mode `shared` for rows; `exclusive` for the definitions, while nobody writes rows.
 * @param work is begun again, before it has written anything, when the definitions have just changed.
 * @param options `isRepeatable`: of rows, when one statement does it all. It is then begun again after a deadlock, too.
 */
export function writeInCatalog<T>(
  scope: TenantScope,
  mode: "shared" | "exclusive",
  work: (tx: Transaction, catalog: Catalog) => Promise<T>,
  options: Pick<TransactionOptions, "isRepeatable"> = {},
): Promise<T> {
  const { catalogs, database } = runtime();
  if (mode === "shared") {
    return catalogs.use(scope, (catalog) =>
      database.transaction(scope, (tx) => work(tx, catalog), { ...options, schema: catalog }),
    );
  }
  return database.transaction(
    scope,
    async (tx) => {
      // The version is read by a later statement than the lock's, hence by a newer snapshot; both travel together.
      const [, catalog] = await Promise.all([tx.query(lockSchema(scope)), catalogs.read(scope, tx)]);
      return work(tx, catalog);
    },
    // It waits for whoever writes, and may have rows to change.
    { timeoutMs: 60_000, ...options },
  );
}

/** @throws {AppError} RH004 with the nearest name. */
export function tableNamed(catalog: Catalog, name: string): CatalogTable {
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table !== undefined) return table;
  const names = catalog.tables.map(({ definition }) => definition.name);
  throw new AppError("RH004", `There is no table "${name.slice(0, 100)}".`, {
    hint:
      perhapsMeant(name, names).trim() || "The tables are listed at GET /api/database/:databaseId/tables.",
  });
}

/** @throws {AppError} RH004 */
export function tableWithId(catalog: Catalog, id: string): CatalogTable {
  const table = catalog.tables.find((candidate) => candidate.id === id.toLowerCase());
  if (table === undefined) throw new AppError("RH004", "There is no such table in this database.");
  return table;
}
