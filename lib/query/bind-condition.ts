import type { BoundExpression } from "../catalog/bound-expression.ts";
import { callMark } from "../catalog/call-mark.ts";
import type { Catalog, CatalogTable, EmbeddedCall } from "../catalog/types.ts";
import { callerCalls } from "../expression/caller-functions.ts";
import { guardQuery } from "../expression/guard.ts";
import { type Refusal, refuse } from "../expression/refusal.ts";
import { childrenOf, names, type TreeNode } from "../expression/tree.ts";
import { embeddedCalls, embeddedLabels } from "./calls/call-edits.ts";
import { callableNames } from "./calls/stored-calls.ts";
import { enumEdits } from "./enums/enum-edits.ts";
import { relationColumns } from "./enums/scope.ts";
import { ownTypeEdits, ownTypeNames } from "./own-types.ts";
import { isOneExpression } from "./parser/one-expression.ts";
import type { RawStatement, SqlParser } from "./parser/sql-parser.ts";
import { resolveTables } from "./table-references.ts";
import { cutter, type Edit, isWithin } from "./text/composed-text.ts";
import { byteIndex } from "./text/positions.ts";
import { tokens } from "./text/tokens.ts";
import { Refused } from "./write/refused.ts";

export type BindOutcome =
  | { readonly ok: true; readonly condition: BoundExpression }
  /** `location` is a byte offset into the condition. */
  | { readonly ok: false; readonly refusal: Refusal };

const opening = "SELECT ";

/**
 * Guards a condition on a table's rows and makes it ready to run: calls of `auth.uid()` and its like are replaced, the
 * qualifier `public` is taken off. Whether its names and types fit, only Postgres can say (see `verifyRules`).
 */
export async function bindCondition(
  parser: SqlParser,
  catalog: Catalog,
  table: CatalogTable,
  text: string,
): Promise<BindOutcome> {
  if (text.includes(callMark)) return { ok: false, refusal: notOne() };
  const typed = `${opening}${text}`;
  const parsed = await parser.parse(typed);
  if (!parsed.ok) {
    const { code, message } = parsed;
    return { ok: false, refusal: { code, message, hint: null, location: null } };
  }
  const [statement] = parsed.statements;
  const refusal =
    statement === undefined || parsed.statements.length > 1 ? notOne() : refuseStatement(catalog, statement);
  if (refusal !== null || statement === undefined)
    return { ok: false, refusal: shifted(refusal ?? notOne()) };
  const resolved = resolveTables(catalog, statement.tree);
  if (!resolved.ok) return { ok: false, refusal: shifted(resolved.refusal) };
  const { tables, qualifiers, parameters } = resolved.references;
  if (parameters.size > 0) return { ok: false, refusal: noParameters() };
  const indexOf = byteIndex(typed);
  const embedded: EmbeddedCall[] = [];
  const compared = withEnums(
    catalog,
    { typed, tree: statement.tree, indexOf, table },
    replacements(typed, statement.tree, qualifiers, indexOf),
    embedded,
  );
  if (!compared.ok) return { ok: false, refusal: shifted(compared.refusal) };
  const words = compared.edits;
  const calls = embeddedCalls(catalog, { typed, statement: statement.tree, indexOf, edits: words }, embedded);
  if (!calls.ok) return { ok: false, refusal: shifted(calls.refusal) };
  const isOutside = (edit: Edit) => !calls.edits.some((call) => isWithin(call, edit));
  const bound = cutter(typed, [...calls.edits, ...words.filter(isOutside)])(opening.length, typed.length);
  return {
    ok: true,
    condition: {
      text: bound.map((piece) => piece.text).join(""),
      columns: columnsOf(table, statement.tree),
      tables,
      ...(embedded.length === 0 ? {} : { calls: embedded }),
    },
  };
}

interface Condition {
  readonly typed: string;
  readonly tree: TreeNode;
  readonly indexOf: (byteOffset: number) => number;
  readonly table: CatalogTable;
}

/** The edits with those that values of enums ask for: the labels are marks, since a type may get others. */
function withEnums(
  catalog: Catalog,
  { typed, tree, indexOf, table }: Condition,
  others: readonly Edit[],
  embedded: EmbeddedCall[],
):
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly refusal: Refusal } {
  const { name } = table.definition;
  const row = { alias: name, columns: relationColumns(catalog, name), row: name };
  const words = [...others, ...ownTypeEdits(catalog, typed, tree, indexOf)];
  try {
    return {
      ok: true,
      edits: enumEdits(catalog, typed, tree, indexOf, words, { labelsAs: embeddedLabels(embedded), row }),
    };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function refuseStatement(catalog: Catalog, statement: RawStatement): Refusal | null {
  const guarded = guardQuery(statement.tree, {
    functions: callableNames(catalog),
    types: ownTypeNames(catalog),
  });
  if (guarded !== null) return guarded;
  return isOneExpression(statement.tree) ? null : notOne();
}

function notOne(): Refusal {
  return refuse("syntaxError", "A rule is one condition, like user_id = auth.uid().", { location: null });
}

function noParameters(): Refusal {
  return refuse("undefinedParameter", "A rule cannot have parameters.", { location: null });
}

function shifted(refusal: Refusal): Refusal {
  return refusal.location === null
    ? refusal
    : { ...refusal, location: Math.max(0, refusal.location - opening.length) };
}

/** `auth.uid()` and its like, and `public.` in front of tables. */
function replacements(
  typed: string,
  tree: TreeNode,
  qualifiers: readonly number[],
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  return [
    ...callerCalls(tree).map(({ offset, runsAs }) => ({
      at: indexOf(offset),
      end: endOf(typed, indexOf(offset), ")"),
      text: runsAs,
    })),
    ...qualifiers.map((offset) => ({
      at: indexOf(offset),
      end: endOf(typed, indexOf(offset), "."),
      text: "",
    })),
  ];
}

/** Behind the first token of that text: comments may stand anywhere. */
function endOf(text: string, start: number, last: string): number {
  for (const token of tokens(text, start)) {
    if (text.slice(token.start, token.end) === last) return token.end;
  }
  return text.length;
}

/** Columns of the table that the condition names, sub-selects included; a name that is another table's too counts. */
function columnsOf(table: CatalogTable, root: TreeNode): readonly string[] {
  const own = new Set(table.definition.columns.map(({ name }) => name));
  const found = new Set<string>();
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "ColumnRef") {
      const path = names(node.fields.fields);
      const name = path.at(-1) ?? "";
      if (own.has(name) && (path.length === 1 || path.at(-2) === table.definition.name)) found.add(name);
    }
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return [...found].sort();
}
