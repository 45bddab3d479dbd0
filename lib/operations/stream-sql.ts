import type { RowChunk } from "../db/portal-stream.ts";
import { isStatementFailed } from "../db/sql-runner.ts";
import { compileSelect } from "../query/compile-select.ts";
import { jsonValue } from "../query/result-values.ts";
import { statementKind } from "../query/statement-kind.ts";
import { callsStored } from "../query/stored-calls.ts";
import { executeSql, type RunSqlInput, type SqlPlace, type SqlServices } from "./execute-sql.ts";
import { withParameters } from "./script-progress.ts";
import { failureError, refusalError, type TypedText } from "./sql-errors.ts";
import { parsedText } from "./sql-text.ts";

/** One line of an answer in parts; the next is made when it has been taken. */
export type WriteLine = (line: unknown) => Promise<void>;

const timeoutMs = 300_000;
/** Of a result that is limited, as of one that comes in one piece. */
const limitedTimeoutMs = 15_000;
/** Of one chunk. */
const bytesMax = 32 * 1024 * 1024;

/**
 * Runs typed statements and gives their results away in parts: for each `{statement, command, columns}`, then
 * `{rows}` as they come, then `{row_count, ms}`. Without `limit` all rows. A script that writes has its results in one
 * part each, when it is done.
 *
 * @throws {AppError} as `executeSql`.
 */
export async function streamSql(
  services: SqlServices,
  place: SqlPlace,
  input: RunSqlInput,
  { write, signal }: { readonly write: WriteLine; readonly signal: AbortSignal },
): Promise<void> {
  const typed = await parsedText(services, input.query);
  if (
    input.explain !== true &&
    typed.statements.every(({ tree }) => statementKind(tree) === "query" && !callsStored(place.catalog, tree))
  )
    return streamQueries(services, place, { typed, input, write, signal });
  const { results } = await executeSql(services, place, input, signal);
  for (const [statement, { command, columns, rows, ...rest }] of results.entries()) {
    await write({ statement, command, columns });
    if (rows.length > 0) await write({ rows });
    await write(rest);
  }
}

interface Streamed {
  readonly typed: TypedText;
  readonly input: RunSqlInput;
  readonly write: WriteLine;
  readonly signal: AbortSignal;
}

async function streamQueries(
  { sqlRunner }: SqlServices,
  { scope, catalog }: SqlPlace,
  { typed, input, write, signal }: Streamed,
): Promise<void> {
  const compiled = typed.statements.map((statement, index) => {
    const outcome = compileSelect(catalog, typed.text, statement);
    if (!outcome.ok) throw refusalError(typed, index, outcome.refusal);
    return outcome.compiled;
  });
  const texts = compiled.map((one, index) =>
    withParameters(one, input.params ?? [], index, input.param_types),
  );
  const { limit } = input;
  const limits = {
    timeoutMs: limit === undefined ? timeoutMs : limitedTimeoutMs,
    rowsMax: 0,
    bytesMax,
    schema: catalog,
    signal,
  };
  const work: Parameters<typeof sqlRunner.transaction<null>>[2] = async (session) => {
    for (const [statement, text] of texts.entries()) {
      const startedAt = performance.now();
      let count = 0;
      let isBegun = false;
      const take = async ({ columns, rows }: RowChunk) => {
        if (!isBegun) await write({ statement, command: "SELECT", columns });
        isBegun = true;
        count += rows.length;
        const types = columns.map(({ type }) => type);
        if (rows.length > 0)
          await write({
            rows: rows.map((row) => row.map((value, index) => jsonValue(types[index] ?? "text", value))),
          });
      };
      const truncated = await session.stream(statement, text, {
        rowsMax: limit ?? Number.POSITIVE_INFINITY,
        take,
      });
      const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
      await write({ row_count: count, truncated, ms });
    }
    return { value: null, commit: false };
  };
  try {
    await sqlRunner.transaction(scope, { access: "read", limits }, work);
  } catch (error) {
    if (!isStatementFailed(error)) throw error;
    throw failureError(catalog, typed, compiled[error.failure.statement], error.failure);
  }
}
