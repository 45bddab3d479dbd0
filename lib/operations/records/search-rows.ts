import { labelColumn, primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { isPgError } from "../../db/pg-errors.ts";
import type { TenantScope } from "../../db/scope.ts";
import { listStatement } from "../../engine/read/list.ts";
import { invalidInput } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { listRequest } from "./query-records.ts";

/** A row that holds what was looked for: its key and what it is called by. */
export interface FoundRow {
  readonly table: string;
  readonly record: { readonly [column: string]: unknown };
}

export interface FoundRows {
  readonly rows: readonly FoundRow[];
  /** Tables that were too large to be looked through in time. */
  readonly skipped: readonly string[];
}

const rowsPerTable = 4;
const charactersMin = 2;
/** For one table, and for all of them: whoever types waits. */
const tableMs = 400;
const totalMs = 1_200;
const tablesAtOnce = 3;

/**
 * Looks through all tables of a database for rows that hold a text.
 *
 * @throws {AppError} RH002 for less than two characters.
 */
export async function searchRows(actor: Actor, databaseId: string, query: string): Promise<FoundRows> {
  const scope = await authorize(actor, databaseId, "viewer");
  const search = query.trim();
  if (search.length < charactersMin)
    throw invalidInput([{ path: "/q", message: `takes at least ${charactersMin} characters` }]);
  return runtime().catalogs.use(scope, async (catalog) => {
    const until = performance.now() + totalMs;
    const waiting = catalog.tables.filter(({ definition }) => primaryKey(definition).length > 0);
    const found: FoundRow[] = [];
    const skipped: string[] = [];
    while (waiting.length > 0) {
      const batch = waiting.splice(0, tablesAtOnce);
      const isLate = performance.now() > until;
      const outcomes = await Promise.all(
        batch.map((table) => (isLate ? null : searchTable(scope, catalog, table, search))),
      );
      outcomes.forEach((rows, index) => {
        if (rows === null) skipped.push(batch[index]?.definition.name ?? "");
        else found.push(...rows);
      });
    }
    return { rows: found, skipped };
  });
}

/** @returns null when there was no time to look through all of the table. */
async function searchTable(
  scope: TenantScope,
  catalog: Catalog,
  table: CatalogTable,
  search: string,
): Promise<readonly FoundRow[] | null> {
  const { definition } = table;
  const label = labelColumn(definition);
  const select = [...primaryKey(definition), ...(label === null ? [] : [label])];
  const request = listRequest(table, { tableName: definition.name, select, search, limit: rowsPerTable });
  const options = { readOnly: true, schema: catalog, timeoutMs: tableMs };
  try {
    const statement = listStatement(catalog, table, request);
    const { rows } = await runtime().database.query<{ records: string }>(scope, statement, options);
    const records = JSON.parse(rows[0]?.records ?? "[]") as readonly FoundRow["record"][];
    return records.map((record) => ({ table: definition.name, record }));
  } catch (error) {
    // query_canceled: it ran out of time.
    if (isPgError(error) && error.code === "57014") return null;
    throw error;
  }
}
