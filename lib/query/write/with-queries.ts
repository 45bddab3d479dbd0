import { childrenOf, type TreeNode } from "../../expression/tree.ts";
import { placedTokens } from "../text/clauses.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";

/** @throws {Refused} 0A000 if the statement reads a write that returns nothing. */
export function refuseReading(tree: TreeNode, name: string): void {
  const pending = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const isRead = node.kind === "RangeVar" && node.fields.relname === name;
    if (isRead && node.fields.schemaname === undefined && node.fields !== tree.fields.relation)
      throw new Refused("featureNotSupported", `WITH query "${name}" does not have a RETURNING clause`, {
        location: Number(node.fields.location ?? 0),
      });
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
}

/** Where a statement goes on behind its WITH list. */
export function bodyOf(
  { typed, indexOf }: WriteContext,
  _tree: TreeNode,
  queries: readonly TreeNode[],
): number {
  const last = indexOf(Number(queries.at(-1)?.fields.location ?? 0));
  const placed = placedTokens(typed, { start: last, end: typed.length });
  const as = placed.find((token) => token.depth === 0 && token.word === "AS");
  const open = placed.find(
    (token) => token.depth === 0 && token.word === "(" && token.start > (as?.start ?? 0),
  );
  const close = placed.find(
    (token) => token.depth === 0 && token.word === ")" && token.start > (open?.start ?? 0),
  );
  const starts = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "TABLE", "("]);
  const body = placed.find(
    (token) => token.depth === 0 && starts.has(token.word) && token.start > (close?.start ?? 0),
  );
  return body?.start ?? typed.length;
}
