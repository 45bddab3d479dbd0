import type { Catalog, CatalogFunction } from "../catalog/types.ts";
import { asList, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, keyword, sql } from "../sql/sql.ts";
import { callerEdits } from "./caller-edits.ts";
import { listItems, type Range } from "./clauses.ts";
import { compose, cutter, ours } from "./composed-text.ts";
import { ownTypeEdits } from "./own-types.ts";
import { byteIndex } from "./positions.ts";
import type { ParseOutcome, RawStatement } from "./sql-parser.ts";
import { quoted } from "./statement-names.ts";
import {
  argumentsOf,
  bracketOf,
  callableNames,
  calledFunction,
  type StoredCall,
  storedCalls,
  writesHere,
} from "./stored-calls.ts";
import { resolveTables } from "./table-references.ts";
import type { CompiledStatement } from "./write/compile-statement.ts";
import { refuseOurNames } from "./write/our-names.ts";
import { Refused } from "./write/refused.ts";
import { compileBody, type WritingBody, writingCall } from "./writing-function.ts";

/** The body of a stored function as it was when the function was made: its queries have the same columns. */
export async function storedBody(
  input: Omit<Parameters<typeof compileBody>[0], "body" | "statement" | "columnsOf" | "called">,
  called: CatalogFunction,
  parse: (text: string) => Promise<ParseOutcome>,
): Promise<WritingBody> {
  const parsed = await parse(called.query);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new RangeError(`the body of ${called.name} is no statement any more`);
  const asked = [...(called.writes?.asked ?? [])];
  const columnsOf = () => Promise.resolve(asked.shift() ?? []);
  return compileBody({ ...input, called, body: called.query, statement, columnsOf });
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
  parse: (text: string) => Promise<ParseOutcome>,
): Promise<CompiledStatement> {
  const typed = text.slice(start, end);
  refuseOurNames(typed, tree);
  const resolved = resolveTables(catalog, tree);
  if (!resolved.ok) throw Refused.with(resolved.refusal);
  const { tables, parameters } = resolved.references;
  const [found, ...others] = storedCalls(callableNames(catalog), tree);
  if (found === undefined) throw new RangeError("no call");
  const called = calledFunction(catalog, found.call);
  if (others.length > 0 || tables.length > 0 || !isAlone(tree, found, called))
    throw writesHere(found.call, called.name);
  const toIndex = byteIndex(text);
  const indexOf = (offset: number) => toIndex(offset) - start;
  const plain = [...callerEdits(typed, tree, indexOf), ...ownTypeEdits(catalog, typed, tree, indexOf)];
  const at = indexOf(Number(found.call.fields.location ?? 0));
  const { inside, after } = bracketOf(typed, at);
  const cut = cutter(typed, plain);
  const textOf = (range: Range) =>
    keyword(
      cut(range.start, range.end)
        .map((piece) => piece.text)
        .join(""),
    );
  const given = argumentsOf(called, found.call, listItems(typed, inside), typed, textOf);
  const body = await storedBody({ catalog }, called, parse);
  const { with: queries, result } = writingCall(called, body, given);
  const front = compile(sql`${queries}, "$result" as materialized (${result})`).text;
  const alias =
    found.item === null || found.item.fields.alias !== undefined ? "" : ` AS ${quoted(called.name)}`;
  const edit = { at, end: after, text: `(select * from "$result")${alias}` };
  const outside = plain.filter((own) => own.at < at || own.at >= after);
  const composed = compose(typed, [
    ...ours(`${front}\n`),
    ...cutter(typed, [...outside, edit])(0, typed.length),
  ]);
  return { ...composed, command: "SELECT", returns: true, parameters, targets: body.targets };
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
