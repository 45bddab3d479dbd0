import type { SqlResult } from "#components/api/types.ts";

/** A node of a plan, as far as it is shown. */
export interface PlanNode {
  readonly [field: string]: unknown;
  readonly "Node Type"?: string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "CTE Name"?: string;
  readonly "Function Name"?: string;
  readonly "Join Type"?: string;
  /** Of a write: `Update`. */
  readonly Operation?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Actual Total Time"?: number;
  readonly Costly?: boolean;
  readonly Plans?: readonly PlanNode[];
}

export interface IndexSuggestion {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface Plan {
  readonly root: PlanNode;
  readonly planningMs: number | null;
  readonly executionMs: number | null;
  readonly suggestions: readonly IndexSuggestion[];
}

/** The plan that a result is: an EXPLAIN in JSON. */
export function planOf({
  command,
  columns,
  rows,
}: Pick<SqlResult, "command" | "columns" | "rows">): Plan | null {
  if (command !== "EXPLAIN" || columns[0]?.type !== "json") return null;
  const [value] = rows[0] ?? [];
  // The shape is that of `EXPLAIN (FORMAT JSON)`, made by our own server.
  const [plan] = (Array.isArray(value) ? value : []) as readonly {
    readonly Plan?: PlanNode;
    readonly "Planning Time"?: number;
    readonly "Execution Time"?: number;
    readonly Suggestions?: readonly IndexSuggestion[];
  }[];
  if (plan?.Plan === undefined) return null;
  return {
    root: plan.Plan,
    planningMs: plan["Planning Time"] ?? null,
    executionMs: plan["Execution Time"] ?? null,
    suggestions: plan.Suggestions ?? [],
  };
}

/** What a node took without those below it, in milliseconds; null where nothing was measured. */
export function ownMs(node: PlanNode): number | null {
  const total = totalMs(node);
  if (total === null) return null;
  // A WITH query runs while its rows are read.
  const below = (node.Plans ?? []).filter((plan) => !/^CTE /.test(String(plan["Subplan Name"])));
  return Math.max(0, total - below.reduce((sum, plan) => sum + (totalMs(plan) ?? 0), 0));
}

function totalMs({ "Actual Total Time": ms, "Actual Loops": loops = 1 }: PlanNode): number | null {
  return ms === undefined ? null : ms * loops;
}

/** What a node says about itself, beside its name and figures. */
export function detailsOf(node: PlanNode): readonly (readonly [name: string, value: string])[] {
  const shown = [
    "Filter",
    "Index Cond",
    "Hash Cond",
    "Merge Cond",
    "Join Filter",
    "Recheck Cond",
    "One-Time Filter",
    "Conflict Resolution",
    "Conflict Arbiter Indexes",
    "Sort Key",
    "Group Key",
    "Sort Method",
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
  ];
  return shown.flatMap((name) => {
    const value = node[name];
    if (value === undefined || value === 0) return [];
    return [
      [
        name,
        Array.isArray(value)
          ? value.join(", ")
          : typeof value === "number"
            ? value.toLocaleString("en")
            : String(value),
      ] as const,
    ];
  });
}
