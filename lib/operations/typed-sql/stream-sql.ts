import type { RowChunk } from "../../db/sql-runner.ts";
import { isStatementFailed, type SqlSession, type SqlStatement } from "../../db/sql-runner.ts";
import { callsWriting } from "../../query/calls/stored-calls.ts";
import { jsonValue } from "../../query/result-values.ts";
import { statementKind } from "../../query/statement-kind.ts";
import type { CompiledStatement } from "../../query/write/compile-statement.ts";
import { executeSql } from "./execute-sql.ts";
import { readingProgress, told, withParameters } from "./script-progress.ts";
import { compiledQuery } from "./script-rows.ts";
import { failureError, type TypedText } from "./sql-errors.ts";
import { withShownColumns } from "./sql-result.ts";
import type { RunSqlInput, SqlPlace, SqlServices } from "./sql-run.ts";
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
    typed.statements.every(
      ({ tree }) => statementKind(tree) === "query" && !callsWriting(place.catalog, tree),
    )
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
  services: SqlServices,
  { scope, catalog }: SqlPlace,
  streamed: Streamed,
): Promise<void> {
  const { typed, input, signal } = streamed;
  const limits = {
    timeoutMs: input.limit === undefined ? timeoutMs : limitedTimeoutMs,
    rowsMax: 0,
    bytesMax,
    schema: catalog,
    signal,
  };
  const work = async (session: SqlSession) => {
    const { params = [], param_types: paramTypes = [] } = input;
    const progress = readingProgress(services, { scope, session, catalog }, { typed, params, paramTypes });
    const compiled: CompiledStatement[] = [];
    for (const [index, statement] of typed.statements.entries())
      compiled.push(await compiledQuery(progress, index, statement));
    // A parameter that is missing is told before anything has been given away.
    const texts = compiled.map((one, index) => withParameters(one, progress.script, index));
    for (const [index, one] of compiled.entries()) {
      const text = texts[index];
      if (text !== undefined)
        await told(progress, index, one, () =>
          streamOne(session, index, text, streamed, (chunk) =>
            withShownColumns(catalog, typed, index, chunk),
          ),
        );
    }
    return { value: null, commit: false };
  };
  await services.sqlRunner.transaction(scope, { access: "read", limits }, work).catch((error: unknown) => {
    // Of the connection, or of the queue: it has no place in the text.
    throw isStatementFailed(error) ? failureError(catalog, typed, undefined, error.failure) : error;
  });
}

async function streamOne(
  session: SqlSession,
  statement: number,
  text: SqlStatement,
  { input, write }: Streamed,
  shown: (chunk: RowChunk) => RowChunk,
): Promise<void> {
  const startedAt = performance.now();
  let count = 0;
  let isBegun = false;
  let columns: RowChunk["columns"] = [];
  const take = async (chunk: RowChunk) => {
    const { rows } = chunk;
    if (!isBegun) columns = shown(chunk).columns;
    if (!isBegun) await write({ statement, command: "SELECT", columns });
    isBegun = true;
    count += rows.length;
    const types = columns.map(({ type }) => type);
    if (rows.length > 0)
      await write({
        rows: rows.map((row) => row.map((value, index) => jsonValue(types[index] ?? "text", value))),
      });
  };
  const rowsMax = input.limit ?? Number.POSITIVE_INFINITY;
  const truncated = await session.stream(statement, text, { rowsMax, take });
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  await write({ row_count: count, truncated, ms });
}
