import type { Catalog } from "../../catalog/types.ts";
import { allNodes, asList, leftmostLocation, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, keyword, literal, sql } from "../../sql/sql.ts";
import { bracketsFrom, insideOf, listItems, type Placed, placedTokens, tokenFrom } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { parseRecord } from "./record-text.ts";
import { rowPart, rowText, widened } from "./row-calls.ts";
import type { RowType } from "./row-columns.ts";
import { elementsOf, type RowValue, rowValueOf } from "./row-expressions.ts";
import { castedValues, type LiteralRow } from "./row-types.ts";

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
  /** `(E).*` as columns. */
  readonly stars: readonly Pick<FieldOfRow, "value" | "node">[];
  /** `unnest(…)` in FROM. */
  readonly unnests: readonly { readonly call: TreeNode; readonly type: RowType }[];
}

export function rowValues(catalog: Catalog, statement: TreeNode): RowValues {
  const nodes = allNodes(statement);
  const suspects = nodes.filter(({ kind }) => kind === "A_Indirection" || kind === "RangeFunction");
  if (suspects.length === 0) return { fields: [], stars: [], unnests: [] };
  const rowsOf = rowValueOf(catalog, statement);
  const columns = new Set(
    nodes.flatMap(({ kind, fields }) =>
      kind === "ResTarget" && fields.name === undefined ? [unwrap(fields.val)?.fields] : [],
    ),
  );
  const untraced = (node: TreeNode): RowValue | null => {
    const arg = node.kind === "A_Indirection" ? unwrap(node.fields.arg) : null;
    // What is cast to a row is one whose columns are known.
    if (arg === null || (arg.kind === "TypeCast" && asList(node.fields.indirection).length === 1))
      return null;
    const value = elementsOf(rowsOf(arg), asList(node.fields.indirection).slice(0, -1));
    return value === null || value.shape === "array" || value.isTraced === true ? null : value;
  };
  const fields = suspects.flatMap((node): FieldOfRow[] => {
    const [field] = names(asList(node.fields.indirection).slice(-1));
    const value = field === undefined ? null : untraced(node);
    if (field === undefined || !value?.type.columns.some(({ name }) => name === field)) return [];
    return [{ value, node, field, isColumn: columns.has(node.fields) }];
  });
  const stars = suspects.flatMap((node): readonly Pick<FieldOfRow, "value" | "node">[] => {
    const isStar = unwrap(asList(node.fields.indirection).at(-1))?.kind === "A_Star";
    const value = isStar && columns.has(node.fields) ? untraced(node) : null;
    return value === null ? [] : [{ value, node }];
  });
  const unnests = suspects.flatMap((item) => {
    const { functions, coldeflist, is_rowsfrom } = item.fields;
    if (item.kind !== "RangeFunction" || coldeflist !== undefined || is_rowsfrom === true) return [];
    const call = unwrap(asList(unwrap(asList(functions)[0])?.fields.items)[0]);
    const value = call === null ? null : rowsOf(call);
    return call !== null && value?.shape === "set" ? [{ call, type: value.type }] : [];
  });
  return { fields, stars, unnests };
}

/** What makes the rows' columns known: the text of what gives them stays as typed. */
export function rowValueEdits(
  { fields, unnests }: Pick<RowValues, "fields" | "unnests">,
  typed: string,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  if (fields.length === 0 && unnests.length === 0) return [];
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  return [
    ...fields.flatMap((field) => fieldEdits(field, typed, placed, indexOf)),
    ...unnests.flatMap(({ call, type }): Edit[] => {
      const at = indexOf(Number(call.fields.location ?? 0));
      const { after } = bracketsFrom(typed, at);
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
  if (isWindow(arg)) return windowEdits(typed, brackets, indexOf(location), { field, isColumn });
  const name = placed[tokenFrom(placed, dot.end)];
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

function isWindow({ kind, fields }: TreeNode): boolean {
  return kind === "FuncCall" && fields.over !== undefined;
}

/** `(lag(p) over w).title` → `lag((p).title) over w`: a window function stands in no sub-select. */
function windowEdits(
  typed: string,
  { open, end, dot }: Brackets,
  at: number,
  { field, isColumn }: Pick<FieldOfRow, "field" | "isColumn">,
): readonly Edit[] {
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const [first] = listItems(typed, bracketsFrom(typed, at).inside);
  const name = placed[tokenFrom(placed, dot.end)];
  if (first === undefined || name === undefined) return [];
  return [
    { at: open.start, end: open.end, text: "" },
    { at: first.start, end: first.start, text: "(" },
    { at: first.end, end: first.end, text: `).${quoted(field)}` },
    { at: end - 1, end: name.end, text: isColumn ? ` as ${quoted(field)}` : "" },
  ];
}

/** `(E).*` as a column for each of the row's. @param cut a part of the text with the edits in it. */
export function starEdit(
  { value, node }: RowValues["stars"][number],
  typed: string,
  indexOf: (byteOffset: number) => number,
  cut: (start: number, end: number) => string,
): Edit | null {
  const arg = unwrap(node.fields.arg);
  const location = arg === null ? null : leftmostLocation(arg);
  if (arg === null || location === null) return null;
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const brackets = bracketsBefore(typed, placed, indexOf(location), arg.kind === "SubLink");
  if (brackets === null) return null;
  const { open, end, dot } = brackets;
  const star = placed[tokenFrom(placed, dot.end)];
  const rows = `as "$r" (${columnList(value.type)})`;
  const texts = value.type.columns.map(({ name, type }) => {
    const own = quoted(name);
    if (isWindow(arg)) return `${windowText(typed, brackets, indexOf(location), own, cut)} as ${own}`;
    if (value.shape === "row")
      return `(select "$r".${own} from unnest(array[${cut(open.start, end)}]) ${rows}) as ${own}`;
    // A set of lists would become one of their elements.
    const [before, behind] = type.endsWith("[]") ? ["::text", `::${type}`] : ["", ""];
    return `unnest(array(select "$r".${own}${before} from ${cut(open.end, end - 1)} ${rows}))${behind} as ${own}`;
  });
  return { at: open.start, end: star?.end ?? dot.end, text: texts.join(", ") };
}

function windowText(
  typed: string,
  { open, end }: Brackets,
  at: number,
  own: string,
  cut: (start: number, end: number) => string,
): string {
  const [first] = listItems(typed, bracketsFrom(typed, at).inside);
  if (first === undefined) return cut(open.start, end);
  return `${cut(open.end, first.start)}(${cut(first.start, first.end)}).${own}${cut(first.end, end - 1)}`;
}

/** Brackets around an expression, and the dot behind them. */
interface Brackets {
  readonly open: Placed;
  readonly end: number;
  readonly dot: Placed;
}

/** The innermost brackets around a place, or that open there, behind which a dot stands; also behind subscripts. */
function bracketsBefore(
  typed: string,
  placed: readonly Placed[],
  at: number,
  opensThere: boolean,
): Brackets | null {
  const whole = { start: 0, end: typed.length };
  const behind = (index: number) => placed[tokenFrom(placed, index)];
  let depth = Number.POSITIVE_INFINITY;
  for (let index = tokenFrom(placed, opensThere ? at + 1 : at) - 1; index >= 0; index--) {
    const open = placed[index];
    // What closes in front of the place stands deeper than what is open there.
    const isAround = open !== undefined && open.word === "(" && open.depth < depth;
    depth = Math.min(depth, open?.depth ?? depth);
    if (!isAround) continue;
    let { after: end } = insideOf(typed, whole, open);
    if (end <= at) continue;
    let next = behind(end);
    while (next?.word === "[") {
      end = insideOf(typed, whole, next).after;
      next = behind(end);
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
  if (rows.length === 0) return [];
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  return rows.map(({ cast, text, location, type, parent, isColumn }): Edit => {
    const values = parseRecord(text, type.columns.length, location);
    const row = castedValues(
      type,
      values.map((value) => (value === null ? keyword("null") : literal(value))),
      type.name,
    );
    const from = tokenFrom(placed, indexOf(location));
    const sign = tokenFrom(placed, indexOf(Number(cast.fields.location ?? 0)));
    const isCall = placed[sign]?.word === "CAST";
    const open = placed[sign + 1];
    const parts = names((cast.fields.typeName as TreeNode["fields"]).names).length === 2 ? 3 : 1;
    const end =
      isCall && open !== undefined
        ? insideOf(typed, { start: 0, end: typed.length }, open).after
        : (placed[sign + parts]?.end ?? typed.length);
    // `posts '(1,x)'` begins with the type.
    const named = indexOf(Number((cast.fields.typeName as TreeNode["fields"]).location ?? 0));
    const isPrefix = !isCall && named < indexOf(location);
    if (isPrefix) {
      const own = {
        at: named,
        end: placed[from]?.end ?? typed.length,
        text: rowText(row, { part: rowPart(parent), isColumn }),
      };
      return widened(typed, own, rowPart(parent));
    }
    const at = placed[isCall ? sign : from]?.start ?? 0;
    const part = rowPart(parent);
    return widened(typed, { at, end, text: rowText(row, { part, isColumn }) }, part);
  });
}
