import type { Catalog, Change, Json } from "../catalog/types.ts";
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
import { compileDefinition } from "../query/definition/compile-definition.ts";
import { parameterText } from "../query/parameters.ts";
import type { RawStatement } from "../query/sql-parser.ts";
import { type StatementKind, statementKind } from "../query/statement-kind.ts";
import { type CompiledStatement, compileStatement } from "../query/write/compile-statement.ts";
import { lockSchema } from "../store/schema-version.ts";
import { recordChanges } from "./apply-schema.ts";
import { carryOutStep } from "./carry-out-definition.ts";
import type { SqlResult, SqlServices } from "./execute-sql.ts";
import {
  definitionError,
  failureError,
  refusalError,
  statementError,
  type TypedText,
  violationMessage,
} from "./sql-errors.ts";
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
  readonly services: SqlServices;
  readonly scope: TenantScope;
  readonly session: SqlSession;
  readonly script: Script;
  /** As the statements so far have left it. */
  catalog: Catalog;
  readonly changes: Change[];
}

/** Runs a script that writes: one transaction, all or nothing. */
export async function runScript(
  services: SqlServices,
  scope: TenantScope,
  catalog: Catalog,
  script: Script,
): Promise<readonly SqlResult[]> {
  const kinds = script.typed.statements.map(({ tree }) => statementKind(tree));
  const access: SqlAccess = kinds.includes("definition") ? "schema" : "write";
  const limits = access === "schema" ? script.limits : { ...script.limits, schema: catalog };
  const lock = access === "schema" ? { lock: lockSchema(scope, "exclusive") } : {};
  return services.sqlRunner.transaction(scope, { access, limits, ...lock }, async (session) => {
    // Under the exclusive lock: what is at hand may be behind.
    const newest = access === "schema" ? await services.catalogs.read(scope, session.tx) : catalog;
    const progress: Progress = { services, scope, session, script, catalog: newest, changes: [] };
    const value: SqlResult[] = [];
    for (const index of script.typed.statements.keys()) value.push(await step(progress, index, kinds[index]));
    if (access === "schema") await recordChanges(scope, session.tx, progress.changes);
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
    case "definition":
      return runDefinition(progress, index, statement);
    default: {
      const refusal = guardQuery(statement.tree);
      if (refusal === null) throw new RangeError(`a ${statement.tree.kind} passed the guard`);
      throw refusalError(progress.script.typed, index, refusal);
    }
  }
}

async function runRows(progress: Progress, index: number, statement: RawStatement): Promise<SqlResult> {
  const compiled = await compiledRows(progress, index, statement);
  const text = {
    ...withParameters(compiled, progress.script.params, index),
    isWrite: compiled.command !== "SELECT",
  };
  const run = () => progress.session.run(index, text);
  const result = await told(progress, index, compiled, run, compiled.targets);
  const answer = toResult(compiled.command, result);
  if (compiled.returns) return answer;
  return { ...answer, columns: [], rows: [], row_count: Number(result.rows[0]?.[0] ?? 0), truncated: false };
}

async function runDefinition(progress: Progress, index: number, statement: RawStatement): Promise<SqlResult> {
  const { services, scope, session, script } = progress;
  const startedAt = performance.now();
  const outcome = compileDefinition(progress.catalog, script.typed.text, statement);
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
    return { ...outcome.compiled, command: "SELECT", returns: true, targets: [] };
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
  targets: readonly string[] = [],
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    const message = violationMessage(catalog, targets, error.cause) ?? error.failure.message;
    throw failureError(catalog, script.typed, compiled, { ...error.failure, message, statement: index });
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
