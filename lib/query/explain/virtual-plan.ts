import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { withoutOurQueries, withoutPassing } from "./own-parts.ts";
import { mapNodes, nodesOf, type PlanNode, totalOf } from "./plan-node.ts";
import { indexName, type NamedTable, tableOfNode, virtualText } from "./virtual-names.ts";

/** What says how large tables are, one's own and others'; and what speaks of the server. */
const hidden = new Set([
  ...["Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Parallel Aware", "Async Capable", "Schema"],
  ...["Disabled", "Rows Removed by Index Recheck", "Heap Fetches", "Exact Heap Blocks", "Lossy Heap Blocks"],
  ...["Index Searches", "Original Hash Buckets", "Original Hash Batches"],
]);

<<<<<<< HEAD
const removedRows = "Rows Removed by Filter";

/** Whether a scan finds whose rows they are by a filter, so that what it removes are rows of other projects too. */
export function readsOthers({ Filter: filter }: PlanNode): boolean {
  return typeof filter === "string" && /\bproject_id\b/.test(filter);
}

type Aliases = {}
=======
/** What counts entries of the stored table, those of other tables and rows that are gone among them. */
const countedOfAll = new Set(["Actual Rows", "Rows Removed by Filter"]);

type Names = {}
>>>>>>> 6058e0f (EXPLAIN shows the plan of a plain table and suggests only indexes that serve; foreign keys that are no uuids can be indexed)
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
    if (field === "Rows Removed by Filter" && readsOthers(node) && node["Node Type"] !== "Seq Scan") return [];
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

<<<<<<< HEAD
function virtualNode(aliases: Aliases, node: PlanNode, costly: PlanNode): PlanNode {
  const table = tableOfNode(aliases.catalog, node);
  const fields: [string, unknown][] = [];
  for (const [field, value] of Object.entries(node)) {
    if (hidden.has(field) || (field === removedRows && readsOthers(node))) continue;
    const told = virtualField(aliases, table, field, value, costly);
    if (told !== undefined) fields.push([field, told]);
  }
  if (node === costly) fields.push(["Costly", true]);
  return Object.fromEntries(fields);
}

function virtualField(
  aliases: Aliases,
  table: CatalogTable | undefined,
  field: string,
  value: unknown,
  costly: PlanNode,
): unknown {
  if (field === "Plans")
    return (value as readonly PlanNode[]).map((below) => virtualNode(aliases, below, costly));
  if (value === "project_data") return table?.definition.name ?? aliases.target;
  if (field === "Alias") return table?.definition.name ?? String(value).replace(/^\$+/, "");
  if (field === "Index Name") return table === undefined ? undefined : indexName(table, String(value));
  if (typeof value === "string") return virtualText(aliases, table, value);
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "string" ? virtualText(aliases, table, item) : item));
  return value;
}

/** `project_data_t1_idx` as the index of the column whose slot it is. */
function indexName(table: CatalogTable, name: string): string {
  const slot = /^project_data_(\w+?)_(?:idx|key)$/.exec(name)?.[1] ?? "id";
  const column = columnOfSlot(table, slot);
  const several = [...Object.entries(table.storage.keys), ...Object.entries(table.storage.indexes ?? {})];
  const own = several.find(([, of]) => of === slot)?.[0];
  if (own !== undefined) return own;
  const named = namedConstraints(table.definition).find(
    ({ constraint: { columns = [], kind } }) =>
      column !== undefined && columns.length === 1 && columns[0] === column && kind !== "check",
  );
  return named?.name ?? `${table.definition.name}_pkey`;
}

function columnOfSlot(table: CatalogTable, slot: string): string | undefined {
  return Object.entries(table.storage.columns).find(
    ([, { index, unique, reference, place }]) =>
      index === slot || unique === slot || reference === slot || place === slot,
  )?.[0];
}

const uuid = "'[0-9a-f-]{36}'::uuid";
const ours = String.raw`(?:(?:"?[\w$]+"?\.)?"?\$?(?:project_id|table_id)"?|(?:app\.)?(?:writable_)?project_id\(\))`;
const tenant = new RegExp(String.raw`\((?:${ours} = (?:${uuid}|${ours})|${uuid} = ${ours})\)`, "g");

/** A condition or expression in the names of the tables; undefined when it speaks of nothing but whose rows these are. */
function virtualText({ tables }: Aliases, own: CatalogTable | undefined, text: string): string | undefined {
  let told = text.replaceAll(tenant, "(true)");
  for (let before = ""; before !== told; ) {
    before = told;
    told = told.replaceAll(/\(true\) AND | AND \(true\)/g, "").replaceAll("((true))", "(true)");
  }
  for (const [alias, table] of tables) told = withColumns(told, table, `"?${escaped(alias)}"?\\.`);
  if (own !== undefined) told = withColumns(told, own, "");
  const trimmed = told
    .replaceAll(/\$+(?=\w)/g, "")
    .replaceAll(/^\(\((.*)\)\)$/g, (whole, inside: string) => (isBalanced(inside) ? `(${inside})` : whole));
  return trimmed === "(true)" ? undefined : trimmed;
}

/** Whether no bracket closes that was not opened: `(a) AND (b` is not. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Slots and keys of the stored row as the columns that they hold. */
function withColumns(text: string, table: CatalogTable, prefix: string): string {
  const name = prefix === "" ? "" : `${table.definition.name}.`;
  let told = text;
  for (const [column, { key, place, index, unique, reference }] of Object.entries(table.storage.columns)) {
    const stored = String.raw`\(${prefix}"?\$?data"? ->>? '${escaped(key)}'::text\)`;
    const cast = String.raw`\(${stored}\)::[a-z]\w*(?: [a-z]+)*(?:\(\d+(?:,\d+)?\))?(?:\[\])?`;
    told = told.replaceAll(new RegExp(`${cast}|${stored}`, "g"), `${name}${column}`);
    for (const slot of [index, unique, reference, place === "data" ? undefined : place]) {
      if (slot !== undefined)
        told = told.replaceAll(
          new RegExp(String.raw`(?<![\w.$"'])${prefix}"?\$?${slot}"?(?![\w'])`, "g"),
          `${name}${column}`,
        );
    }
  }
  return told;
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
=======
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
>>>>>>> 6058e0f (EXPLAIN shows the plan of a plain table and suggests only indexes that serve; foreign keys that are no uuids can be indexed)
}
