import type { Catalog, CatalogFunction, FunctionStep, TypedName } from "../../catalog/types.ts";
import { guardWrite } from "../../expression/guard.ts";
import { compile, keyword, type Sql, sql } from "../../sql/sql.ts";
import { callableNames } from "../calls/stored-calls.ts";
import { type BodyTools, calledBody, outermost } from "../calls/writing-body.ts";
import {
  type CalledBody,
  type CompiledBody,
  compileBody,
  type WritingBody,
  writingCall,
} from "../calls/writing-function.ts";
import { ownTypeNames } from "../own-types.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { commandOf, locksRows, statementKind } from "../statement-kind.ts";
import { Refused } from "../write/refused.ts";
import type { ColumnsOfText } from "./create-view.ts";
import { refuseResult } from "./function-signature.ts";
import type { FunctionTools } from "./function-tools.ts";
import { unsupported } from "./step.ts";

/** A function but for what its body becomes. */
export type OwnFunction = Omit<CatalogFunction, "query" | "reads">;

/** A function whose body writes, or has several statements; Postgres checks each of them, and a call. */
export async function writingFunction(
  catalog: Catalog,
  own: OwnFunction,
  statements: readonly RawStatement[],
  { parse, columnsOf }: FunctionTools,
): Promise<CatalogFunction> {
  const commands = statements.map(writtenBy);
  refuseForm(own, statements, commands);
  const steps: Step[] = [];
  const given = own.arguments.map(({ type }) => sql`null::${keyword(type)}`);
  // The last statement's number of columns is looked at below, that of the others by nobody.
  for (const statement of statements)
    steps.push(await madeStep({ catalog, parse }, own, statement, columnsOf));
  const last = steps.pop();
  if (last === undefined) throw new RangeError("a body without a statement");
  const before = steps.map(({ query, asked }) => ({ query, asked }));
  const made: CatalogFunction = {
    ...own,
    query: last.query,
    reads: [],
    writes: {
      command: commands.find((command) => command !== "SELECT") ?? "SELECT",
      asked: last.asked,
      ...(before.length === 0 ? {} : { before }),
    },
  };
  for (const step of steps) await describeStep(own, step, given, columnsOf);
  await checkResult(made, last, given, columnsOf);
  return made;
}

/** A statement that is carried out by itself, once Postgres has looked at it, with the columns that it gives. */
export async function checkedStep(
  catalog: Catalog,
  around: OwnFunction,
  text: string,
  { parse, columnsOf }: FunctionTools,
): Promise<FunctionStep & { readonly columns: () => Promise<readonly TypedName[]> }> {
  const own: OwnFunction = { ...around, body: text };
  const parsed = await parse(text);
  if (!parsed.ok) throw new Refused("syntaxError", parsed.message);
  const [statement, second] = parsed.statements;
  if (statement === undefined || second !== undefined || !isRows(statement))
    throw unsupported(statement === undefined ? "An empty statement" : commandOf(statement.tree), null);
  refuseForm(own, [statement], [writtenBy(statement)]);
  const step = await madeStep({ catalog, parse }, own, statement, columnsOf);
  const given = own.arguments.map(({ type }) => sql`null::${keyword(type)}`);
  await describeStep(own, step, given, columnsOf);
  const { query, asked, compiled } = step;
  const called: CatalogFunction = { ...own, query, reads: [], returns: { kind: "void" } };
  const call = writingCall(called, { before: [], last: compiled }, given);
  const columns = () => columnsOf(compile(sql`${call.with} select * from ${call.rows} as "$r"`).text);
  return { query, asked, columns };
}

/** Whether a statement may stand in a function's body. */
export function isRows({ tree }: RawStatement): boolean {
  return ["query", "write"].includes(statementKind(tree)) && tree.kind !== "MergeStmt";
}

interface Step extends FunctionStep {
  readonly compiled: CompiledBody | CalledBody;
}

async function madeStep(
  tools: BodyTools,
  own: OwnFunction,
  statement: RawStatement,
  columnsOf: ColumnsOfText,
): Promise<Step> {
  const { catalog } = tools;
  const refusal = guardWrite(statement.tree, {
    types: ownTypeNames(catalog),
    functions: callableNames(catalog),
    sequences: true,
  });
  if (refusal !== null) throw Refused.with({ ...refusal, location: null });
  const query = own.body.slice(statement.start, statement.end);
  const called: CatalogFunction = { ...own, query, reads: [] };
  const inner = await calledBody(tools, { body: own.body, statement }, outermost(own));
  if (inner !== null) return { query, asked: [], compiled: inner };
  const asked: (readonly string[])[] = [];
  const given = own.arguments.map(({ type }) => sql`null::${keyword(type)}`);
  const tell = async (text: string) => {
    const columns = await columnsOf(compile(writingCall(called, alone({ text }), given).with).text);
    asked.push(columns.map(({ name }) => name));
    return columns.map(({ name }) => name);
  };
  const compiled = await compileBody({ catalog, called, body: own.body, statement, columnsOf: tell });
  return { query, asked, compiled };
}

function alone({ text }: Pick<CompiledBody, "text">): WritingBody {
  return { before: [], last: { text, returns: true, targets: [] } };
}

async function describeStep(
  own: OwnFunction,
  { query, compiled }: Step,
  given: readonly Sql[],
  columnsOf: ColumnsOfText,
): Promise<void> {
  const called: CatalogFunction = { ...own, query, reads: [], returns: { kind: "void" } };
  const call = writingCall(called, { before: [], last: compiled }, given);
  await columnsOf(compile(sql`${call.with} ${call.result}`).text);
}

async function checkResult(
  made: CatalogFunction,
  { compiled }: Step,
  given: readonly Sql[],
  columnsOf: ColumnsOfText,
): Promise<void> {
  const call = writingCall(made, { before: [], last: compiled }, given);
  if (made.returns.kind !== "void") {
    const isRows = "called" in compiled ? compiled.called.returns.kind !== "void" : compiled.returns;
    const text = compile(sql`${call.with} select * from ${call.rows} as "$r"`).text;
    refuseResult(made, isRows ? await columnsOf(text) : []);
  }
  await columnsOf(compile(sql`${call.with} ${call.result}`).text);
}

function writtenBy({ tree }: RawStatement): string {
  if (tree.kind !== "SelectStmt") return commandOf(tree);
  const json = JSON.stringify(tree.fields.withClause ?? {});
  return (
    ["INSERT", "UPDATE", "DELETE"].find((one) =>
      json.includes(`"${one[0]}${one.slice(1).toLowerCase()}Stmt"`),
    ) ?? "SELECT"
  );
}

function refuseForm(
  own: OwnFunction,
  statements: readonly RawStatement[],
  commands: readonly string[],
): void {
  for (const { tree } of statements) {
    if (locksRows(tree)) throw unsupported("FOR UPDATE in a function", null);
    if (JSON.stringify(tree.fields).includes('"MergeStmt"')) throw unsupported("MERGE in a function", null);
  }
  if (own.isStrict === true)
    throw unsupported(
      "STRICT for a function that writes",
      null,
      "Leave it out, and say WHERE … IS NOT NULL.",
    );
  if (own.arguments.some(({ row }) => row !== undefined))
    throw unsupported("A row as an argument of a function that writes", null, "Give its columns one by one.");
  const command = commands.find((one) => one !== "SELECT");
  if (own.volatility === "volatile" || command === undefined) return;
  throw new Refused("featureNotSupported", `${command} is not allowed in a non-volatile function`, {
    hint: "Leave out STABLE and IMMUTABLE: a function that writes is VOLATILE.",
  });
}
