import { childrenOf, locationOf, type TreeNode } from "../../expression/tree.ts";
import { bracketsFrom } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";

/** `merge_action()` in the RETURNING of a MERGE is a column of what answers it. Elsewhere Postgres refuses it. */
export function mergeActionEdits(
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  return calls(statement).map((call): Edit => {
    const at = indexOf(locationOf(call) ?? 0);
    return { at, end: bracketsFrom(typed, at).after, text: '"$w"."merge_action"' };
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
