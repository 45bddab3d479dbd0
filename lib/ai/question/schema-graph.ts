import { labelColumn } from "../../catalog/column-facts.ts";
import type { Column, ColumnType, Schema, Table } from "../../catalog/types.ts";
import { singular } from "../builtin/text/inflection.ts";
import { root } from "./inflection.ts";
import { categoryColumns, personNouns, statusColumns } from "./lexicon.ts";

/** The tables of a schema as a graph of relations, with the words that people use for their names. */
export interface SchemaGraph {
  readonly tables: readonly TableNode[];
}

export interface TableNode {
  readonly name: string;
  /** The singular words of the name: `order_items` is `order`, `item`. */
  readonly words: readonly string[];
  readonly columns: readonly ColumnNode[];
  readonly key: string;
  /** The column that names a row to a person. */
  readonly label: ColumnNode | null;
  readonly edges: readonly Edge[];
  readonly isPerson: boolean;
}

export type ColumnKind = "text" | "number" | "date" | "moment" | "boolean" | "reference" | "other";

export interface ColumnNode {
  readonly table: TableNode;
  readonly name: string;
  readonly words: readonly string[];
  /** The stored columns that it is read from: itself, or first and last name. */
  readonly parts: readonly string[];
  readonly kind: ColumnKind;
  readonly enumValues: readonly string[];
  readonly isInteger: boolean;
}

/** A reference, seen from one of its two ends. */
export interface Edge {
  readonly from: TableNode;
  readonly to: TableNode;
  /** `one`: a row of `from` has at most one in `to`. `many`: it may have any number. */
  readonly direction: "one" | "many";
  readonly fromColumn: string;
  readonly toColumn: string;
  /** The referencing column, on whichever end it is. */
  readonly column: ColumnNode;
}

interface GrowingTable extends TableNode {
  readonly columns: ColumnNode[];
  readonly edges: Edge[];
  label: ColumnNode | null;
}

/** @param schema any tables, also without primary keys or with quoted names; dangling references are left out. */
export function buildGraph(schema: Schema): SchemaGraph {
  const nodes = new Map(schema.tables.map((table) => [table.name, tableNode(table)]));
  for (const table of schema.tables) {
    const node = nodes.get(table.name);
    if (node !== undefined) addColumns(node, table, nodes);
  }
  return { tables: [...nodes.values()] };
}

function tableNode(table: Table): GrowingTable {
  const words = nameWords(table.name);
  return {
    name: table.name,
    words,
    columns: [],
    key: table.columns.find((column) => column.primary_key === true)?.name ?? "id",
    label: null,
    edges: [],
    isPerson: personNouns.has(words.at(-1) ?? ""),
  };
}

function addColumns(node: GrowingTable, table: Table, nodes: ReadonlyMap<string, GrowingTable>): void {
  for (const column of table.columns) {
    const target = column.references === undefined ? undefined : nodes.get(column.references.table);
    const added = columnNode(node, column, target !== undefined);
    node.columns.push(added);
    if (column.references === undefined || target === undefined) continue;
    const ends = { from: node, to: target, fromColumn: column.name, toColumn: column.references.column };
    node.edges.push({ ...ends, direction: "one", column: added });
    target.edges.push({
      from: target,
      to: node,
      direction: "many",
      fromColumn: column.references.column,
      toColumn: column.name,
      column: added,
    });
  }
  const full = fullName(node);
  if (full !== null) {
    node.columns.push(full);
    node.label = full;
    return;
  }
  const label = labelColumn(table);
  const isSorting =
    label !== null && label !== "subject" && [...statusColumns, ...categoryColumns].includes(label);
  node.label = isSorting
    ? null
    : (node.columns.find((column) => column.name === label && column.kind === "text") ?? null);
}

/** First and last name as one column, where a table has no whole name. */
function fullName(table: TableNode): ColumnNode | null {
  const first = table.columns.find((column) => /^(first|given)_?name$/.test(column.name));
  const last = table.columns.find((column) => /^(last|family|sur)_?name$/.test(column.name));
  const hasName = table.columns.some((column) => /^(full_?|display_?)?name$/.test(column.name));
  if (first === undefined || last === undefined || hasName) return null;
  return { ...first, name: "name", words: ["name"], parts: [first.name, last.name] };
}

function columnNode(table: TableNode, column: Column, isReference: boolean): ColumnNode {
  const words = nameWords(column.name);
  return {
    table,
    name: column.name,
    words: isReference && words.length > 1 && words.at(-1) === "id" ? words.slice(0, -1) : words,
    parts: [column.name],
    kind: isReference ? "reference" : kindOf(column.type, column),
    enumValues: column.enum_values ?? [],
    isInteger: column.type === "integer" || column.type === "bigint",
  };
}

function kindOf(type: ColumnType, column: Column): ColumnKind {
  switch (type) {
    case "text":
    case "enum":
    case "email":
    case "url":
    case "phone":
    case "richtext":
    case "file":
      return "text";
    case "integer":
    case "bigint":
    case "number":
    case "numeric":
      return column.primary_key === true ? "other" : "number";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    case "timestamptz":
      return "moment";
    default:
      return "other";
  }
}

/** `orderItems`, `order_items` and `order items` are all `order`, `item`. */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(singular);
}

export function isDated(column: ColumnNode): boolean {
  return column.kind === "date" || column.kind === "moment";
}

/** Whether a table only joins two others: it has references and nothing else that a person would read. */
export function isJunction(table: TableNode): boolean {
  const references = table.columns.filter((column) => column.kind === "reference").length;
  return references >= 2 && table.label === null;
}

/** Whether one of the name's words has the same root as `wanted`. */
export function hasRoot(words: readonly string[], wanted: string): boolean {
  return words.some((word) => root(word) === wanted);
}

export interface Path {
  readonly edges: readonly Edge[];
  readonly end: TableNode;
}

/** Every way of at most `hopsMax` steps from a table to others, shortest first; no table is visited twice on one way. */
export function pathsFrom(start: TableNode, hopsMax: number): readonly Path[] {
  const paths: Path[] = [{ edges: [], end: start }];
  for (let index = 0; index < paths.length && paths.length < 2000; index++) {
    const path = paths[index];
    if (path === undefined || path.edges.length >= hopsMax) continue;
    for (const edge of path.end.edges) {
      const isVisited = edge.to === start || path.edges.some((earlier) => earlier.to === edge.to);
      // A table may point at itself (an employee's manager): that step is made once.
      const isSelf = path.edges.length === 0 && edge.to === start && edge.direction === "one";
      if (!isVisited || isSelf) paths.push({ edges: [...path.edges, edge], end: edge.to });
    }
  }
  return paths;
}

/** The shortest way between two tables, to-one steps preferred; null when there is none of at most three steps. */
export function pathBetween(from: TableNode, to: TableNode): Path | null {
  if (from === to) return { edges: [], end: from };
  const candidates = pathsFrom(from, 3).filter((path) => path.end === to && path.edges.length > 0);
  return candidates.sort((a, b) => pathCost(a) - pathCost(b))[0] ?? null;
}

/** Steps to one row are surer than steps to many, and both surer than a detour. */
export function pathCost(path: Path): number {
  return path.edges.reduce((cost, edge) => cost + (edge.direction === "one" ? 2 : 3), 0);
}
