import type { StatementResult } from "../../db/sql-runner.ts";
import { guardWrite } from "../../expression/guard.ts";
import { answerCall } from "../../query/calls/answer-call.ts";
import { runSteps } from "../../query/calls/run-steps.ts";
import { callableNames, callsStored, callsWriting } from "../../query/calls/stored-calls.ts";
import { type CallTools, type CompiledCall, compileCall } from "../../query/calls/writing-call.ts";
import { compileSelect } from "../../query/compile-select.ts";
import { ownTypeNames } from "../../query/own-types.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { columnNames } from "../../query/rows/row-calls.ts";
import { rowTypeUses } from "../../query/rows/row-types.ts";
import { statementKind } from "../../query/statement-kind.ts";
import type { ComposedText } from "../../query/text/composed-text.ts";
import { type CompiledStatement, compileStatement } from "../../query/write/compile-statement.ts";
import type { KeptRun } from "../../query/write/kept-run.ts";
import { Refused } from "../../query/write/refused.ts";
import { sql } from "../../sql/sql.ts";
import { type Progress, told, withParameters, writtenCatalog } from "./script-progress.ts";
import { raisedBy, stepHost } from "./script-steps.ts";
import { refusalError } from "./sql-errors.ts";
import { toResult, withShownColumns } from "./sql-result.ts";
import type { SqlResult } from "./sql-run.ts";

/** Runs a query or a write. */
export async function runRows(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<SqlResult> {
  const compiled = await compiledRows(progress, index, statement, true);
  await runBefore(progress, index, compiled);
  const text = {
    ...withParameters(compiled, progress.script, index),
    isWrite: compiled.command !== "SELECT",
  };
  const run = () => progress.session.run(index, text);
  const rows = await told(progress, index, compiled, run, compiled.targets);
  const { own, effects } = withoutEffects(compiled, rows);
  const result = withShownColumns(progress.catalog, progress.script.typed, index, own);
  const answer = { ...toResult(compiled.command, result), ...written(compiled), ...effects };
  if (compiled.returns) return answer;
  return { ...answer, columns: [], rows: [], row_count: Number(result.rows[0]?.[0] ?? 0), truncated: false };
}

/** The counts that stand behind a result's own columns are taken out of it. */
function withoutEffects(
  { effects }: CompiledStatement,
  result: StatementResult,
): { readonly own: StatementResult; readonly effects: Pick<SqlResult, "effects"> } {
  if (effects.length === 0) return { own: result, effects: {} };
  const count = -effects.length;
  const counts = result.rows[0]?.slice(count) ?? [];
  const own = {
    ...result,
    columns: result.columns.slice(0, count),
    rows: result.rows.map((row) => row.slice(0, count)),
  };
  const told = Object.fromEntries(effects.map((effect, index) => [effect, Number(counts[index] ?? 0)]));
  return { own, effects: { effects: told } };
}

/** The statements of a function that stand in front of its last. */
async function runBefore(
  progress: Progress,
  index: number,
  { before = [], targets }: CompiledStatement & Partial<Pick<CompiledCall, "before">>,
): Promise<void> {
  for (const text of before) {
    const step = { text, toStatement: () => null };
    const statement = { text, values: [], isWrite: true };
    await told(progress, index, step, () => progress.session.run(index, statement), targets);
  }
}

/** The arguments of a call; where nothing is to run, nothing. */
async function found(
  progress: Progress,
  index: number,
  query: Parameters<CallTools["find"]>[0],
  isRun: boolean,
): Promise<readonly (string | null)[]> {
  const statement = withParameters(query, progress.script, index);
  if (isRun) {
    const { rows } = await told(progress, index, query, () => progress.session.run(index, statement));
    return rows[0] ?? [];
  }
  await told(progress, index, query, () => progress.session.describe(index, statement));
  return [];
}

function written({ targets }: CompiledStatement): Pick<SqlResult, "tables"> {
  // The statement's own is the last, behind those of its WITH list.
  return targets.length === 0 ? {} : { tables: [...new Set(targets.toReversed())].toReversed() };
}

/** The same for one that is not run as a step of a script. @throws {AppError} also for what is refused. */
export async function compiledQuery(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<CompiledStatement> {
  try {
    return await compiledRows(progress, index, statement);
  } catch (error) {
    if (error instanceof Refused) throw refusalError(progress.script.typed, index, error.refusal);
    throw error;
  }
}

/** A guarded query or write, compiled for the definitions as the script has left them. */
export async function compiledRows(
  progress: Progress,
  index: number,
  statement: RawStatement,
  isRun = false,
): Promise<CompiledStatement & Partial<Pick<CompiledCall, "before">>> {
  const { script, session } = progress;
  const { typed } = script;
  const catalog = writtenCatalog(progress, index);
  if (statementKind(statement.tree) === "query" && !callsStored(catalog, statement.tree)) {
    const outcome = compileSelect(catalog, typed.text, statement);
    if (!outcome.ok) throw refusalError(typed, index, outcome.refusal);
    return { ...outcome.compiled, command: "SELECT", returns: true, targets: [], effects: [] };
  }
  const callable = callableNames(catalog);
  const refusal = guardWrite(statement.tree, {
    functions: new Set([...callable, ...columnNames(catalog, callable, statement.tree)]),
    types: new Set([...ownTypeNames(catalog), ...rowTypeUses(catalog, statement.tree).names]),
    sequences: true,
  });
  if (refusal !== null) throw refusalError(typed, index, refusal);
  if (callsWriting(catalog, statement.tree) && statementKind(statement.tree) === "query") {
    script.kept?.refusals.add("What a function writes is not kept.");
    return compileCall(catalog, typed.text, statement, {
      parse: (text) => progress.services.sqlParser.parse(text),
      find: (query) => found(progress, index, query, isRun),
      carryOut: (called, given) =>
        isRun
          ? raisedBy(index, () => runSteps(stepHost(progress, index), called, given))
          : Promise.resolve(answerCall(called, [])),
    });
  }
  const columnsOf = async (query: ComposedText) => {
    const text = { text: query.text, values: [] };
    const columns = await told(progress, index, query, () => session.describe(index, text));
    return columns.map(({ name }) => name);
  };
  const kept = await keptFor(progress, index, statement);
  const wanted = { ...kept, hasEffects: isRun };
  const outcome = await compileStatement({ catalog, text: typed.text, statement, columnsOf, ...wanted });
  if (!outcome.ok) throw refusalError(typed, index, outcome.refusal);
  return outcome.compiled;
}

async function keptFor(
  { script, session }: Progress,
  index: number,
  { start, end }: RawStatement,
): Promise<{ readonly kept?: KeptRun }> {
  if (script.kept === undefined) return {};
  const kept = { ...script.kept, statement: index };
  if (!/\bon\s+conflict\b/i.test(script.typed.text.slice(start, end))) return { kept };
  const { rows } = await session.tx.query<{ server_version_num: string }>(sql`show server_version_num`);
  return { kept: { ...kept, knowsOld: Number(rows[0]?.server_version_num) >= 180_000 } };
}
