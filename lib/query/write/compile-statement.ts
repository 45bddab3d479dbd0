import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { settlement } from "../../engine/write/settlement.ts";
import type { Refusal } from "../../expression/refusal.ts";
import { asList, leftmostLocation, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { breather } from "../breather.ts";
import { callEdits } from "../calls/call-edits.ts";
import { enumEdits } from "../enums/enum-edits.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { readableSelect } from "../rows/readable.ts";
import { locksRows } from "../statement-kind.ts";
import { resolveTables, type TableReferences } from "../table-references.ts";
import { sampleEdits, withSamples } from "../table-samples.ts";
import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";
import {
  bracketed,
  type ComposedText,
  compose,
  cutter,
  type Fragments,
  isWithin,
  joined,
  ours,
} from "../text/composed-text.ts";
import { byteIndex } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";
import { compileDelete } from "./compile-delete.ts";
import { compileInsert } from "./compile-insert.ts";
import { compileMerge } from "./compile-merge.ts";
import { compileUpdate } from "./compile-update.ts";
import type { CompiledPart, Effect, WriteCommand } from "./compiled-part.ts";
import { type CallerRules, fixed, type WriteContext } from "./context.ts";
import type { KeptRun } from "./kept-run.ts";
import { hasSeveralWrites, otherWrites } from "./other-writes.ts";
import { refuseOurNames } from "./our-names.ts";
import { relationCte } from "./read-edits.ts";
import { Refused } from "./refused.ts";
import { bodyOf, refuseReading } from "./with-queries.ts";
import { wordEdits } from "./word-edits.ts";

/** A write over virtual tables as one statement over stored rows. */
export interface CompiledStatement extends ComposedText {
  readonly command: WriteCommand | "SELECT";
  readonly parameters: ReadonlySet<number>;
  /** Whether its rows are what the user asked for; else the one row holds a count of rows written. */
  readonly returns: boolean;
  /** Names of the tables that it writes to. */
  readonly targets: readonly string[];
  /** What the counts behind its own columns are of: in each row the same. */
  readonly effects: readonly Effect[];
}

export type StatementOutcome =
  | { readonly ok: true; readonly compiled: CompiledStatement }
  | { readonly ok: false; readonly refusal: Refusal };

/** Asks the server for the names of the columns that a query gives; it throws what the server says. */
export type ColumnsOf = (query: ComposedText) => Promise<readonly string[]>;

export interface StatementToCompile {
  readonly catalog: Catalog;
  /** What was parsed; the statement's locations refer to it. */
  readonly text: string;
  readonly statement: RawStatement;
  readonly columnsOf: ColumnsOf;
  /** Keeps the rows that are written as they were and are. */
  readonly kept?: KeptRun;
  /** Whether the answer of an upsert or a MERGE counts what was done to its rows. */
  readonly hasEffects?: boolean;
  /** Of a function's body. */
  readonly body?: StatementBody;
}

/** A statement that is the body of a function: its arguments, and the rules of whoever calls it. */
export interface StatementBody {
  readonly called: Pick<CatalogFunction, "name" | "arguments">;
  readonly rules?: CallerRules;
  /** What stands in front of the statement's WITH queries. */
  readonly front: Fragments;
  /** What is made of the SELECT that answers it. */
  readonly behind: (answer: Fragments) => Fragments;
}

/**
 * Compiles a guarded INSERT, UPDATE or DELETE, or a SELECT that holds some in its WITH list or locks rows. The pieces of
 * the text stay as typed; tables in them are called by the names of the relations that stand in front.
 */
export async function compileStatement(input: StatementToCompile): Promise<StatementOutcome> {
  const resolved = resolveTables(input.catalog, input.statement.tree);
  if (!resolved.ok) return resolved;
  try {
    return { ok: true, compiled: await compileLinked(input, resolved.references) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Of several writes each is told of the others by the names of their queries, which compiling them gives. */
async function compileLinked(
  input: StatementToCompile,
  references: TableReferences,
): Promise<CompiledStatement> {
  const { catalog, statement, kept } = input;
  if (!hasSeveralWrites(statement.tree)) return (await compileResolved(input, references, alone)).compiled;
  const tried = kept && { ...kept, refusals: new Set(kept.refusals), writes: new Map(kept.writes) };
  const asked: (readonly string[])[] = [];
  const columnsOf: ColumnsOf = async (query) => {
    const columns = await input.columnsOf(query);
    asked.push(columns);
    return columns;
  };
  const first = { ...input, columnsOf, ...(tried && { kept: tried }) };
  const { writes } = await compileResolved(first, references, alone);
  const others = otherWrites(catalog, statement.tree, writes);
  // Rows that the caller's rules hide are nobody's to settle.
  const hasRules = input.body?.rules !== undefined;
  const parts = writes.flatMap((write) => write.parts);
  const beside = { others, settlement: hasRules ? null : settlement(catalog, parts) };
  // The same questions in the same order, with queries in front that may speak of those behind.
  const answered: ColumnsOf = async () => asked.shift() ?? [];
  return (await compileResolved({ ...input, columnsOf: answered }, references, beside)).compiled;
}

/** What a statement's writes are told of each other. */
type Beside = Pick<WriteContext, "others" | "settlement">;

const alone: Beside = { others: [], settlement: null };

async function compileResolved(
  input: StatementToCompile,
  references: TableReferences,
  beside: Beside,
): Promise<{ readonly compiled: CompiledStatement; readonly writes: WriteContext["writes"] }> {
  const { catalog, text, statement, body } = input;
  const breathe = breather();
  const toIndex = byteIndex(text);
  const typed = text.slice(statement.start, statement.end);
  const indexOf = (offset: number) => toIndex(offset) - statement.start;
  refuseOurNames(typed, statement.tree);
  const isLocking = locksRows(statement.tree);
  const words = wordEdits({ catalog, typed, tree: statement.tree, indexOf }, references, body?.called);
  await breathe();
  const typedWords = enumEdits(catalog, typed, statement.tree, indexOf, words, {
    ...(body && { called: body.called }),
  });
  const samples = sampleEdits({
    ...{ typed, nodes: references.samples, indexOf, edits: typedWords },
    relation: (name) => (isLocking ? `(${compile(readableSelect(catalog, name)).text})` : quoted(`$${name}`)),
  });
  const plain = withSamples(typedWords, samples);
  const read = body?.rules?.read;
  const calls = callEdits({ catalog, typed, statement: statement.tree, indexOf, edits: plain, read });
  // What stands inside of a call has been made part of it.
  const edits = [...calls, ...plain.filter((edit) => !calls.some((call) => isWithin(call, edit)))];
  await breathe();
  const relations = isLocking ? [] : references.tables.map((name) => relationCte(catalog, name, read));
  const context = writeContext(input, { typed, indexOf, cut: cutter(typed, edits), ...beside }, relations);
  const { command, answer, returns, effects } = await compileRoot(context, statement.tree);
  context.ctes.push(...(beside.settlement?.queries ?? []).map((query) => fixed(query)));
  await breathe();
  const whole = body === undefined ? [...withList(context), ...answer] : bodyText(context, body, answer);
  const composed = compose(typed, whole);
  const { targets, writes } = context;
  const { parameters } = references;
  return { compiled: { ...composed, command, returns, parameters, targets, effects }, writes };
}

function writeContext(
  { catalog, columnsOf, kept, hasEffects = false, body }: StatementToCompile,
  own: Pick<WriteContext, "typed" | "indexOf" | "cut" | "others" | "settlement">,
  relations: readonly Fragments[],
): WriteContext {
  let count = 0;
  const context: WriteContext = {
    catalog,
    ...own,
    ctes: [...(body === undefined ? [] : [body.front]), ...relations],
    ...(body?.rules === undefined ? {} : { rules: body.rules }),
    writes: [],
    targets: [],
    // What is told may stand further behind.
    state: { isRecursive: own.others.length > 0, query: null },
    ...(kept === undefined ? {} : { kept }),
    hasEffects,
    prefix: () => `$${++count}_`,
    name: (suffix) => `$${++count}_${suffix}`,
    columnsOf: (query) => columnsOf(compose(own.typed, [...withList(context), ...bracketed(query)])),
  };
  return context;
}

/** The answer joins the WITH queries, so that what calls the function can stand behind them. */
function bodyText(context: WriteContext, { behind }: StatementBody, answer: Fragments): Fragments {
  return [...withList({ ...context, ctes: [...context.ctes, behind(answer)] })];
}

function withList({ ctes, state }: WriteContext): Fragments {
  if (ctes.length === 0) return [];
  return [...ours(state.isRecursive ? "WITH RECURSIVE " : "WITH "), ...joined(ctes, ", "), ...ours("\n")];
}

const kinds: Readonly<Record<string, true>> = Object.fromEntries(
  ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].map((kind) => [kind, true]),
);

async function compileRoot(
  context: WriteContext,
  tree: TreeNode,
): Promise<Pick<CompiledStatement, "command" | "returns" | "effects"> & Pick<CompiledPart, "answer">> {
  const body = await withQueries(context, tree);
  if (kinds[tree.kind]) return compilePart(context, tree, body, null);
  const answer = context.cut(body.start, body.end);
  // `(WITH … SELECT …) ORDER BY 1` cannot stand behind another list.
  const isWhole = tree.fields.withClause === undefined || body.start > 0 || context.ctes.length === 0;
  return {
    ...{ command: "SELECT", returns: true, effects: [] },
    answer: isWhole ? answer : bracketed(answer),
  };
}

/** @param name of the WITH query that it is; null: the statement's body. */
function compilePart(
  context: WriteContext,
  node: TreeNode,
  range: Range,
  name: string | null,
): Promise<CompiledPart> | CompiledPart {
  context.state.query = name;
  switch (node.kind) {
    case "InsertStmt":
      return compileInsert(context, node, range);
    case "UpdateStmt":
      return compileUpdate(context, node, range);
    case "MergeStmt":
      return compileMerge(context, node, range);
    default:
      return compileDelete(context, node, range);
  }
}

/** Puts the statement's WITH queries among ours, writes compiled; what is left is the body. */
async function withQueries(context: WriteContext, tree: TreeNode): Promise<Range> {
  const { typed, indexOf } = context;
  const whole = { start: 0, end: typed.length };
  const clause = tree.fields.withClause as TreeFields | undefined;
  if (clause === undefined) return whole;
  const queries = asList(clause.ctes).flatMap((item) => unwrap(item) ?? []);
  const writes =
    kinds[tree.kind] === true || queries.some((query) => kinds[unwrap(query.fields.ctequery)?.kind ?? ""]);
  const placed = placedTokens(typed, whole);
  // Behind a list of ours there may be a query in brackets that has a list of its own.
  if (!writes && (context.ctes.length === 0 || placed[0]?.word !== "WITH")) return whole;
  if (clause.recursive === true) context.state.isRecursive = true;
  if (placed[0]?.word !== "WITH")
    throw new Refused("featureNotSupported", "Leave out the brackets around the statement.");
  const bodyStart = bodyOf(context, tree, queries);
  const list = { start: indexOf(leftmostLocation(queries[0] as TreeNode) ?? 0), end: bodyStart };
  if (!writes) {
    context.ctes.push(context.cut(list.start, list.end));
    return { start: bodyStart, end: typed.length };
  }
  const items = listItems(typed, list);
  for (const [index, query] of queries.entries()) {
    const item = items[index] ?? list;
    const inner = unwrap(query.fields.ctequery);
    if (inner === null || !kinds[inner.kind]) context.ctes.push(context.cut(item.start, item.end));
    else await writingQuery(context, tree, query, { inner, item });
  }
  return { start: bodyStart, end: typed.length };
}

/** `d (a, b) AS (DELETE … RETURNING …)` */
async function writingQuery(
  context: WriteContext,
  tree: TreeNode,
  query: TreeNode,
  { inner, item }: { readonly inner: TreeNode; readonly item: Range },
): Promise<void> {
  const placed = placedTokens(context.typed, item);
  const as = placed.find((token) => token.depth === 0 && token.word === "AS");
  const open = placed.find(
    (token) => token.depth === 0 && token.word === "(" && token.start > (as?.start ?? 0),
  );
  if (as === undefined || open === undefined) throw new RangeError("a WITH query without AS");
  if (inner.fields.withClause !== undefined) {
    throw new Refused("featureNotSupported", "A write inside of WITH cannot have a WITH of its own.", {
      location: Number(query.fields.location ?? 0),
      hint: "Put its queries into the outer list.",
    });
  }
  const { inside } = insideOf(context.typed, item, open);
  const part = await compilePart(context, inner, inside, String(query.fields.ctename));
  if (!part.returns) {
    refuseReading(tree, String(query.fields.ctename));
    return;
  }
  context.ctes.push([...context.cut(item.start, as.start), ...ours(" AS ("), ...part.answer, ...ours("\n)")]);
}
