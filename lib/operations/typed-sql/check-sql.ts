import { type AppError, isAppError } from "../../errors/app-error.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { compileDefinition } from "../../query/definition/compile-definition.ts";
import { commandOf, type StatementKind, statementKind } from "../../query/statement-kind.ts";
import { risingPoints } from "../../query/text/positions.ts";
import { Refused } from "../../query/write/refused.ts";
import { runtime } from "../../runtime/runtime.ts";
import { sql } from "../../sql/sql.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { withinLimit } from "../within-limit.ts";
import { type DescribeInput, describeStatement, describing } from "./describe-sql.ts";
import { parsedAround } from "./parse-around.ts";
import { inSavepoint } from "./savepoint.ts";
import { type Progress, told } from "./script-progress.ts";
import { unsupportedStatement } from "./script-unsupported.ts";
import { refusalError, type TypedText } from "./sql-errors.ts";
import type { SqlPlace, SqlServices } from "./sql-run.ts";

/** What is wrong with a text, as running it would say it. */
export interface SqlProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** 0-based. */
  readonly statement: number;
  /** 1-based, in code points of the statement; null if it is not known. */
  readonly position: number | null;
}

/** What running a statement would do. */
export interface CheckedStatement {
  readonly command: string;
  readonly kind: StatementKind;
  /** The tables that it would write to. */
  readonly tables: readonly string[];
  /** Whether it would change or delete whatever is there: no WHERE, TRUNCATE, DROP. */
  readonly is_unbounded: boolean;
  /** What it would give, as far as that is known. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Where it stands: 0-based code points of the text. */
  readonly start: number;
  readonly end: number;
}

export interface CheckedSql {
  readonly statements: readonly CheckedStatement[];
  readonly problems: readonly SqlProblem[];
}

/** Looks at a text as it is typed: what is wrong with it, and what it would do. Nothing of it runs. */
export async function checkSql(actor: Actor, databaseId: string, input: DescribeInput): Promise<CheckedSql> {
  await withinLimit(actor.userId, rateLimitRules.check);
  const scope = await authorize(actor, databaseId, "viewer");
  return runtime().catalogs.use(scope, (catalog) => checkText(runtime(), { scope, catalog }, input));
}

async function checkText(
  services: SqlServices,
  place: SqlPlace,
  { query, param_types: paramTypes = [] }: DescribeInput,
): Promise<CheckedSql> {
  const { typed, broken } = await around(services, query);
  if (typed === null) return { statements: [], problems: [...broken.values()].map(problemOf) };
  if (typed.statements.length === 0) return { statements: [], problems: [...broken.values()].map(problemOf) };
  return describing(services, place, { typed, paramTypes }, async (progress) => {
    const statements: CheckedStatement[] = [];
    const problems: SqlProblem[] = [];
    const pointsAt = risingPoints(typed.text);
    let isKnown = true;
    for (const [index, { tree }] of typed.statements.entries()) {
      const error = broken.get(index);
      if (error !== undefined) problems.push(problemOf(error));
      const outcome = isKnown && error === undefined ? await checkStatement(progress, index) : nothing;
      if (outcome.problem !== null) problems.push(outcome.problem);
      statements.push({
        ...shapeOf(typed, index, pointsAt),
        tables: outcome.tables,
        columns: outcome.columns,
      });
      // What a definition makes is not there to be looked at by those behind it.
      if (statementKind(tree) === "definition") isKnown = false;
    }
    for (const [index, error] of broken) if (index >= statements.length) problems.push(problemOf(error));
    return { statements, problems };
  });
}

/** What is too much to parse is a problem as others are. */
async function around(services: SqlServices, query: string): ReturnType<typeof parsedAround> {
  try {
    return await parsedAround(services, query);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { typed: null, broken: new Map([[0, error]]) };
  }
}

interface Outcome extends Pick<CheckedStatement, "tables" | "columns"> {
  readonly problem: SqlProblem | null;
}

const nothing: Outcome = { tables: [], columns: [], problem: null };

async function checkStatement(progress: Progress, index: number): Promise<Outcome> {
  const { tx } = progress.session;
  await tx.query(sql`savepoint "$check"`);
  try {
    return await lookAt(progress, index);
  } catch (error) {
    await tx.query(sql`rollback to savepoint "$check"`);
    const refused =
      error instanceof Refused ? refusalError(progress.script.typed, index, error.refusal) : error;
    return { ...nothing, problem: problemOf(refused) };
  }
}

async function lookAt(progress: Progress, index: number): Promise<Outcome> {
  const statement = progress.script.typed.statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  const kind = statementKind(statement.tree);
  switch (kind) {
    case "query":
    case "write": {
      const { compiled, columns } = await describeStatement(progress, index);
      return { tables: [...new Set(compiled.targets)], columns, problem: null };
    }
    case "definition":
      return { ...nothing, tables: await definedBy(progress, index) };
    case "unsupported":
      throw unsupportedStatement(statement.tree);
    default:
      return nothing;
  }
}

async function definedBy(progress: Progress, index: number): Promise<readonly string[]> {
  const { catalog, script, services, session } = progress;
  const statement = script.typed.statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  const outcome = await compileDefinition(catalog, script.typed.text, statement, {
    parse: (text) => services.sqlParser.parse(text),
    attempt: (work) => inSavepoint(session, work),
    columnsOf: (text) =>
      told(progress, index, { text, toStatement: () => null }, () =>
        session.describe(index, { text, values: [] }),
      ),
  });
  if (!outcome.ok) throw refusalError(script.typed, index, outcome.refusal);
  const { changes, emptied = [] } = outcome.step;
  const named = changes.flatMap((change) =>
    "table" in change && typeof change.table === "string" ? [change.table] : [],
  );
  return [...new Set([...emptied, ...named])];
}

/** @throws what is no error of the text. */
function problemOf(error: unknown): SqlProblem {
  if (!isAppError(error) || error.code.startsWith("RH")) throw error;
  const { code, message, hint } = error;
  return { code, message, hint, ...placeIn(error) };
}

function placeIn({ details }: AppError): Pick<SqlProblem, "statement" | "position"> {
  // The cast: every error of a statement has these details.
  const { statement = 0, position = null } = (details ?? {}) as Partial<SqlProblem>;
  return { statement, position };
}

function shapeOf(
  { statements }: TypedText,
  index: number,
  pointsAt: (index: number) => number,
): Pick<CheckedStatement, "command" | "kind" | "is_unbounded" | "start" | "end"> {
  const statement = statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  const { tree, start, end } = statement;
  return {
    command: commandOf(tree),
    kind: statementKind(tree),
    is_unbounded: isUnbounded(tree),
    start: pointsAt(start),
    end: pointsAt(end),
  };
}

function isUnbounded(tree: TreeNode): boolean {
  const { kind, fields } = tree;
  if (kind === "UpdateStmt" || kind === "DeleteStmt") return fields.whereClause === undefined;
  if (kind === "TruncateStmt") return true;
  if (kind === "DropStmt") return fields.removeType === "OBJECT_TABLE";
  if (kind === "AlterTableStmt")
    return asList(fields.cmds).some((item) => unwrap(item)?.fields.subtype === "AT_DropColumn");
  const { ctes } = (fields.withClause ?? {}) as { ctes?: unknown };
  return asList(ctes).some((item) => {
    const query = unwrap(unwrap(item)?.fields.ctequery);
    return query !== null && isUnbounded(query);
  });
}
