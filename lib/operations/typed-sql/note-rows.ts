import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { SqlResult } from "./sql-run.ts";

/** The planner learns of tables that statements of typed SQL have filled. Never rejects. */
export async function noteResults(
  scope: TenantScope,
  results: readonly Pick<SqlResult, "command" | "row_count" | "tables">[],
): Promise<void> {
  const rows = new Map<string, number>();
  for (const { command, row_count: count, tables = [] } of results)
    if (command === "INSERT") for (const table of tables) rows.set(table, (rows.get(table) ?? 0) + count);
  for (const [table, count] of rows) await runtime().rowStatistics.wrote(scope, [table], count);
}
