import { asList, leftmostLocation, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { type Placed, placedTokens, type Range } from "../text/clauses.ts";
import { refuseAggregates } from "./assigned-value.ts";
import { returningRange } from "./compile-returning.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";

/** One `WHEN … THEN …` of a MERGE. */
export interface MergeBranch {
  /** Which rows it is for: pairs of both sides, or rows of one side that the other does not match. */
  readonly of: "pairs" | "source" | "target";
  readonly action: "update" | "delete" | "insert" | "nothing";
  readonly node: TreeFields;
  /** Behind AND. */
  readonly condition: Range | null;
  /** Behind THEN. */
  readonly body: Range;
}

/** The stretches of a MERGE. */
export interface MergeClauses {
  readonly using: Range;
  readonly on: Range;
  readonly branches: readonly MergeBranch[];
  readonly returning: ReturnType<typeof returningRange>;
}

export function mergeClauses(
  { typed, indexOf }: WriteContext,
  { fields }: TreeNode,
  range: Range,
): MergeClauses {
  const placed = placedTokens(typed, range);
  const returning = returningRange(typed, range, placed, fields.returningClause);
  const end = returning?.keyword ?? range.end;
  const outer = outermost(placed).filter((token) => token.start < end);
  const relation = fields.relation as TreeFields;
  const using = outer.find(
    ({ word, start }) => word === "USING" && start > indexOf(Number(relation.location ?? 0)),
  );
  const condition = unwrap(fields.joinCondition);
  const from = condition === null ? end : indexOf(leftmostLocation(condition) ?? 0);
  // The joins of the source have an ON as well, in front of it.
  const on = outer.findLast(({ word, start }) => word === "ON" && start < from);
  if (using === undefined || on === undefined) throw new RangeError("a MERGE without USING or ON");
  const whens = outer.filter(({ word, start }) => word === "WHEN" && start > on.start);
  const nodes = asList(fields.mergeWhenClauses).flatMap((item): TreeFields[] => {
    const node = unwrap(item);
    return node === null ? [] : [node.fields];
  });
  const branches = nodes.map((node, index) => {
    const stretch = { start: whens[index]?.start ?? end, end: whens[index + 1]?.start ?? end };
    return branchOf(node, outer, stretch);
  });
  refuseUnreachable(branches);
  return {
    using: { start: using.end, end: on.start },
    on: { start: on.end, end: whens[0]?.start ?? end },
    branches,
    returning,
  };
}

/** The tokens in no bracket and in no CASE; a name behind a dot may be any word. */
function outermost(placed: readonly Placed[]): readonly Placed[] {
  let open = 0;
  return placed.filter((token, index) => {
    if (token.depth > 0 || placed[index - 1]?.word === ".") return false;
    if (token.word === "CASE") open++;
    if (token.word === "END") open--;
    return open === 0;
  });
}

const sides: Readonly<Record<string, MergeBranch["of"]>> = {
  MERGE_WHEN_MATCHED: "pairs",
  MERGE_WHEN_NOT_MATCHED_BY_TARGET: "source",
  MERGE_WHEN_NOT_MATCHED_BY_SOURCE: "target",
};

const actions: Readonly<Record<string, MergeBranch["action"]>> = {
  CMD_UPDATE: "update",
  CMD_DELETE: "delete",
  CMD_INSERT: "insert",
};

function branchOf(node: TreeFields, outer: readonly Placed[], { start, end }: Range): MergeBranch {
  const own = outer.filter((token) => token.start >= start && token.start < end);
  const then = own.find(({ word }) => word === "THEN");
  const and = own.find(({ word }) => word === "AND");
  const hasCondition = node.condition !== undefined && and !== undefined;
  refuseAggregates([node.condition], "MERGE WHEN conditions");
  return {
    of: sides[String(node.matchKind)] ?? "pairs",
    action: actions[String(node.commandType)] ?? "nothing",
    node,
    condition: hasCondition ? { start: and.end, end: then?.start ?? end } : null,
    body: { start: then?.end ?? end, end },
  };
}

function refuseUnreachable(branches: readonly MergeBranch[]): void {
  const closed = new Set<MergeBranch["of"]>();
  for (const { of, condition } of branches) {
    if (closed.has(of))
      throw new Refused("syntaxError", "unreachable WHEN clause specified after unconditional WHEN clause");
    if (condition === null) closed.add(of);
  }
}
