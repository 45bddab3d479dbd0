import type { Catalog, Json } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import {
  type SqlAccess,
  type SqlSession,
  type SqlStatement,
  StatementFailed,
  type StatementLimits,
} from "../db/sql-runner.ts";
import { guardQuery, guardWrite } from "../expression/guard.ts";
import { compileSelect } from "../query/compile-select.ts";
import type { ComposedText } from "../query/composed-text.ts";
import { parameterText } from "../query/parameters.ts";
import type { RawStatement } from "../query/sql-parser.ts";
import { type StatementKind, statementKind } from "../query/statement-kind.ts";
import { type CompiledStatement, compileStatement } from "../query/write/compile-statement.ts";
import { lockSchema } from "../store/schema-version.ts";
import type { SqlResult, SqlServices } from "./execute-sql.ts";
import { failureError, refusalError, statementError, type TypedText } from "./sql-errors.ts";
import { toResult } from "./sql-result.ts";

/** A text of several statements, parsed, and how it is to be run. */
export interface Script {
  readonly typed: TypedText;
  readonly params: readonly Json[];
  readonly isDryRun: boolean;
  readonly limits: StatementLimits;
}

/** Where a script has got to. */
interface Progress {
  readonly scope: TenantScope;
  readonly session: SqlSession;
  readonly script: Script;
  catalog: Catalog;
}

/** Runs a script that writes: one transaction, all or nothing. */
export async function runScript(
  { sqlRunner }: SqlServices,
  scope: TenantScope,
  catalog: Catalog,
  script: Script,
): Promise<readonly SqlResult[]> {
  const kinds = script.typed.statements.map(({ tree }) => statementKind(tree));
  const access: SqlAccess = kinds.includes("definition") ? "schema" : "write";
  const limits = access === "schema" ? script.limits : { ...script.limits, schema: catalog };
  const lock = access === "schema" ? { lock: lockSchema(scope, "exclusive") } : {};
  return sqlRunner.transaction(scope, { access, limits, ...lock }, async (session) => {
    const progress: Progress = { scope, session, script, catalog };
    const value: SqlResult[] = [];
    for (const index of script.typed.statements.keys()) value.push(await step(progress, index, kinds[index]));
    return { value, commit: !script.isDryRun };
  });
}

async function step(progress: Progress, index: number, kind: StatementKind | undefined): Promise<SqlResult> {
  const statement = progress.script.typed.statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  switch (kind) {
    case "query":
    case "write":
      return runRows(progress, index, statement);
    default: {
      const refusal = guardQuery(statement.tree);
      if (refusal === null) throw new RangeError(`a ${statement.tree.kind} passed the guard`);
      throw refusalError(progress.script.typed, index, refusal);
    }
  }
}

async function runRows(progress: Progress, index: number, statement: RawStatement): Promise<SqlResult> {
  const compiled = await compiledRows(progress, index, statement);
  const result = await told(progress, index, compiled, () =>
    progress.session.run(index, {
      ...withParameters(compiled, progress.script.params, index),
      isWrite: compiled.command !== "SELECT",
    }),
  );
  const answer = toResult(compiled.command, result);
  if (compiled.returns) return answer;
  return { ...answer, columns: [], rows: [], row_count: Number(result.rows[0]?.[0] ?? 0), truncated: false };
}

async function compiledRows(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<CompiledStatement> {
  const { catalog, script, session } = progress;
  const { typed } = script;
  if (statementKind(statement.tree) === "query") {
    const outcome = compileSelect(catalog, typed.text, statement);
    if (!outcome.ok) throw refusalError(typed, index, outcome.refusal);
    return { ...outcome.compiled, command: "SELECT", returns: true };
  }
  const refusal = guardWrite(statement.tree);
  if (refusal !== null) throw refusalError(typed, index, refusal);
  const columnsOf = async (query: ComposedText) => {
    const text = { text: query.text, values: [] };
    const columns = await told(progress, index, query, () => session.describe(index, text));
    return columns.map(({ name }) => name);
  };
  const outcome = await compileStatement({ catalog, text: typed.text, statement, columnsOf });
  if (!outcome.ok) throw refusalError(typed, index, outcome.refusal);
  return outcome.compiled;
}

/** What the server says, in the words and places of the statement as typed. */
async function told<T>(
  { catalog, script }: Progress,
  index: number,
  compiled: ComposedText,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    throw failureError(catalog, script.typed, compiled, { ...error.failure, statement: index });
  }
}

/** One list serves all statements of a text: what one does not use has no type to be found. */
export function withParameters(
  compiled: Pick<CompiledStatement, "text" | "parameters">,
  params: readonly Json[],
  statement: number,
): SqlStatement {
  const highest = Math.max(0, ...compiled.parameters);
  if (highest > params.length) {
    const message = `there is no parameter $${highest}`;
    throw statementError("42P02", message, { statement, position: null });
  }
  const values = params.slice(0, highest).map(parameterText);
  return {
    text: compiled.text,
    values,
    unused: values.map((_, index) => !compiled.parameters.has(index + 1)),
  };
}
