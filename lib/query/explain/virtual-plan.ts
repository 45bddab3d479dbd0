import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";

/** A node of a plan as `EXPLAIN (FORMAT JSON)` prints it. */
export interface PlanNode {
  readonly [field: string]: unknown;
  readonly Plans?: readonly PlanNode[];
}

/** What says how large tables are, one's own and others'; and what speaks of the server. */
const hidden = new Set([
  ...["Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Parallel Aware", "Async Capable", "Schema"],
  ...["Disabled", "Rows Removed by Index Recheck", "Heap Fetches", "Exact Heap Blocks", "Lossy Heap Blocks"],
]);

const removedRows = "Rows Removed by Filter";

/** Whether a scan finds whose rows they are by a filter, so that what it removes are rows of other projects too. */
export function readsOthers({ Filter: filter }: PlanNode): boolean {
  return typeof filter === "string" && /\bproject_id\b/.test(filter);
}

interface Aliases {
  readonly catalog: Catalog;
  /** By the alias of a scan of stored rows: the table that it is of. */
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** What the statement writes to, for nodes that do not say it. */
  readonly target: string;
}

/** A plan over stored rows in the names of the virtual tables, sizes left out and the most costly node marked. */
export function virtualPlan(catalog: Catalog, plan: PlanNode, target = "rows"): PlanNode {
  const tables = new Map<string, CatalogTable>();
  for (const node of nodesOf(plan)) {
    const table = tableOfNode(catalog, node);
    if (table !== undefined) tables.set(String(node.Alias), table);
  }
  return virtualNode({ catalog, tables, target }, plan, costliest(plan));
}

export function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const below of node.Plans ?? []) yield* nodesOf(below);
}

/** The table whose id stands in the node's conditions. */
export function tableOfNode(catalog: Catalog, node: PlanNode): CatalogTable | undefined {
  const texts = Object.values(node).filter((value) => typeof value === "string");
  return node["Relation Name"] === "project_data" || node["Index Name"] !== undefined
    ? catalog.tables.find(({ id }) => texts.some((text) => text.includes(id)))
    : undefined;
}

/** The node that takes the largest part for itself: by time where it was measured, else by cost. */
function costliest(plan: PlanNode): PlanNode {
  const own = (node: PlanNode) =>
    total(node) - (node.Plans ?? []).reduce((sum, below) => sum + total(below), 0);
  return [...nodesOf(plan)].reduce((most, node) => (own(node) > own(most) ? node : most));
}

function total(node: PlanNode): number {
  const time = node["Actual Total Time"];
  return time === undefined
    ? Number(node["Total Cost"] ?? 0)
    : Number(time) * Number(node["Actual Loops"] ?? 1);
}

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
}
