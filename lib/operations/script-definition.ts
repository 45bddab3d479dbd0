import { compileDefinition } from "../query/definition/compile-definition.ts";
import type { RawStatement } from "../query/sql-parser.ts";
import { carryOutStep } from "./carry-out-definition.ts";
import type { SqlResult } from "./execute-sql.ts";
import { type Progress, told } from "./script-progress.ts";
import { definitionError, refusalError } from "./sql-errors.ts";

/** Makes what a statement of definitions asks for; those behind it find it made. */
export async function runDefinition(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<SqlResult> {
  const { services, scope, session, script } = progress;
  const startedAt = performance.now();
  const outcome = await compileDefinition(progress.catalog, script.typed.text, statement, {
    parse: (text) => services.sqlParser.parse(text),
    columnsOf: (text) =>
      told(progress, index, { text, toStatement: () => null }, () =>
        session.describe(index, { text, values: [] }),
      ),
  });
  if (!outcome.ok) throw refusalError(script.typed, index, outcome.refusal);
  const { command, changes, notice } = outcome.step;
  try {
    const transaction = { scope, tx: session.tx, parser: () => services.sqlParser };
    progress.catalog = await carryOutStep(transaction, progress.catalog, outcome.step);
  } catch (error) {
    throw definitionError(script.typed, index, error);
  }
  progress.changes.push(...changes);
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  return {
    command,
    columns: [],
    rows: [],
    row_count: 0,
    truncated: false,
    ms,
    ...(notice === undefined ? {} : { notice }),
  };
}
