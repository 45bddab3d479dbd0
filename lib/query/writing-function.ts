import type { Catalog, CatalogFunction } from "../catalog/types.ts";
import { defaultOf, resultSelect, returnedColumns } from "../engine/stored-view.ts";
import { ident, join, keyword, type Sql, sql } from "../sql/sql.ts";
import { ours } from "./composed-text.ts";
import type { RawStatement } from "./sql-parser.ts";
import { quoted } from "./statement-names.ts";
import { argumentsRow } from "./write/argument-edits.ts";
import { type CompiledStatement, compileStatement } from "./write/compile-statement.ts";
import type { CallerRules } from "./write/context.ts";
import { Refused } from "./write/refused.ts";

/** Where the arguments come to stand in a compiled body. */
export const argumentsMark = "\u0001";
const answerName = "$answer";

/** A body that writes, compiled for its caller: `WITH "$args" AS (…), …, "$answer" AS (…)`. */
export type WritingBody = Pick<CompiledStatement, "text" | "returns" | "targets">;

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
export async function compileBody(input: BodyToCompile): Promise<WritingBody> {
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
export interface WritingCall {
  readonly with: Sql;
  readonly result: Sql;
  readonly targets: readonly string[];
}

/** @param given per argument; null: its default. */
export function writingCall(
  called: CatalogFunction,
  { text, targets = [] }: Pick<WritingBody, "text"> & Partial<Pick<WritingBody, "targets">>,
  given: readonly (Sql | null)[],
): WritingCall {
  const [head = "", behind = ""] = text.split(argumentsMark);
  const values = called.arguments.map(
    (argument, index) =>
      sql`(${given[index] ?? defaultOf(called, argument)})::${keyword(argument.type)} as ${ident(`$${index + 1}`)}`,
  );
  const row = values.length === 0 ? sql`select` : sql`select ${join(values)}`;
  return { with: sql`${keyword(head)}${row}${keyword(behind)}`, result: resultOf(called), targets };
}

function resultOf(called: CatalogFunction): Sql {
  const rows = sql`(select * from ${ident(answerName)})`;
  if (called.returns.kind !== "void") return resultSelect(called, rows);
  // Nothing, and everything is carried out.
  const [column = { name: called.name }] = returnedColumns(called);
  return sql`select (case when count(*) < 0 then '' end)::text as ${ident(column.name)} from ${rows} as "$r"`;
}
