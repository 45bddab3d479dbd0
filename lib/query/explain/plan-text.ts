import type { PlanNode } from "./plan-node.ts";

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
  ...["Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops", "Inner Unique"],
  ...["Sort Method", "Sort Space Used", "Sort Space Type", "Hash Buckets", "Hash Batches", "HashAgg Batches"],
  ...["Peak Memory Usage", "Disk Usage", "Storage", "Maximum Storage", "Planned Partitions"],
]);

function nodeLines(node: PlanNode, depth: number): readonly string[] {
  const indent = depth === 0 ? "" : `${"      ".repeat(depth - 1)}  ->  `;
  const own = depth === 0 ? "  " : `${"      ".repeat(depth)}  `;
  const subplan =
    node["Subplan Name"] === undefined
      ? []
      : [`${"      ".repeat(Math.max(0, depth - 1))}  ${String(node["Subplan Name"])}`];
  const details = Object.entries(node)
    // As in Postgres, what did not happen is not told.
    .filter(([field, value]) => !shownElsewhere.has(field) && value !== false && value !== 0)
    .map(([field, value]) => `${own}${field}: ${Array.isArray(value) ? value.join(", ") : String(value)}`);
  return [
    ...subplan,
    `${indent}${title(node)}${measured(node)}${node.Costly === true ? "  <- most of the cost" : ""}`,
    ...details,
    ...resources(node).map((line) => own + line),
    ...(node.Plans ?? []).flatMap((below) => nodeLines(below, depth + 1)),
  ];
}

function title(node: PlanNode): string {
  const type = nodeType(node);
  const index =
    node["Index Name"] === undefined
      ? ""
      : ` ${type === "Bitmap Index Scan" ? "on" : "using"} ${String(node["Index Name"])}`;
  const relation = node["Relation Name"] ?? node["CTE Name"] ?? node["Function Name"] ?? node.Alias;
  const isOther = node.Alias !== undefined && node.Alias !== relation && node["Relation Name"] !== undefined;
  const alias = isOther ? ` ${String(node.Alias)}` : "";
  return `${type}${index}${relation === undefined ? "" : ` on ${String(relation)}${alias}`}`;
}

/** What a node took beside time, in Postgres's own lines. */
function resources(node: PlanNode): readonly string[] {
  const { "Sort Method": method, "Hash Buckets": buckets, "HashAgg Batches": batches } = node;
  const memory = `${String(node["Peak Memory Usage"])}kB`;
  const lines: string[] = [];
  if (method !== undefined)
    lines.push(
      `Sort Method: ${String(method)}  ${String(node["Sort Space Type"])}: ${String(node["Sort Space Used"])}kB`,
    );
  if (buckets !== undefined)
    lines.push(
      `Buckets: ${String(buckets)}  Batches: ${String(node["Hash Batches"])}  Memory Usage: ${memory}`,
    );
  if (batches !== undefined) lines.push(`Batches: ${String(batches)}  Memory Usage: ${memory}`);
  if (node.Storage !== undefined)
    lines.push(`Storage: ${String(node.Storage)}  Maximum Storage: ${String(node["Maximum Storage"])}kB`);
  return lines;
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
  const time = start === undefined ? "" : ` time=${Number(start).toFixed(3)}..${Number(end).toFixed(3)}`;
  return ` (actual${time}${rows === undefined ? "" : ` rows=${String(rows)}`} loops=${String(loops)})`;
}
