import type { SplitText, StoredRead, ViewWrites } from "../../catalog/types.ts";
import { withNamesForCalls } from "../../engine/embedded-calls.ts";
import {
  aggregateFunctions,
  setReturningFunctions,
  windowFunctions,
} from "../../expression/function-kinds.ts";
import { allNodes, asList, childrenOf, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { type Placed, placedTokens } from "../text/clauses.ts";
import { byteIndex } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";

/**
 * How rows are written through a view, or why none are, in Postgres's words.
 *
 * @param query the view's stored text; `tree` is of it, with names for its calls.
 * @see https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS
 */
export function viewWrites(
  query: string,
  tree: TreeNode,
  reads: readonly StoredRead[],
): ViewWrites | { readonly reason: string } {
  const why = whyNot(tree);
  if (why !== null) return { reason: `Views ${why} are not automatically updatable.` };
  const item = unwrap(asList(tree.fields.fromClause)[0]);
  const name = String(item?.fields.relname);
  if (item?.kind !== "RangeVar" || !reads.some((read) => read.name === name))
    return {
      reason: "Views that do not select from a single table or view are not automatically updatable.",
    };
  const reading = allNodes(tree).filter(({ kind, fields }) => kind === "RangeVar" && fields.relname === name);
  return {
    read: name,
    ...splitTexts(query, tree, item),
    ...(reading.length > 1 ? { readsItself: true } : {}),
  };
}

function whyNot({ kind, fields }: TreeNode): string | null {
  if (kind !== "SelectStmt" || fields.valuesLists !== undefined)
    return "that do not select from a single table or view";
  if (fields.distinctClause !== undefined) return "containing DISTINCT";
  if (fields.groupClause !== undefined) return "containing GROUP BY";
  if (fields.havingClause !== undefined) return "containing HAVING";
  if (fields.larg !== undefined) return "containing UNION, INTERSECT, or EXCEPT";
  if (fields.withClause !== undefined) return "containing WITH";
  if (fields.limitCount !== undefined || fields.limitOffset !== undefined)
    return "containing LIMIT or OFFSET";
  const calls = ownCalls(asList(fields.targetList));
  const isOf = (known: ReadonlySet<string>) =>
    calls.some(
      (call) => known.has(names(call.fields.funcname).at(-1) ?? "") && call.fields.over === undefined,
    );
  if (isOf(aggregateFunctions) || calls.some(({ kind }) => kind !== "FuncCall"))
    return "that return aggregate functions";
  if (isOf(windowFunctions) || calls.some((call) => call.fields.over !== undefined))
    return "that return window functions";
  if (isOf(setReturningFunctions)) return "that return set-returning functions";
  const [item, ...others] = asList(fields.fromClause).map(unwrap);
  if (others.length > 0) return "that do not select from a single table or view";
  return item?.kind === "RangeTableSample" ? "containing TABLESAMPLE" : null;
}

const called = new Set(["FuncCall", "JsonObjectAgg", "JsonArrayAgg"]);

/** The calls of a list, those of its sub-selects left out. */
function ownCalls(list: readonly unknown[]): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending = list.flatMap((item) => unwrap(item) ?? []);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "SelectStmt") continue;
    if (called.has(node.kind)) found.push(node);
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}

/** The text around the name of what is read; the order of one row is left out. */
function splitTexts(query: string, tree: TreeNode, item: TreeNode): Pick<ViewWrites, "row" | "rows"> {
  const at = byteIndex(query)(Number(item.fields.location ?? 0));
  const all = placedTokens(withNamesForCalls(query), { start: 0, end: query.length });
  // Behind a dot any word is a name.
  const placed = all.filter((_, place) => all[place - 1]?.word !== ".");
  const index = placed.findIndex(({ start }) => start === at);
  const own = placed[index];
  if (own === undefined) throw new RangeError("a view without the name that it reads");
  const behind = placed.slice(index + 1);
  const end = behind.find((token) => isEnd(token, own, behind))?.start ?? query.length;
  const where = behind.find(
    ({ depth, word, start }) => depth === own.depth && word === "WHERE" && start < end,
  );
  const isTable = placed[index - 1]?.word === "TABLE";
  const start = query.slice(0, isTable ? placed[index - 1]?.start : at);
  const alias = item.fields.alias === undefined ? ` AS ${quoted(String(item.fields.relname))}` : "";
  const split = (to: number): SplitText => [
    isTable ? `${start}SELECT * FROM ` : start,
    `${alias}${query.slice(own.end, to)}\n${")".repeat(own.depth)}`,
  ];
  if (tree.fields.whereClause === undefined || where === undefined) return { row: split(end) };
  return { row: split(where.start), rows: split(end) };
}

/** Whether the text behind a token orders or locks, or is outside of the query's own brackets. */
function isEnd({ depth, word, start }: Placed, own: Placed, behind: readonly Placed[]): boolean {
  if (depth < own.depth) return true;
  if (depth > own.depth) return false;
  if (word !== "FOR") return word === "ORDER";
  const next = behind.find((token) => token.start > start)?.word ?? "";
  return ["UPDATE", "NO", "SHARE", "KEY"].includes(next);
}
