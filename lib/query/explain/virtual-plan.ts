import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { withoutOurQueries, withoutPassing } from "./own-parts.ts";
import { mapNodes, nodesOf, type PlanNode, totalOf } from "./plan-node.ts";
import { indexName, type NamedTable, tableOfNode, virtualText } from "./virtual-names.ts";

/** What says how large tables are, one's own and others'; and what speaks of the server. */
const hidden = new Set([
  ...["Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Parallel Aware", "Async Capable", "Schema"],
  ...["Disabled", "Rows Removed by Index Recheck", "Heap Fetches", "Exact Heap Blocks", "Lossy Heap Blocks"],
  ...["Index Searches", "Original Hash Buckets", "Original Hash Batches", "Planned Partitions"],
]);

/** What counts entries of the stored table, those of other tables and rows that are gone among them. */
const countedOfAll = new Set(["Actual Rows", "Rows Removed by Filter"]);

interface Names {
  readonly catalog: Catalog;
  /** By the alias of a scan of stored rows. */
  readonly tables: ReadonlyMap<string, NamedTable>;
  /** What the statement writes to, for nodes that do not say it. */
  readonly target: string | undefined;
}

/**
 * A plan over stored rows in the names of the virtual tables: without steps of ours, sizes left out, and the node that
 * takes most marked.
 *
 * `Rows Removed by Filter` of a sequential scan still counts rows of other tables: see `withOwnCounts`.
 */
export function virtualPlan(catalog: Catalog, plan: PlanNode, target?: string): PlanNode {
  const raw = withoutOurQueries(plan);
  const names = { catalog, tables: namedTables(catalog, raw, target), target };
  const told = withoutPassing(virtualNode(names, raw, undefined));
  const costly = costliest(told);
  const marked = (node: PlanNode): PlanNode => ({
    ...withoutHidden(node),
    ...(node === costly ? { Costly: true } : {}),
    ...(node.Plans === undefined ? {} : { Plans: node.Plans.map(marked) }),
  });
  return marked(told);
}

function namedTables(
  catalog: Catalog,
  plan: PlanNode,
  target: string | undefined,
): ReadonlyMap<string, NamedTable> {
  const nodes = [...nodesOf(plan)].filter((node) => node["Relation Name"] === "project_data");
  const found = new Map<string, CatalogTable>();
  for (const node of nodes) {
    const table = tableOfNode(catalog, node);
    if (table !== undefined) found.set(String(node.Alias), table);
  }
  const written = catalog.tables.find(({ definition }) => definition.name === target);
  const named = new Map<string, NamedTable>();
  const taken = new Map<string, number>();
  for (const { Alias: alias } of nodes) {
    const table = found.get(String(alias)) ?? written;
    if (table === undefined || named.has(String(alias))) continue;
    const { name } = table.definition;
    const count = taken.get(name) ?? 0;
    taken.set(name, count + 1);
    // As Postgres tells several of one table apart.
    named.set(String(alias), { table, shown: count === 0 ? name : `${name}_${count}` });
  }
  return named;
}

/** @param above the table of the node above: an index is of the table whose scan reads it. */
function virtualNode(names: Names, node: PlanNode, above: CatalogTable | undefined): PlanNode {
  const found = tableOfNode(names.catalog, node);
  const named = names.tables.get(String(node.Alias));
  const table = found ?? named?.table ?? (node["Index Name"] === undefined ? undefined : above);
  const isOfAll =
    found === undefined && (node["Relation Name"] === "project_data" || node["Index Name"] !== undefined);
  const fields = Object.entries(node).flatMap(([field, value]): readonly (readonly [string, unknown])[] => {
    if (isOfAll && node.Operation === undefined && countedOfAll.has(field)) return [];
    if (field === "Rows Removed by Filter" && readsOthers(node) && node["Node Type"] !== "Seq Scan")
      return [];
    const told = virtualField(names, { node, table, named }, field, value);
    return told === undefined ? [] : [[field, told]];
  });
  return Object.fromEntries(fields);
}

/** Whether a scan finds whose rows they are by a filter, so that what it removes are rows of other projects too. */
function readsOthers({ Filter: filter }: PlanNode): boolean {
  return typeof filter === "string" && /\bproject_id\b/.test(filter);
}

interface Place {
  readonly node: PlanNode;
  readonly table: CatalogTable | undefined;
  readonly named: NamedTable | undefined;
}

function virtualField(names: Names, { node, table, named }: Place, field: string, value: unknown): unknown {
  const ofRows = node["Relation Name"] === "project_data";
  switch (field) {
    case "Plans":
      return (value as readonly PlanNode[]).map((below) => virtualNode(names, below, table));
    case "Relation Name":
      return ofRows ? (table?.definition.name ?? names.target ?? "rows") : value;
    case "Alias":
      if (ofRows) return named?.shown ?? table?.definition.name ?? names.target ?? "rows";
      return String(value).startsWith("$") ? undefined : value;
    case "Index Name":
      return table === undefined ? undefined : indexName(table, String(value));
    case "Conflict Arbiter Indexes":
      return table === undefined
        ? undefined
        : (value as readonly string[]).map((name) => indexName(table, name));
    default:
      return virtualValue(names, table, value);
  }
}

function virtualValue({ tables }: Names, table: CatalogTable | undefined, value: unknown): unknown {
  if (typeof value === "string") return virtualText(tables, table, value);
  if (!Array.isArray(value)) return value;
  const told = value.map((item) => (typeof item === "string" ? virtualText(tables, table, item) : item));
  return told.includes(undefined) ? undefined : told;
}

function withoutHidden(node: PlanNode): PlanNode {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([field]) => !hidden.has(field) && !(field === "Rows Removed by Filter" && node.Filter === undefined),
    ),
  );
}

/** The node that takes the largest part for itself: by time where it was measured, else by cost. */
function costliest(plan: PlanNode): PlanNode {
  const queries = new Map<string, number>();
  for (const node of nodesOf(plan)) {
    const name = /^CTE (.*)$/.exec(String(node["Subplan Name"]))?.[1];
    if (name !== undefined) queries.set(name, totalOf(node));
  }
  const own = (node: PlanNode) => ownOf(node, queries);
  return [...nodesOf(plan)].reduce((most, node) => (own(node) > own(most) ? node : most));
}

/** A WITH query runs while its rows are read: that time is not its reader's. */
function ownOf(node: PlanNode, queries: ReadonlyMap<string, number>): number {
  const below = (node.Plans ?? []).filter((plan) => !/^CTE /.test(String(plan["Subplan Name"])));
  const read = queries.get(String(node["CTE Name"])) ?? 0;
  return totalOf(node) - read - below.reduce((sum, plan) => sum + totalOf(plan), 0);
}

/** Sequential scans with the rows that they threw away of their own table; without it where its size is not known. */
export function withOwnCounts(plan: PlanNode, rowCounts: ReadonlyMap<string, number>): PlanNode {
  return mapNodes(plan, (node) => {
    const { "Rows Removed by Filter": removed, ...rest } = node;
    if (node["Node Type"] !== "Seq Scan" || removed === undefined) return node;
    const count = rowCounts.get(String(node["Relation Name"]));
    if (count === undefined) return rest;
    return {
      ...node,
      "Rows Removed by Filter": Math.max(0, Math.round(count - Number(node["Actual Rows"] ?? 0))),
    };
  });
}
