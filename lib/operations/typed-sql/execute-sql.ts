import type { Catalog } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { isStatementFailed } from "../../db/sql-runner.ts";
import { repeated } from "../../db/transaction/repeat.ts";
import { breather } from "../../query/breather.ts";
import { callsStored, callsWriting } from "../../query/calls/stored-calls.ts";
import { type CompiledSelect, compileSelect } from "../../query/compile-select.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { commandOf, statementKind } from "../../query/statement-kind.ts";
import { placeOf } from "../../query/text/statement-places.ts";
import { runScript } from "./run-script.ts";
import { type Script, withParameters } from "./script-progress.ts";
import { transactionMarks } from "./script-transaction.ts";
import { failureError, refusalError, statementError, type TypedText } from "./sql-errors.ts";
import { toResult, withShownColumns } from "./sql-result.ts";
import type { RunSqlInput, SqlPlace, SqlResult, SqlServices } from "./sql-run.ts";
import { parsedText } from "./sql-text.ts";
import { withKeyTold } from "./told-key.ts";

const timeoutMs = 15_000;
const bytesMax = 32 * 1024 * 1024;

/**
 * Runs typed statements over a database's tables, in order, in one transaction, which is begun again after a deadlock.
 *
 * @throws {AppError} the SQLSTATE for whatever is wrong with a statement, with `details` of its `statement` and
 * `position`; 57014 (408) when it ran out of time; RH402 when the project has too many running.
 */
export async function executeSql(
  services: SqlServices,
  { scope, catalog, kept }: SqlPlace,
  input: RunSqlInput,
  signal?: AbortSignal,
): Promise<{ results: readonly SqlResult[] }> {
  const parsed = await parsedText(services, input.query);
  const { text, copied } = parsed;
  const statements = input.explain === true ? parsed.statements.map(asExplained) : parsed.statements;
  const typed: TypedText = { text, statements };
  const { params = [], param_types: paramTypes = [] } = input;
  const limits = { timeoutMs, bytesMax, rowsMax: input.limit ?? 1_000, ...(signal && { signal }) };
  if (await areQueries(catalog, statements)) {
    return { results: await readAll(services, scope, catalog, { typed, params, paramTypes, limits }) };
  }
  const skipsUnsupported = input.unsupported === "skip";
  const marks = transactionMarks(statements, skipsUnsupported, (index, { refusal }) => {
    throw refusalError(typed, index, refusal);
  });
  const isDryRun = input.dry_run === true || marks.isRolledBack;
  const keeping = kept === undefined ? {} : { kept };
  const script = { typed, params, paramTypes, limits, isDryRun, skipsUnsupported, copied, ...keeping };
  refuseWrites({ scope, catalog }, script, input.read_only === true || marks.isReadOnly);
  const run = (asked: Script) => runScript(services, scope, catalog, asked);
  const startedAt = performance.now();
  const results = await repeated(() => run(script)).catch(async (raised: unknown) => {
    const error = await withKeyTold(raised, script, performance.now() - startedAt, run);
    // What cost the connection, such as a value that is too large, ends the script outside of its statements.
    throw isStatementFailed(error) ? failureError(catalog, typed, undefined, error.failure) : error;
  });
  return { results };
}

/** Whether nothing but queries is there, each of which is one of Postgres's own with relations in front. */
async function areQueries(catalog: Catalog, statements: readonly RawStatement[]): Promise<boolean> {
  const breathe = breather();
  for (const { tree } of statements) {
    if (statementKind(tree) !== "query" || callsStored(catalog, tree)) return false;
    await breathe();
  }
  return true;
}

/** `explain: true` asks for the plans of the statements, as JSON. */
function asExplained({ tree, start, end }: RawStatement): RawStatement {
  if (tree.kind === "ExplainStmt") return { tree, start, end };
  const options = [{ DefElem: { defname: "format", arg: { String: { sval: "json" } } } }];
  return {
    tree: { kind: "ExplainStmt", fields: { query: { [tree.kind]: tree.fields }, options } },
    start,
    end,
  };
}

/** Statements that only read: one snapshot for all of them. */
async function readAll(
  { sqlRunner }: SqlServices,
  scope: TenantScope,
  catalog: Catalog,
  script: Pick<Script, "typed" | "params" | "paramTypes" | "limits">,
): Promise<readonly SqlResult[]> {
  const { typed, limits } = script;
  const compiled: CompiledSelect[] = [];
  const breathe = breather();
  for (const [index, one] of typed.statements.entries()) {
    compiled.push(compileQuery(catalog, typed, one, index));
    await breathe();
  }
  const statements = compiled.map((one, index) => withParameters(one, script, index));
  const outcome = await sqlRunner.selectAll(scope, statements, { ...limits, schema: catalog });
  if (!outcome.ok) throw failureError(catalog, typed, compiled[outcome.failure.statement], outcome.failure);
  const results: SqlResult[] = [];
  for (const [index, result] of outcome.results.entries()) {
    results.push(toResult("SELECT", withShownColumns(catalog, typed, index, result)));
    await breathe();
  }
  return results;
}

function compileQuery(
  catalog: Catalog,
  typed: TypedText,
  statement: RawStatement,
  index: number,
): CompiledSelect {
  const outcome = compileSelect(catalog, typed.text, statement);
  if (outcome.ok) return outcome.compiled;
  throw refusalError(typed, index, outcome.refusal);
}

/** Who may only read, or asked to, changes nothing; the transaction and the policies would refuse it as well. */
function refuseWrites({ scope, catalog }: SqlPlace, { typed }: Script, isReadOnly: boolean): void {
  const isViewer = scope.role === "viewer";
  if (!isReadOnly && !isViewer) return;
  const index = typed.statements.findIndex(
    ({ tree }) =>
      ["write", "copy", "definition"].includes(statementKind(tree)) || callsWriting(catalog, tree),
  );
  const statement = typed.statements[index];
  if (statement === undefined) return;
  const place = placeOf(typed.text, typed.statements, index, statement.start);
  const command = commandOf(statement.tree);
  if (isReadOnly)
    throw statementError("25006", `cannot execute ${command} in a read-only transaction`, place);
  throw statementError("42501", `permission denied: a viewer cannot execute ${command}`, place);
}
