import type { StatementResult } from "../../db/sql-runner.ts";
import { jsonValue } from "../../query/result-values.ts";
import type { SqlResult } from "./sql-run.ts";

/** A result as the HTTP contract has it. */
export function toResult(command: string, result: StatementResult): SqlResult {
  const types = result.columns.map((column) => column.type);
  return {
    command,
    columns: result.columns,
    rows: result.rows.map((row) => row.map((value, index) => jsonValue(types[index] ?? "text", value))),
    row_count: result.rowCount,
    truncated: result.isTruncated,
    ms: result.ms,
  };
}
