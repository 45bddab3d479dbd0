import type { Catalog } from "../../catalog/types.ts";
import { allNodes, asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { rowOf } from "../calls/call-types.ts";
import { type RowType, rowType } from "./row-columns.ts";
import { arrayType, castType } from "./row-types.ts";

/** Rows of a table in an expression: one, an array of them, or a set. */
type Shape = "row" | "array" | "set";

export interface RowValue {
  readonly type: RowType;
  readonly shape: Shape;
  /** Whether it is a row of FROM as it is, whose columns Postgres itself finds. */
  readonly isTraced?: true;
}

/** Functions that give one of the rows that they are given first. */
const givesRow = new Set(["any_value", "first_value", "lag", "last_value", "lead", "nth_value"]);

/** Of what table an expression gives rows, as far as its words and those of the queries in FROM tell. */
export function rowValueOf(
  catalog: Catalog,
  statement: TreeNode,
): (node: TreeNode | null) => RowValue | null {
  const sourceOf = rowOf(catalog, statement);
  const types = new Map<string, RowType | null>();
  const typeNamed = (name: string): RowType | null => {
    const known = types.get(name);
    if (known !== undefined) return known;
    const type = rowType(catalog, name);
    types.set(name, type);
    return type;
  };
  let outputs: Outputs | null = null;
  const shaped = (value: RowValue | null, from: Shape, to: Shape): RowValue | null =>
    value?.shape === from ? { type: value.type, shape: to } : null;
  const firstOf = (nodes: readonly unknown[]) =>
    nodes.map((node) => rowsOf(unwrap(node))).find((value) => value !== null) ?? null;
  /** `jsonb_populate_record(null::posts, …)` as a column: by itself its columns are known. */
  const populated = (node: TreeNode | null): RowValue | null => {
    const isOne = /^jsonb?_populate_record(?:set)?$/.test(names(node?.fields.funcname).at(-1) ?? "");
    return isOne ? shaped(rowsOf(unwrap(asList(node?.fields.args)[0])), "row", "row") : null;
  };
  const named = (node: TreeNode): RowValue | null => {
    const path = names(node.fields.fields);
    if (path.length !== asList(node.fields.fields).length) return null;
    const [name = "", alias] = path.toReversed();
    if (outputs === null) {
      outputs = new Map();
      findOutputs(statement, (item) => rowsOf(item) ?? populated(item), outputs);
    }
    const found = [...outputs].flatMap(([own, columns]) =>
      alias === undefined || alias === own ? (columns.get(name) ?? []) : [],
    );
    const [only] = found;
    return only !== undefined &&
      found.every(({ type, shape }) => type.name === only.type.name && shape === only.shape)
      ? only
      : null;
  };
  const rowsOf = (node: TreeNode | null): RowValue | null => {
    const { kind, fields } = node ?? { kind: "", fields: {} };
    switch (kind) {
      case "ColumnRef": {
        const source = node === null ? null : sourceOf(node);
        const type = source === null ? null : typeNamed(source.name);
        return type === null ? node && named(node) : { type, shape: "row", isTraced: true };
      }
      case "FuncCall": {
        const name = names(fields.funcname).at(-1) ?? "";
        const value = rowsOf(unwrap(asList(fields.args)[0]));
        if (name === "array_agg") return shaped(value, "row", "array");
        if (name === "unnest") return shaped(value, "array", "set");
        return givesRow.has(name) ? shaped(value, "row", "row") : null;
      }
      case "CoalesceExpr":
        return shaped(firstOf(asList(fields.args)), "row", "row");
      case "CaseExpr": {
        const results = asList(fields.args).map((when) => unwrap(when)?.fields.result);
        return shaped(firstOf([...results, fields.defresult]), "row", "row");
      }
      case "TypeCast": {
        const type = castType(catalog, fields);
        const list = type === null ? arrayType(catalog, fields) : null;
        return type !== null ? { type, shape: "row" } : list && { type: list, shape: "array" };
      }
      case "SubLink": {
        const values = asList(unwrap(fields.subselect)?.fields.targetList);
        const value = values.length === 1 ? rowsOf(unwrap(unwrap(values[0])?.fields.val)) : null;
        if (fields.subLinkType === "ARRAY_SUBLINK") return shaped(value, "row", "array");
        if (fields.subLinkType !== "EXPR_SUBLINK" || value === null || value.shape === "set") return null;
        return { type: value.type, shape: value.shape };
      }
      case "A_ArrayExpr":
        return shaped(rowsOf(unwrap(asList(fields.elements)[0])), "row", "array");
      case "A_Indirection":
        return elementsOf(rowsOf(unwrap(fields.arg)), asList(fields.indirection));
      default:
        return null;
    }
  };
  return rowsOf;
}

/** The columns of sub-selects in FROM and of WITH queries that are rows or lists of them, by the names of these. */
type Outputs = Map<string, ReadonlyMap<string, RowValue>>;

/** What a query reads is found before it: queries further in come first. */
function findOutputs(
  statement: TreeNode,
  rowsOf: (node: TreeNode | null) => RowValue | null,
  outputs: Outputs,
): void {
  const nodes = allNodes(statement).toReversed();
  const columnsOf = (query: TreeNode | null, given: readonly string[]) =>
    new Map(
      asList(query?.fields.targetList).flatMap((item, index): [string, RowValue][] => {
        const target = unwrap(item);
        const node = unwrap(target?.fields.val);
        const name = given[index] ?? target?.fields.name ?? names(node?.fields.fields).at(-1);
        const value = node?.kind === "ColumnRef" && name === undefined ? null : rowsOf(node);
        return value === null
          ? []
          : [[String(name ?? names(node?.fields.funcname).at(-1) ?? "array"), value]];
      }),
    );
  const added = (alias: string | undefined, columns: ReadonlyMap<string, RowValue>) => {
    if (alias !== undefined && columns.size > 0) outputs.set(alias, columns);
  };
  for (const { kind, fields } of nodes) {
    if (kind === "CommonTableExpr")
      added(String(fields.ctename), columnsOf(unwrap(fields.ctequery), names(fields.aliascolnames)));
    if (kind !== "RangeSubselect") continue;
    const { aliasname, colnames } = (fields.alias ?? {}) as { aliasname?: string; colnames?: unknown };
    added(aliasname, columnsOf(unwrap(fields.subquery), names(colnames)));
  }
  for (const { kind, fields } of nodes) {
    const alias = (fields.alias as TreeFields | undefined)?.aliasname;
    const columns = kind === "RangeVar" ? outputs.get(String(fields.relname)) : undefined;
    if (columns !== undefined && alias !== undefined) outputs.set(String(alias), columns);
  }
}

/** Of rows an element, or a slice, or the rows themselves. */
export function elementsOf(value: RowValue | null, indirection: readonly unknown[]): RowValue | null {
  const [index, ...more] = indirection.map(unwrap);
  if (index === undefined) return value;
  if (value?.shape !== "array" || index?.kind !== "A_Indices" || more.length > 0) return null;
  return { ...value, shape: index.fields.is_slice === true ? "array" : "row" };
}
