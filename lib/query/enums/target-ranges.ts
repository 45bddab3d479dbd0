import type { TreeNode } from "../../expression/tree.ts";
import type { Range } from "../text/clauses.ts";
import type { Reading } from "./reading.ts";

const behindList = new Set(
  "FROM INTO WHERE GROUP HAVING WINDOW UNION INTERSECT EXCEPT ORDER LIMIT OFFSET FETCH FOR ;".split(" "),
);

/** Where the expressions of a list of columns stand, without the names that they are given. */
export function targetRanges(
  { text }: Pick<Reading, "text">,
  targets: readonly (TreeNode | null)[],
): readonly Range[] {
  return targets.map((target) => {
    const { start, last } = targetTokens(text, target);
    const { placed } = text;
    let end = last;
    if (target?.fields.name !== undefined) {
      end--;
      if (placed[end]?.word === "AS") end--;
    }
    return { start, end: placed[end]?.end ?? start };
  });
}

/** Where a column without a name of its own ends. */
export function targetEnd(text: Reading["text"], target: TreeNode): number {
  const { start, last } = targetTokens(text, target);
  return text.placed[last]?.end ?? start;
}

function targetTokens(text: Reading["text"], target: TreeNode | null): { start: number; last: number } {
  const { placed } = text;
  const first = text.tokenAt(text.indexOf(Number(target?.fields.location ?? 0)));
  const depth = placed[first]?.depth ?? 0;
  let last = first;
  for (let index = first; index < placed.length; index++) {
    const token = placed[index];
    if (token === undefined || token.depth < depth) break;
    const isOfDistinct = token.word === "FROM" && placed[index - 1]?.word === "DISTINCT";
    if (token.depth === depth && (token.word === "," || (behindList.has(token.word) && !isOfDistinct))) break;
    last = index;
  }
  return { start: placed[first]?.start ?? 0, last };
}
