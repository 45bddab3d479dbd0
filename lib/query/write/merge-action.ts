import { childrenOf, locationOf, type TreeNode } from "../../expression/tree.ts";
import { insideOf, placedTokens } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";

/** `merge_action()` in the RETURNING of a MERGE is a column of what answers it. Elsewhere Postgres refuses it. */
export function mergeActionEdits(
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  return calls(statement).map((call): Edit => {
    const range = { start: indexOf(locationOf(call) ?? 0), end: typed.length };
    const open = placedTokens(typed, range).find(({ word }) => word === "(");
    if (open === undefined) throw new RangeError("a call without brackets");
    return { at: range.start, end: insideOf(typed, range, open).after, text: '"$w"."merge_action"' };
  });
}

function calls(statement: TreeNode): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending: { node: TreeNode; isReturned: boolean }[] = [{ node: statement, isReturned: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, isReturned } = next;
    if (node.kind === "MergeSupportFunc" && isReturned) found.push(node);
    const below = childrenOf(node);
    for (const child of below.ok ? below.nodes : []) {
      const isOfMerge = node.kind === "MergeStmt" && child.kind === "ReturningClause";
      pending.push({ node: child, isReturned: isReturned || isOfMerge });
    }
  }
  return found;
}
