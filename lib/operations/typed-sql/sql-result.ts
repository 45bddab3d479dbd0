import type { Catalog } from "../../catalog/types.ts";
import type { StatementResult } from "../../db/sql-runner.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { jsonValue } from "../../query/result-values.ts";
import { shownColumns } from "../../query/shown-types.ts";
import { statementKind } from "../../query/statement-kind.ts";
import type { TypedText } from "./sql-errors.ts";
import type { SqlResult } from "./sql-run.ts";

/** A result, or a part of one, with the names of the database's own types. */
export function withShownColumns<Result extends Pick<StatementResult, "columns">>(
  catalog: Catalog,
  { text, statements }: TypedText,
  index: number,
  result: Result,
): Result {
  const statement = statements[index];
  if (statement === undefined || !isRows(statement)) return result;
  return { ...result, columns: shownColumns(catalog, text, statement, result.columns) };
}

function isRows({ tree }: RawStatement): boolean {
  const kind = statementKind(tree);
  return kind === "query" || kind === "write";
}

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
