import type { Catalog, Json } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import type { SqlRunner, SqlStatement, StatementResult } from "../db/sql-runner.ts";
import { type CompiledSelect, compileSelect } from "../query/compile-select.ts";
import { parameterText } from "../query/parameters.ts";
import { jsonValue } from "../query/result-values.ts";
import type { RawStatement, SqlParser } from "../query/sql-parser.ts";
import { placeOfSyntaxError } from "../query/statement-places.ts";
import { failureError, refusalError, statementError, type TypedText } from "./sql-errors.ts";

export interface RunSqlInput {
  readonly query: string;
  readonly params?: readonly Json[];
  /** Rows of each statement. Default 1,000. */
  readonly limit?: number;
  readonly read_only?: boolean;
  readonly dry_run?: boolean;
  readonly explain?: boolean;
}

export interface SqlResult {
  readonly command: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Json[])[];
  readonly row_count: number;
  readonly truncated: boolean;
  readonly ms: number;
}

/** What typed SQL needs of the runtime. */
export interface SqlServices {
  readonly sqlParser: SqlParser;
  readonly sqlRunner: SqlRunner;
}

const timeoutMs = 15_000;
const bytesMax = 32 * 1024 * 1024;

/**
 * Runs typed statements over a database's tables, in order, in one read-only transaction.
 *
 * @throws {AppError} the SQLSTATE for whatever is wrong with a statement, with `details` of its `statement` and
 * `position`; 57014 (408) when it ran out of time; RH402 when the project has too many running.
 */
export async function executeSql(
  { sqlParser, sqlRunner }: SqlServices,
  { scope, catalog }: { readonly scope: TenantScope; readonly catalog: Catalog },
  input: RunSqlInput,
  signal?: AbortSignal,
): Promise<{ results: readonly SqlResult[] }> {
  const parsed = await sqlParser.parse(input.query);
  if (!parsed.ok) {
    throw statementError(parsed.code, parsed.message, placeOfSyntaxError(input.query, parsed.position));
  }
  const text: TypedText = { text: input.query, statements: parsed.statements };
  const compiled = parsed.statements.map((one, index) => compileStatement(catalog, text, one, index));
  const statements = compiled.map((one, index) => withParameters(one, input.params ?? [], index));
  const rowsMax = input.limit ?? 1_000;
  const limits = { timeoutMs, bytesMax, rowsMax, schema: catalog, ...(signal && { signal }) };
  const outcome = await sqlRunner.selectAll(scope, statements, limits);
  if (!outcome.ok) throw failureError(catalog, text, compiled[outcome.failure.statement], outcome.failure);
  return { results: outcome.results.map(toResult) };
}

function compileStatement(
  catalog: Catalog,
  typed: TypedText,
  statement: RawStatement,
  index: number,
): CompiledSelect {
  const outcome = compileSelect(catalog, typed.text, statement);
  if (outcome.ok) return outcome.compiled;
  throw refusalError(typed, index, outcome.refusal);
}

function withParameters(compiled: CompiledSelect, params: readonly Json[], statement: number): SqlStatement {
  const highest = Math.max(0, ...compiled.parameters);
  if (highest > params.length) {
    const message = `there is no parameter $${highest}`;
    throw statementError("42P02", message, { statement, position: null });
  }
  // One list serves all statements of a text: what this one does not use has no type to be found.
  const values = params.slice(0, highest).map(parameterText);
  return {
    text: compiled.text,
    values,
    unused: values.map((_, index) => !compiled.parameters.has(index + 1)),
  };
}

function toResult(result: StatementResult): SqlResult {
  const types = result.columns.map((column) => column.type);
  return {
    command: "SELECT",
    columns: result.columns,
    rows: result.rows.map((row) => row.map((value, index) => jsonValue(types[index] ?? "text", value))),
    row_count: result.rows.length,
    truncated: result.isTruncated,
    ms: result.ms,
  };
}
