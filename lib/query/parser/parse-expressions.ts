import type { Catalog } from "../../catalog/types.ts";
import { callerCalls } from "../../expression/caller-functions.ts";
import { ExpressionBook } from "../../expression/expression-book.ts";
import {
  aggregateFunctions,
  changingFunctions,
  setReturningFunctions,
  windowFunctions,
} from "../../expression/function-kinds.ts";
import { guardQuery } from "../../expression/guard.ts";
import type {
  ColumnMention,
  ExpressionFacts,
  ExpressionOutcome,
  ExpressionRow,
  ParsedExpression,
  Replacement,
  ReplacementsOutcome,
  Span,
} from "../../expression/parsed-expression.ts";
import { type Refusal, refuse } from "../../expression/refusal.ts";
import { asList, childrenOf, locationOf, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { rowExpressionEdits } from "../enums/enum-edits.ts";
import type { Source } from "../enums/scope.ts";
import { sequenceEdits } from "../sequences.ts";
import type { Edit } from "../text/composed-text.ts";
import { byteIndex } from "../text/positions.ts";
import { tokens } from "../text/tokens.ts";
import { typeNameOf } from "../text/type-text.ts";
import { Refused } from "../write/refused.ts";
import { isOneExpression } from "./one-expression.ts";
import type { RawStatement, SqlParser } from "./sql-parser.ts";

/** Parses and guards expressions of definitions; what is wrong with one is told when it is used. */
export async function parseExpressions(
  parser: SqlParser,
  texts: Iterable<string>,
  catalog: Catalog,
): Promise<ExpressionBook> {
  const outcomes = new Map<string, ExpressionOutcome>();
  for (const text of new Set(texts)) outcomes.set(text, await parseExpression(parser, text, catalog));
  return new ExpressionBook(outcomes);
}

const opening = "SELECT ";

async function parseExpression(
  parser: SqlParser,
  text: string,
  catalog: Catalog,
): Promise<ExpressionOutcome> {
  const typed = `${opening}${text}`;
  const parsed = await parser.parse(typed);
  if (!parsed.ok) {
    const { code, message } = parsed;
    return { ok: false, refusal: { code, message, hint: null, location: null } };
  }
  const [statement] = parsed.statements;
  if (statement === undefined || parsed.statements.length > 1) return { ok: false, refusal: notOne() };
  const refusal = guardQuery(statement.tree, { sequences: true }) ?? refuseClauses(statement);
  if (refusal !== null) return { ok: false, refusal: { ...refusal, location: null } };
  try {
    const shift = byteIndex(typed);
    const edits = sequenceEdits(catalog, text, statement.tree, (offset) => shift(offset) - opening.length);
    const numbers = edits.map(({ at, end, text: runsAs }) => ({
      start: at,
      end,
      runsAs,
      takesNumber: true as const,
    }));
    return {
      ok: true,
      expression: parsedExpression({ catalog, text, typed, root: statement.tree }, numbers),
    };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: { ...error.refusal, location: null } };
    throw error;
  }
}

function refuseClauses({ tree }: RawStatement): Refusal | null {
  return isOneExpression(tree) ? null : notOne();
}

function notOne(): Refusal {
  return refuse("syntaxError", "This is not one expression, like price >= 0.", { location: null });
}

interface Typed {
  readonly catalog: Catalog;
  readonly text: string;
  /** The text with what was put in front of it. */
  readonly typed: string;
  readonly root: TreeNode;
}

function parsedExpression(
  { catalog, text, typed, root }: Typed,
  numbers: ParsedExpression["calls"],
): ParsedExpression {
  const toIndex = byteIndex(typed);
  const indexOf = (offset: number) => toIndex(offset) - opening.length;
  const mentions: ColumnMention[] = [];
  const callers = callerCalls(root).map(({ offset, runsAs }) => ({
    ...callSpan(text, indexOf(offset)),
    runsAs,
  }));
  const calls = [...callers, ...numbers];
  let facts: ExpressionFacts = {};
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    facts = { ...factOf(node), ...facts };
    if (node.kind === "ColumnRef") mentions.push(...mentionOf(text, node, indexOf(locationOf(node) ?? 0)));
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  const others: readonly Edit[] = [
    ...calls.map(({ start: at, end, runsAs }) => ({ at, end, text: runsAs })),
    // Relations have no schema here.
    ...mentions.flatMap(({ schema }) =>
      schema === null ? [] : [{ at: schema.start, end: schema.end, text: "" }],
    ),
  ];
  const expression = unwrap(unwrap(asList(root.fields.targetList)[0])?.fields.val);
  const replacements = (row: ExpressionRow): ReplacementsOutcome => {
    if (expression === null) return { ok: true, replacements: [] };
    try {
      const edits = rowExpressionEdits(catalog, { typed: text, expression, indexOf, others }, sourceOf(row));
      return { ok: true, replacements: inOrder(edits) };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, refusal: { ...error.refusal, location: null } };
      throw error;
    }
  };
  return { text, mentions, calls, facts, replacements };
}

/** A row as what an expression sees around itself. */
function sourceOf({ name, columns }: ExpressionRow): Source {
  const known = columns.map(({ name: own, column, of }) => ({
    name: own,
    // A list of texts may have been defined as one of an enum.
    type: of === null ? (typeNameOf(column) === "text[]" ? null : typeNameOf(column)) : { of, isList: false },
  }));
  return { alias: name, columns: known, row: name };
}

/** What is put in at a place stands in front of what replaces what is there. */
function inOrder(edits: readonly Edit[]): readonly Replacement[] {
  return edits
    .toSorted((a, b) => a.at - b.at || a.end - b.end)
    .map(({ at: start, end, text: by }) => ({ start, end, by }));
}

function factOf(node: TreeNode): ExpressionFacts {
  switch (node.kind) {
    case "SubLink":
      return { subquery: true };
    case "ParamRef":
      return { parameter: Number(node.fields.number ?? 0) };
    case "SQLValueFunction":
      return { changing: String(node.fields.op ?? "").replace("SVFOP_", "") };
    case "ColumnRef":
      return asList(node.fields.fields).length > names(node.fields.fields).length ? { star: true } : {};
    case "FuncCall":
      return functionFact(node);
    default:
      return {};
  }
}

function functionFact(node: TreeNode): ExpressionFacts {
  const name = names(node.fields.funcname).at(-1) ?? "";
  if (node.fields.over !== undefined || windowFunctions.has(name)) return { window: name };
  if (node.fields.agg_star === true || aggregateFunctions.has(name)) return { aggregate: name };
  if (setReturningFunctions.has(name)) return { setReturning: name };
  return changingFunctions.has(name) ? { changing: `${name}()` } : {};
}

/** The names of a reference are tokens with dots between them, whatever stands around these. */
function mentionOf(text: string, node: TreeNode, start: number): readonly ColumnMention[] {
  const path = names(node.fields.fields);
  const spans: Span[] = [];
  for (const token of tokens(text, start)) {
    if (text[token.start] !== ".") spans.push({ start: token.start, end: token.end });
    if (spans.length === path.length) break;
  }
  const [name, span] = [path.at(-1), spans.at(-1)];
  if (name === undefined || span === undefined || path.length > 3) return [];
  const [table, tableSpan] = [path.at(-2), spans.at(-2)];
  const schema = spans.at(-3);
  return [
    {
      name,
      span,
      table: table === undefined || tableSpan === undefined ? null : { name: table, span: tableSpan },
      schema:
        schema === undefined || tableSpan === undefined
          ? null
          : { start: schema.start, end: tableSpan.start },
    },
  ];
}

/** Behind the closing parenthesis of a call without arguments. */
function callSpan(text: string, start: number): Span {
  for (const token of tokens(text, start)) {
    if (text[token.start] === ")") return { start, end: token.end };
  }
  return { start, end: text.length };
}
