import { indexKind } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { readableColumns, storageOf, storedColumn } from "../../engine/column-sql.ts";
import { hasRoomForIndex } from "../../engine/evolve/allocate-storage.ts";
import { compile, ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { servedConditions } from "./conditions.ts";
import { nodesOf, type PlanNode } from "./plan-node.ts";

/** An index that would have served what a scan had to look for row by row. */
export interface IndexSuggestion {
  readonly table: string;
  readonly columns: readonly string[];
  readonly sql: string;
}

/** Columns of a table that an index may serve a scan by, and what is to be counted to know. */
export interface Candidate {
  readonly table: CatalogTable;
  /** By column: the conditions on it. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  /** The column of the order that a limit cuts. */
  readonly order: string | null;
  /** Columns by which rows of another table find theirs: how many rows of the table the join or each run found. */
  readonly looked: ReadonlyMap<string, number>;
  /** How many rows the scan gave. */
  readonly rows: number;
}

/** A scan of fewer rows needs no index. */
const rowsMin = 500;
/** An index is worth its while where it leaves at most one row of so many. */
const share = 10;
/** Longer texts cannot be indexed. */
const textBytesMax = 500;

/** The scans of a measured plan that read a whole table for a part of it. @param plan in virtual names. */
export function indexCandidates(catalog: Catalog, plan: PlanNode): readonly Candidate[] {
  const parents = new Map(
    [...nodesOf(plan)].flatMap((node) => (node.Plans ?? []).map((below) => [below, node])),
  );
  return [...nodesOf(plan)].flatMap((node): readonly Candidate[] => {
    if (!isWholeScan(node)) return [];
    const table = catalog.tables.find(({ definition }) => definition.name === node["Relation Name"]);
    if (table === undefined) return [];
    const canServe = (column: string) => isIndexable(table, column);
    const conditions = Map.groupBy(
      servedConditions(String(node.Filter ?? "")).filter(({ column }) => canServe(column)),
      ({ column }) => column,
    );
    const order = orderedBy(table, parents, node);
    const candidate = {
      table,
      conditions: new Map([...conditions].map(([column, of]) => [column, of.map(({ text }) => text)])),
      order: order !== null && canServe(order) ? order : null,
      looked: new Map([...lookedUp(parents, node)].filter(([column]) => canServe(column))),
      rows: Number(node["Actual Rows"] ?? 0),
    };
    const isAny = conditions.size > 0 || candidate.order !== null || candidate.looked.size > 0;
    return isAny ? [candidate] : [];
  });
}

/** By a sequential scan, or by the primary key's index without a condition. */
function isWholeScan(node: PlanNode): boolean {
  if (node["Relation Name"] === undefined || node["Actual Loops"] === undefined) return false;
  if (node["Node Type"] === "Seq Scan") return true;
  if (/^Index (?:Only )?Scan$/.test(String(node["Node Type"]))) return node["Index Cond"] === undefined;
  const [below] = node.Plans ?? [];
  return (
    node["Node Type"] === "Bitmap Heap Scan" &&
    below?.["Index Cond"] === undefined &&
    below?.Plans === undefined
  );
}

function orderedBy(
  table: CatalogTable,
  parents: ReadonlyMap<PlanNode, PlanNode>,
  node: PlanNode,
): string | null {
  const sort = parents.get(node);
  const limit = sort && parents.get(sort);
  const keys = sort?.["Sort Key"];
  if (sort?.["Node Type"] !== "Sort" || limit?.["Node Type"] !== "Limit" || !Array.isArray(keys)) return null;
  const [, name] = /^(?:\w+\.)?([a-z_]\w*)(?: DESC)?$/.exec(String(keys[0])) ?? [];
  const column = table.definition.columns.find((one) => one.name === name);
  // An index follows an order only of values that are there.
  if (name === undefined || keys.length > 1 || column?.required !== true) return null;
  return Number(limit["Actual Rows"]) * share <= Number(node["Actual Rows"]) ? name : null;
}

/** Where a few rows of another table look for theirs in this one. */
function lookedUp(parents: ReadonlyMap<PlanNode, PlanNode>, node: PlanNode): ReadonlyMap<string, number> {
  const [, correlated] = /\(?\b([a-z_]\w*) = [a-z_]\w*\.[a-z_]\w*\b/.exec(String(node.Filter ?? "")) ?? [];
  if (correlated !== undefined && !String(node.Filter).includes(" OR "))
    return new Map([[correlated, Number(node["Actual Rows"] ?? 0)]]);
  const hashed = parents.get(node);
  const join = hashed?.["Node Type"] === "Hash" ? parents.get(hashed) : hashed;
  const condition = join?.["Hash Cond"] ?? join?.["Join Filter"];
  if (join?.["Join Type"] !== "Inner" || condition === undefined) return new Map();
  const side = join.Plans?.find((plan) => plan !== node && plan !== hashed);
  const shown = String(node.Alias ?? node["Relation Name"]);
  const equal = [...String(condition).matchAll(/(\w+)\.([a-z_]\w*) = (\w+)\.([a-z_]\w*)/g)];
  const columns = equal.flatMap(([, a, ofA = "", b, ofB = ""]) =>
    a === shown ? ofA : b === shown ? ofB : [],
  );
  const few = Math.max(Number(side?.["Actual Rows"] ?? Infinity), Number(join["Actual Rows"] ?? 0));
  return new Map(String(condition).includes(" OR ") ? [] : columns.map((column) => [column, few]));
}

function isIndexable(table: CatalogTable, name: string): boolean {
  const column = readableColumns(table).find((candidate) => candidate.name === name);
  if (column === undefined || column.type === "boolean" || indexKind(column) === null) return false;
  const { place } = storageOf(table, name);
  return place === "data" && storedColumn(table, column) === "data" && hasRoomForIndex(table, column);
}

/** A query over the virtual table that counts what each column's conditions leave. */
export function countingQuery({ table, conditions }: Candidate): string {
  const texts = textColumns(table, conditions);
  // The conditions are the server's own texts of a plan, in virtual names; they are guarded as any typed query.
  const counts = [...conditions.values()].map(
    (of) =>
      sql`count(*) filter (where ${join(
        of.map((text) => keyword(`(${text})`)),
        " and ",
      )})`,
  );
  const lengths = texts.map((name) => sql`max(octet_length(${ident(name)}::text))`);
  return compile(
    sql`select ${join([sql`count(*)`, ...counts, ...lengths] satisfies Sql[])} from public.${ident(table.definition.name)}`,
  ).text;
}

function textColumns({ definition }: CatalogTable, conditions: Candidate["conditions"]): readonly string[] {
  return [...conditions.keys()].filter((name) => {
    const column = definition.columns.find((one) => one.name === name);
    return column !== undefined && indexKind(column) === "text" && column.type !== "uuid";
  });
}

/** What the counts say: the one column by which fewest rows would have to be read, if they are few. */
export function chosenIndex(candidate: Candidate, counts: readonly number[]): IndexSuggestion | null {
  const { table, conditions, order, looked, rows } = candidate;
  const [all = 0, ...rest] = counts;
  if (all < rowsMin) return null;
  const texts = textColumns(table, conditions);
  const tooLong = new Set(texts.filter((_, index) => (rest[conditions.size + index] ?? 0) > textBytesMax));
  const left = [
    ...[...conditions.keys()].map((column, index) => ({ column, count: rest[index] ?? all })),
    ...[...looked].map(([column, count]) => ({ column, count })),
  ]
    .filter(({ column, count }) => !tooLong.has(column) && count * share <= all)
    .sort((a, b) => a.count - b.count);
  const column = left[0]?.column ?? (order !== null && rows * share >= all ? order : undefined);
  if (column === undefined) return null;
  const { name } = table.definition;
  return { table: name, columns: [column], sql: `CREATE INDEX ON ${quoted(name)} (${quoted(column)})` };
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
