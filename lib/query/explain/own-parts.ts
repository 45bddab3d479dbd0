import { mapNodes, nodesOf, type PlanNode } from "./plan-node.ts";

/** What the compiler calls the WITH queries that it makes. */
const ourQuery = /^\$\d+_/;

/**
 * A plan without the WITH queries of ours: each stands where it is read first, and is left out elsewhere. A write then
 * has the form that it has on a plain table: the change above the scan of what is changed.
 */
export function withoutOurQueries(plan: PlanNode): PlanNode {
  const queries = new Map<string, PlanNode>();
  for (const { Plans: below = [] } of nodesOf(plan))
    for (const query of below) {
      const name = /^CTE (.*)$/.exec(String(query["Subplan Name"]))?.[1];
      if (name !== undefined && ourQuery.test(name)) queries.set(name, query);
    }
  return queries.size === 0 ? plan : withoutCounting(inlined(plan, queries, new Set()));
}

function inlined(node: PlanNode, queries: ReadonlyMap<string, PlanNode>, seen: Set<string>): PlanNode {
  const name = String(node["CTE Name"]);
  const query = queries.get(name);
  if (query !== undefined && !seen.has(name)) {
    seen.add(name);
    const { "Subplan Name": _, ...rest } = query;
    return inlined({ ...rest, ...placeOf(node) }, queries, seen);
  }
  const { Plans: plans } = node;
  if (plans === undefined) return node;
  const read = plans.filter((plan) => !isOurs(plan)).map((plan) => inlined(plan, queries, seen));
  // Queries whose rows nobody reads are run all the same.
  const unread = plans.flatMap((plan) => {
    const own = /^CTE (.*)$/.exec(String(plan["Subplan Name"]))?.[1] ?? "";
    if (!isOurs(plan) || seen.has(own)) return [];
    seen.add(own);
    const { "Subplan Name": _, ...rest } = plan;
    return [inlined({ ...rest, "Parent Relationship": "Member" }, queries, seen)];
  });
  return { ...node, Plans: [...read, ...unread] };
}

function isOurs(plan: PlanNode): boolean {
  const name = /^CTE (.*)$/.exec(String(plan["Subplan Name"]))?.[1];
  return name !== undefined && ourQuery.test(name);
}

/** Where a node stands in the one above it. */
function placeOf(node: PlanNode): PlanNode {
  return Object.fromEntries(
    ["Parent Relationship", "Subplan Name"].flatMap((field) => (field in node ? [[field, node[field]]] : [])),
  );
}

/** Of a write without RETURNING, the node on top counts its rows: the change takes its place, with what else is done. */
function withoutCounting(plan: PlanNode): PlanNode {
  const { Plans: plans = [] } = plan;
  const isCount = plan["Node Type"] === "Aggregate" && plan["Group Key"] === undefined;
  const change = plans.find((below) => below["Node Type"] === "ModifyTable") ?? plans[0];
  if (!isCount || change === undefined) return plan;
  const { "Parent Relationship": _, ...top } = change;
  const others = plans.filter((below) => below !== change);
  const time = "Actual Total Time" in plan ? { "Actual Total Time": plan["Actual Total Time"] } : {};
  return others.length === 0 ? top : { ...top, ...time, Plans: [...(top.Plans ?? []), ...others] };
}

const saysNothing = new Set([
  ...[
    "Node Type",
    "Parent Relationship",
    "Subplan Name",
    "Plans",
    "Parallel Aware",
    "Async Capable",
    "Disabled",
  ],
  ...["Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Alias", "Rows Removed by Filter"],
  ...["Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops"],
]);

/**
 * A plan without nodes that only hand rows on: the relation of a table is such a one, in which its columns are read.
 * The node below takes its place and its time.
 *
 * @param plan with virtual texts: what speaks of nothing but whose rows these are is gone from it.
 */
export function withoutPassing(plan: PlanNode): PlanNode {
  return mapNodes(plan, (node) => {
    const { Plans: plans = [] } = node;
    const from = plans.filter(
      (below) => below["Parent Relationship"] === "Outer" || below["Parent Relationship"] === "Subquery",
    );
    const [only] = from;
    const isPassing = node["Node Type"] === "Result" || isOwnSubquery(node);
    if (!isPassing || only === undefined || from.length > 1) return node;
    if (Object.keys(node).some((field) => !saysNothing.has(field))) return node;
    const others = plans.filter((below) => below !== only);
    const measured = Object.fromEntries(
      ["Actual Total Time", "Total Cost"].flatMap((field) => (field in node ? [[field, node[field]]] : [])),
    );
    const { "Parent Relationship": _, ...rest } = only;
    const below = [...(only.Plans ?? []), ...others];
    return { ...rest, ...measured, ...placeOf(node), ...(below.length === 0 ? {} : { Plans: below }) };
  });
}

function isOwnSubquery(node: PlanNode): boolean {
  return node["Node Type"] === "Subquery Scan" && /^(?:\*SELECT\*|\$)/.test(String(node.Alias));
}
