/** A node of a plan as `EXPLAIN (FORMAT JSON)` prints it. */
export interface PlanNode {
  readonly [field: string]: unknown;
  readonly Plans?: readonly PlanNode[];
}

export function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const below of node.Plans ?? []) yield* nodesOf(below);
}

/** The same tree with each node replaced, those below first. */
export function mapNodes(node: PlanNode, change: (node: PlanNode) => PlanNode): PlanNode {
  const { Plans: plans } = node;
  return change(plans === undefined ? node : { ...node, Plans: plans.map((plan) => mapNodes(plan, change)) });
}

/** Milliseconds where it was measured, else the planner's cost, of a node with all below it. */
export function totalOf(node: PlanNode): number {
  const time = node["Actual Total Time"];
  return time === undefined
    ? Number(node["Total Cost"] ?? 0)
    : Number(time) * Number(node["Actual Loops"] ?? 1);
}
