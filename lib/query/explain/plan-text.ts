import type { PlanNode } from "./virtual-plan.ts";

/** A plan as lines of text, laid out as Postgres does. */
export function planText(plan: PlanNode): readonly string[] {
  return nodeLines(plan, 0);
}

const shownElsewhere = new Set([
  ...[
    "Node Type",
    "Plans",
    "Relation Name",
    "Alias",
    "Index Name",
    "Scan Direction",
    "Join Type",
    "Strategy",
  ],
  ...[
    "Partial Mode",
    "Parent Relationship",
    "Subplan Name",
    "Operation",
    "CTE Name",
    "Function Name",
    "Costly",
  ],
  ...[
    "Actual Startup Time",
    "Actual Total Time",
    "Actual Rows",
    "Actual Loops",
    "Inner Unique",
    "Index Searches",
  ],
]);

function nodeLines(node: PlanNode, depth: number): readonly string[] {
  const indent = depth === 0 ? "" : `${"      ".repeat(depth - 1)}  ->  `;
  const own = depth === 0 ? "  " : `${"      ".repeat(depth)}  `;
  const subplan =
    node["Subplan Name"] === undefined
      ? []
      : [`${"      ".repeat(Math.max(0, depth - 1))}  ${String(node["Subplan Name"])}`];
  const details = Object.entries(node)
    .filter(([field, value]) => !shownElsewhere.has(field) && value !== false)
    .map(([field, value]) => `${own}${field}: ${Array.isArray(value) ? value.join(", ") : String(value)}`);
  return [
    ...subplan,
    `${indent}${title(node)}${measured(node)}${node.Costly === true ? "  <- most of the cost" : ""}`,
    ...details,
    ...(node.Plans ?? []).flatMap((below) => nodeLines(below, depth + 1)),
  ];
}

function title(node: PlanNode): string {
  const type = nodeType(node);
  const index = node["Index Name"] === undefined ? "" : ` using ${String(node["Index Name"])}`;
  const relation = node["Relation Name"] ?? node["CTE Name"] ?? node["Function Name"] ?? node.Alias;
  return `${type}${index}${relation === undefined ? "" : ` on ${String(relation)}`}`;
}

function nodeType(node: PlanNode): string {
  const type = String(node["Node Type"]);
  if (type === "ModifyTable") return String(node.Operation);
  if (type === "Aggregate" && node.Strategy === "Hashed") return "HashAggregate";
  if (type === "Aggregate" && node.Strategy === "Sorted") return "GroupAggregate";
  const join = node["Join Type"];
  if (join === undefined) return type;
  const words = type.replace(/ Join$/, "");
  return join === "Inner" ? type : `${words === "Nested Loop" ? "Nested Loop" : words} ${String(join)} Join`;
}

function measured(node: PlanNode): string {
  const {
    "Actual Startup Time": start,
    "Actual Total Time": end,
    "Actual Rows": rows,
    "Actual Loops": loops,
  } = node;
  if (loops === undefined) return "";
  return start === undefined
    ? ` (actual rows=${String(rows)} loops=${String(loops)})`
    : ` (actual time=${Number(start).toFixed(3)}..${Number(end).toFixed(3)} rows=${String(rows)} loops=${String(loops)})`;
}
