import { bareFunctionName } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, keyword, type Sql, sql } from "../../sql/sql.ts";
import { enumEdits } from "../enums/enum-edits.ts";
import { ownTypeEdits } from "../own-types.ts";
import type { ParseOutcome, RawStatement } from "../parser/sql-parser.ts";
import { resolveTables } from "../table-references.ts";
import { listItems, type Range } from "../text/clauses.ts";
import { type ComposedText, compose, cutter, ours } from "../text/composed-text.ts";
import { byteIndex, codePoints } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";
import type { CompiledStatement } from "../write/compile-statement.ts";
import { refuseOurNames } from "../write/our-names.ts";
import { Refused } from "../write/refused.ts";
import { typesOf } from "./call-types.ts";
import { callerEdits } from "./caller-edits.ts";
import {
  argumentsOf,
  bracketOf,
  callableNames,
  calledFunction,
  type StoredCall,
  storedCalls,
  writesHere,
} from "./stored-calls.ts";
import { type BodyTools, storedBody } from "./writing-body.ts";
import { argumentValues, foundArguments, type WritingCall, writingCall } from "./writing-function.ts";

/** What the compiling of a call asks for. */
export interface CallTools {
  readonly parse: (text: string) => Promise<ParseOutcome>;
  /** The one row of a query. */
  readonly find: (
    query: ComposedText & Pick<CompiledStatement, "parameters">,
  ) => Promise<readonly (string | null)[]>;
  /** Carries a function out step by step, unless nothing is to run. @param given the values of its arguments. */
  readonly carryOut: (called: CatalogFunction, given: readonly (string | null)[]) => Promise<WritingCall>;
}

/** A call, and the statements of the function that run in front of it. */
export interface CompiledCall extends CompiledStatement {
  readonly before: readonly string[];
}

/**
 * `SELECT f(…)` and `SELECT … FROM f(…) …` of a function that writes: its queries stand in front of the statement.
 *
 * @throws {Refused} for a call at any other place.
 */
export async function compileCall(
  catalog: Catalog,
  text: string,
  { tree, start, end }: RawStatement,
  { parse, find, carryOut }: CallTools,
): Promise<CompiledCall> {
  const typed = text.slice(start, end);
  refuseOurNames(typed, tree);
  const resolved = resolveTables(catalog, tree);
  if (!resolved.ok) throw Refused.with(resolved.refusal);
  const { tables, parameters } = resolved.references;
  const [alone, ...others] = storedCalls(callableNames(catalog), tree);
  if (alone === undefined) throw new RangeError("no call");
  const called = calledFunction(catalog, alone.call, typesOf(catalog, tree));
  if (others.length > 0 || tables.length > 0 || !isAlone(tree, alone, called))
    throw writesHere(alone.call, called);
  const toIndex = byteIndex(text);
  const indexOf = (offset: number) => toIndex(offset) - start;
  const words = [...callerEdits(typed, tree, indexOf), ...ownTypeEdits(catalog, typed, tree, indexOf)];
  const plain = enumEdits(catalog, typed, tree, indexOf, words);
  const at = indexOf(Number(alone.call.fields.location ?? 0));
  const { inside, after } = bracketOf(typed, at);
  const cut = cutter(typed, plain);
  const textOf = (range: Range) =>
    keyword(
      cut(range.start, range.end)
        .map((piece) => piece.text)
        .join(""),
    );
  const given = argumentsOf(called, alone.call, listItems(typed, inside), typed, textOf);
  const asked = { typed, at, parameters, find };
  const call =
    called.steps === undefined
      ? await bodyCall({ catalog, parse }, called, given, asked)
      : await carryOut(called, await found(called, given, asked));
  const { before, with: queries, result, targets } = call;
  const front = compile(sql`${queries}, "$result" as materialized (${result})`).text;
  const alias =
    alone.item === null || alone.item.fields.alias !== undefined
      ? ""
      : ` AS ${quoted(bareFunctionName(called.name))}`;
  const shown =
    called.returns.kind === "void" ? `null::void as ${quoted(bareFunctionName(called.name))}` : "*";
  const edit = { at, end: after, text: `(select ${shown} from "$result")${alias}` };
  const outside = plain.filter((own) => own.at < at || own.at >= after);
  const composed = compose(typed, [
    ...ours(`${front}\n`),
    ...cutter(typed, [...outside, edit])(0, typed.length),
  ]);
  const steps = before.map((step) => compile(step).text);
  return { ...composed, command: "SELECT", returns: true, parameters, targets, effects: [], before: steps };
}

async function bodyCall(
  tools: BodyTools,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  asked: Asked,
): Promise<WritingCall> {
  const body = await storedBody(tools, called);
  const isOne = body.before.length === 0;
  return writingCall(called, body, isOne ? given : foundArguments(called, await found(called, given, asked)));
}

/** What the arguments come to: the statements of a body have the same ones, whatever they do. */
async function found(
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  { typed, at, parameters, find }: Asked,
): Promise<readonly (string | null)[]> {
  if (called.arguments.length === 0) return [];
  const { text } = compile(argumentValues(called, given));
  const composed = compose(typed, [{ text, origin: null }]);
  const position = codePoints(typed, at) + 1;
  return find({ ...composed, toStatement: () => position, parameters });
}

interface Asked extends Pick<CompiledStatement, "parameters">, Pick<CallTools, "find"> {
  readonly typed: string;
  readonly at: number;
}

/** The one item of FROM, or the whole of a list without FROM. */
function isAlone({ kind, fields }: TreeNode, { call, item }: StoredCall, called: CatalogFunction): boolean {
  if (kind !== "SelectStmt" || fields.withClause !== undefined || fields.larg !== undefined) return false;
  const from = asList(fields.fromClause).map(unwrap);
  if (item !== null) {
    const isPlain = [item.fields.ordinality, item.fields.coldeflist, item.fields.is_rowsfrom].every(
      (one) => one === undefined || one === false,
    );
    return isPlain && from.length === 1 && from[0]?.fields === item.fields;
  }
  const { returns } = called;
  const isOne = returns.kind === "void" || (returns.kind === "value" && !returns.isSet);
  const [target, ...more] = asList(fields.targetList).map(unwrap);
  const isList = more.length === 0 && unwrap(target?.fields.val)?.fields === call.fields;
  return isOne && isList && from.length === 0 && fields.whereClause === undefined;
}
