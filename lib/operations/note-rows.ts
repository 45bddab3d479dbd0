import type { TenantScope } from "../db/scope.ts";
import { runtime } from "../runtime/runtime.ts";
import type { SqlResult } from "./execute-sql.ts";

/** Rows were committed to tables: the planner learns of those that have grown much. Never rejects. */
export async function noteRows(scope: TenantScope, tables: readonly string[], rows: number): Promise<void> {
  const { catalogs, log, rowStatistics } = runtime();
  if (rows === 0) return;
  try {
    const catalog = await catalogs.get(scope);
    const ids = catalog.tables.filter(({ definition }) => tables.includes(definition.name));
    await rowStatistics.wrote(
      scope,
      ids.map(({ id }) => id),
      rows,
    );
  } catch (error) {
    log.warn({ err: error }, "new rows could not be noted");
  }
}

/** The same for what statements of typed SQL have inserted. */
export async function noteResults(
  scope: TenantScope,
  results: readonly Pick<SqlResult, "command" | "row_count" | "tables">[],
): Promise<void> {
  const rows = new Map<string, number>();
  for (const { command, row_count: count, tables = [] } of results)
    if (command === "INSERT") for (const table of tables) rows.set(table, (rows.get(table) ?? 0) + count);
  for (const [table, count] of rows) await noteRows(scope, [table], count);
}
