import type { ResponseSetting } from "../../catalog/block-steps.ts";
import { bareFunctionName } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { defaultOf, resultSelect, returnedColumns } from "../../engine/stored-view.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { ours } from "../text/composed-text.ts";
import { markOf } from "../text/mark.ts";
import { quoted } from "../text/statement-names.ts";
import { argumentsRow } from "../write/argument-edits.ts";
import { type CompiledStatement, compileStatement } from "../write/compile-statement.ts";
import type { CallerRules } from "../write/context.ts";
import { Refused } from "../write/refused.ts";

/** Where the arguments come to stand in a compiled body. */
const argumentsMark = markOf(1);
const answerName = "$answer";

/** A statement of a body, compiled for its caller: `WITH "$args" AS (…), …, "$answer" AS (…)`. */
export type CompiledBody = Pick<CompiledStatement, "text" | "returns" | "targets">;

/** A statement of a body that calls another function that writes, and does nothing else. */
export interface CalledBody {
  readonly called: CatalogFunction;
  /** Texts that speak of the arguments around by name and number; null: the default. */
  readonly given: readonly (string | null)[];
  readonly body: WritingBody;
}

/** A body that writes, compiled for its caller: its statements in order. */
export interface WritingBody {
  readonly before: readonly (CompiledBody | CalledBody)[];
  readonly last: CompiledBody | CalledBody;
}

export interface BodyToCompile {
  readonly catalog: Catalog;
  readonly called: Pick<CatalogFunction, "name" | "arguments">;
  readonly body: string;
  readonly statement: RawStatement;
  /** The columns of a query of the body. */
  readonly columnsOf: (text: string) => Promise<readonly string[]>;
  /** Absent: nothing binds the caller. */
  readonly rules?: CallerRules;
}

/** @throws {Refused} what a statement of the same words would be refused for. */
export async function compileBody(input: BodyToCompile): Promise<CompiledBody> {
  const { catalog, called, body, statement, columnsOf, rules } = input;
  const outcome = await compileStatement({
    catalog,
    text: body,
    statement,
    columnsOf: ({ text }) => columnsOf(text),
    body: {
      called,
      ...(rules === undefined ? {} : { rules }),
      front: ours(`${quoted(argumentsRow)} AS MATERIALIZED (${argumentsMark})`),
      behind: (answer) => [...ours(`${quoted(answerName)} AS MATERIALIZED (`), ...answer, ...ours("\n)")],
    },
  });
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  return outcome.compiled;
}

/** A call as WITH queries, and a SELECT of what the function returns to stand behind them. */
export interface WritingCall extends StepCall {
  readonly result: Sql;
  /** What one that is carried out step by step has set of the answer to the request. */
  readonly response?: Readonly<Record<ResponseSetting, string | null>>;
}

interface StepCall {
  /** Statements that run first, in order. */
  readonly before: readonly Sql[];
  readonly with: Sql;
  /** What the statement gives, over the queries of its WITH. */
  readonly rows: Sql;
  readonly targets: readonly string[];
}

/** @param given per argument; null: its default. */
export function writingCall(
  called: CatalogFunction,
  { before, last }: WritingBody,
  given: readonly (Sql | null)[],
): WritingCall {
  const steps = before.map((step) => stepCall(called, step, given));
  const final = stepCall(called, last, given);
  return {
    before: [...steps, final].flatMap((step, index) => [
      ...step.before,
      ...(index < steps.length ? [everything(step)] : []),
    ]),
    with: final.with,
    rows: final.rows,
    result: resultOf(called, final.rows),
    targets: [...steps, final].flatMap(({ targets }) => targets),
  };
}

function stepCall(
  called: CatalogFunction,
  step: CompiledBody | CalledBody,
  given: readonly (Sql | null)[],
): StepCall {
  if ("called" in step) return innerCall(called, step, given);
  const [head = "", behind = ""] = step.text.split(argumentsMark);
  const row = argumentsSelect(called, given, false);
  const rows = sql`(select * from ${ident(answerName)})`;
  return { before: [], with: sql`${keyword(head)}${row}${keyword(behind)}`, rows, targets: step.targets };
}

/** A call within the body of another function: what it is given speaks of that one's arguments. */
function innerCall(
  around: CatalogFunction,
  { called, given, body }: CalledBody,
  values: readonly (Sql | null)[],
): StepCall {
  const row = sql`(${argumentsSelect(around, values, true)}) as ${ident(around.name)}`;
  const inner = given.map((text) => (text === null ? null : sql`(select ${keyword(text)}\n from ${row})`));
  const { result, ...call } = writingCall(called, body, inner);
  return { ...call, rows: sql`(${result})` };
}

/** `select (…)::int as "$1"`, and by name where one is asked for. */
function argumentsSelect(called: CatalogFunction, given: readonly (Sql | null)[], isNamed: boolean): Sql {
  const values = called.arguments.flatMap((argument, index) => {
    const value = sql`(${given[index] ?? defaultOf(called, argument)})::${keyword(argument.type)}`;
    const names = [`$${index + 1}`, ...(isNamed && argument.name !== null ? [argument.name] : [])];
    return names.map((name) => sql`${value} as ${ident(name)}`);
  });
  return values.length === 0 ? sql`select` : sql`select ${join(values)}`;
}

/** The values of the arguments, to be found out once for all statements of a body. */
export function argumentValues(called: CatalogFunction, given: readonly (Sql | null)[]): Sql {
  return argumentsSelect(called, given, false);
}

/** Values that have been found out as what a call is given. */
export function foundArguments(
  { arguments: args }: CatalogFunction,
  values: readonly (string | null)[],
): readonly Sql[] {
  return args.map(({ type }, index) => {
    const value = values[index] ?? null;
    return value === null ? sql`null::${keyword(type)}` : sql`${literal(value)}::${keyword(type)}`;
  });
}

/** The same as parameters of the statement: however long they are, its text is not. */
export function sentArguments(
  { arguments: args }: CatalogFunction,
  values: readonly (string | null)[],
): readonly Sql[] {
  return args.map(({ type }, index) => sql`${values[index] ?? null}::${keyword(type)}`);
}

/** A statement that carries everything out and gives nothing. */
function everything(step: StepCall): Sql {
  return sql`${step.with} select count(*) from ${step.rows} as "$r"`;
}

export function resultOf(called: CatalogFunction, rows: Sql): Sql {
  if (called.returns.kind !== "void") return resultSelect(called, rows);
  // Nothing, and everything is carried out.
  const [column = { name: bareFunctionName(called.name) }] = returnedColumns(called);
  return sql`select (case when count(*) < 0 then '' end)::text as ${ident(column.name)} from ${rows} as "$r"`;
}
