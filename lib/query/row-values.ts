import type { Catalog } from "../catalog/types.ts";
import { allNodes, asList, leftmostLocation, names, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, ident, join, keyword, literal, sql } from "../sql/sql.ts";
import { rowOf } from "./call-types.ts";
import { insideOf, type Placed, placedTokens } from "./clauses.ts";
import type { Edit } from "./composed-text.ts";
import { parseRecord } from "./record-text.ts";
import { rowPart, rowText, widened } from "./row-calls.ts";
import { castedValues, type LiteralRow, type RowType, rowType } from "./row-types.ts";
import { quoted } from "./statement-names.ts";

/** Rows of a table in an expression: one, an array of them, or a set. */
type Shape = "row" | "array" | "set";

interface RowValue {
  readonly type: RowType;
  readonly shape: Shape;
}

/** `(select p from posts p …).title`, `(unnest(array_agg(p))).title`. */
interface FieldOfRow {
  readonly value: RowValue;
  readonly node: TreeNode;
  readonly field: string;
  readonly isColumn: boolean;
}

/** Rows that come out of a sub-select or an array, which are records without columns to Postgres. */
export interface RowValues {
  readonly fields: readonly FieldOfRow[];
  /** `unnest(…)` in FROM. */
  readonly unnests: readonly { readonly call: TreeNode; readonly type: RowType }[];
}

export function rowValues(catalog: Catalog, statement: TreeNode): RowValues {
  const nodes = allNodes(statement);
  const suspects = nodes.filter(({ kind }) => kind === "A_Indirection" || kind === "RangeFunction");
  if (suspects.length === 0) return { fields: [], unnests: [] };
  const rowsOf = rowValueOf(catalog, statement);
  const columns = new Set(
    nodes.flatMap(({ kind, fields }) =>
      kind === "ResTarget" && fields.name === undefined ? [unwrap(fields.val)?.fields] : [],
    ),
  );
  const fields = suspects.flatMap((node): FieldOfRow[] => {
    const arg = node.kind === "A_Indirection" ? unwrap(node.fields.arg) : null;
    const indirection = asList(node.fields.indirection);
    const [field] = names(indirection.slice(-1));
    if (arg === null || arg.kind === "ColumnRef" || field === undefined) return [];
    const value = elementsOf(rowsOf(arg), indirection.slice(0, -1));
    if (value === null || value.shape === "array") return [];
    if (!value.type.columns.some(({ name }) => name === field)) return [];
    return [{ value, node, field, isColumn: columns.has(node.fields) }];
  });
  const unnests = suspects.flatMap((item) => {
    const { functions, coldeflist, is_rowsfrom } = item.fields;
    if (item.kind !== "RangeFunction" || coldeflist !== undefined || is_rowsfrom === true) return [];
    const call = unwrap(asList(unwrap(asList(functions)[0])?.fields.items)[0]);
    const value = call === null ? null : rowsOf(call);
    return call !== null && value?.shape === "set" ? [{ call, type: value.type }] : [];
  });
  return { fields, unnests };
}

/** Of what table an expression gives rows, as far as its words tell. */
function rowValueOf(catalog: Catalog, statement: TreeNode): (node: TreeNode | null) => RowValue | null {
  const sourceOf = rowOf(catalog, statement);
  const shaped = (value: RowValue | null, from: Shape, to: Shape) =>
    value?.shape === from ? { ...value, shape: to } : null;
  const rowsOf = (node: TreeNode | null): RowValue | null => {
    const { kind, fields } = node ?? { kind: "", fields: {} };
    switch (kind) {
      case "ColumnRef": {
        const source = node === null ? null : sourceOf(node);
        const type = source === null ? null : rowType(catalog, source.name);
        return type === null ? null : { type, shape: "row" };
      }
      case "FuncCall": {
        const name = names(fields.funcname).at(-1);
        const args = asList(fields.args);
        const value = args.length === 1 ? rowsOf(unwrap(args[0])) : null;
        if (name === "array_agg") return shaped(value, "row", "array");
        if (name === "unnest") return shaped(value, "array", "set");
        return name === "any_value" ? shaped(value, "row", "row") : null;
      }
      case "SubLink": {
        const outputs = asList(unwrap(fields.subselect)?.fields.targetList);
        const value = outputs.length === 1 ? rowsOf(unwrap(unwrap(outputs[0])?.fields.val)) : null;
        if (fields.subLinkType === "ARRAY_SUBLINK") return shaped(value, "row", "array");
        return fields.subLinkType === "EXPR_SUBLINK" && value?.shape !== "set" ? value : null;
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

/** Of rows an element, or a slice, or the rows themselves. */
function elementsOf(value: RowValue | null, indirection: readonly unknown[]): RowValue | null {
  const [index, ...more] = indirection.map(unwrap);
  if (index === undefined) return value;
  if (value?.shape !== "array" || index?.kind !== "A_Indices" || more.length > 0) return null;
  return { ...value, shape: index.fields.is_slice === true ? "array" : "row" };
}

/** What makes the rows' columns known: the text of what gives them stays as typed. */
export function rowValueEdits(
  { fields, unnests }: RowValues,
  typed: string,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  return [
    ...fields.flatMap((field) => fieldEdits(field, typed, placed, indexOf)),
    ...unnests.flatMap(({ call, type }): Edit[] => {
      const at = indexOf(Number(call.fields.location ?? 0));
      const open = placed.find((token) => token.start >= at && token.word === "(");
      if (open === undefined) return [];
      const { after } = insideOf(typed, { start: 0, end: typed.length }, open);
      return [
        { at, end: at, text: "rows from (" },
        { at: after, end: after, text: ` as (${columnList(type)}))` },
      ];
    }),
  ];
}

function fieldEdits(
  { value, node, field, isColumn }: FieldOfRow,
  typed: string,
  placed: readonly Placed[],
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  const arg = unwrap(node.fields.arg);
  const location = arg === null ? null : leftmostLocation(arg);
  if (arg === null || location === null) return [];
  const brackets = bracketsBefore(typed, placed, indexOf(location), arg.kind === "SubLink");
  if (brackets === null) return [];
  const { open, end, dot } = brackets;
  const name = placed.find((token) => token.start >= dot.end);
  const own = quoted(field);
  const rows = `as "$r" (${columnList(value.type)})`;
  const isSet = value.shape === "set";
  // Of `(select …)` and `(…)[1]` the brackets belong to the value.
  const isElement = asList(node.fields.indirection).length > 1;
  const isKept = isElement || (arg.kind === "SubLink" && open.start === indexOf(location));
  const front = isSet ? `unnest(array(select "$r".${own} from ` : `(select "$r".${own} from unnest(array[`;
  const alias = isColumn ? ` as ${own}` : "";
  const behind = isSet ? ` ${rows}))${alias}` : `]) ${rows})`;
  return [
    { at: open.start, end: isKept ? open.start : open.end, text: front },
    { at: isKept ? end : end - 1, end: name?.end ?? dot.end, text: behind },
  ];
}

/** The innermost brackets around a place, or that open there, behind which a dot stands; also behind subscripts. */
function bracketsBefore(
  typed: string,
  placed: readonly Placed[],
  at: number,
  opensThere: boolean,
): { open: Placed; end: number; dot: Placed } | null {
  const openers = placed.filter(({ word, start }) => word === "(" && (opensThere ? start <= at : start < at));
  for (const open of openers.toReversed()) {
    const whole = { start: 0, end: typed.length };
    let { after: end } = insideOf(typed, whole, open);
    if (end <= at) continue;
    let next = placed.find(({ start }) => start >= end);
    while (next?.word === "[") {
      end = insideOf(typed, whole, next).after;
      next = placed.find(({ start }) => start >= end);
    }
    if (next?.word === ".") return { open, end, dot: next };
  }
  return null;
}

function columnList({ columns }: RowType): string {
  return compile(join(columns.map(({ name, type }) => sql`${ident(name)} ${keyword(type)}`))).text;
}

/** `'(1,x)'::posts` as the row that the text tells. */
export function literalEdits(
  rows: readonly LiteralRow[],
  typed: string,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  return rows.map(({ cast, text, location, type, parent, isColumn }): Edit => {
    const values = parseRecord(text, type.columns.length, location);
    const row = castedValues(
      type,
      values.map((value) => (value === null ? keyword("null") : literal(value))),
      type.name,
    );
    const from = placed.findIndex(({ start }) => start === indexOf(location));
    const sign = placed.findIndex(({ start }) => start === indexOf(Number(cast.fields.location ?? 0)));
    const isCall = placed[sign]?.word === "CAST";
    const open = placed[sign + 1];
    const parts = names((cast.fields.typeName as TreeNode["fields"]).names).length === 2 ? 3 : 1;
    const end =
      isCall && open !== undefined
        ? insideOf(typed, { start: 0, end: typed.length }, open).after
        : (placed[sign + parts]?.end ?? typed.length);
    const at = placed[isCall ? sign : from]?.start ?? 0;
    const part = rowPart(parent);
    return widened(typed, { at, end, text: rowText(row, { part, isColumn }) }, part);
  });
}
