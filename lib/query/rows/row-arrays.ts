import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { insideOf, listItems, type Placed, placedTokens, type Range } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "../write/refused.ts";
import { parseArray } from "./array-text.ts";
import { parseRecord } from "./record-text.ts";
import type { RowType } from "./row-columns.ts";
import { castedValues, type RowTypeUses } from "./row-types.ts";

/**
 * `array[row(1, 'x'), …]::posts[]` and `'{"(1,x)"}'::posts[]` as lists of rows of their columns.
 *
 * @param cut a part of the text with the edits in it.
 */
export function arrayEdit(
  { cast, type, isColumn }: RowTypeUses["arrays"][number],
  typed: string,
  indexOf: (byteOffset: number) => number,
  cut: (start: number, end: number) => string,
): Edit | null {
  const arg = unwrap(cast.fields.arg);
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const sign = placed.findIndex(({ start }) => start === indexOf(Number(cast.fields.location ?? 0)));
  const own = placed[sign];
  if (arg === null || own === undefined) return null;
  const isCall = own.word === "CAST";
  const name = isColumn ? ` as ${quoted(arg.kind === "A_ArrayExpr" ? "array" : type.name)}` : "";
  const end = isCall
    ? insideOf(typed, { start: own.end, end: typed.length }, bracketAt(placed, sign + 1)).after
    : endOfType(placed, sign, cast);
  const inner = Number(arg.fields.location ?? 0);
  if (arg.kind === "A_Const") {
    const text = compile(listOf(type, arg)).text;
    return { at: isCall ? own.start : indexOf(inner), end, text: `${text}${name}` };
  }
  if (arg.kind === "A_ArrayExpr") {
    const at = indexOf(inner);
    const open = placed.find(({ start, word }) => start >= at && word === "[");
    if (open === undefined) return null;
    const ranges = listItems(typed, insideOf(typed, { start: 0, end: typed.length }, open).inside);
    const items = asList(arg.fields.elements).map((item, index) =>
      element(type, unwrap(item), ranges[index] ?? { start: at, end: at }, typed, cut),
    );
    const list = items.length === 0 ? compile(emptyList(type)).text : `array[${items.join(", ")}]`;
    return { at: isCall ? own.start : at, end, text: `${list}${name}` };
  }
  // What is a list of rows already.
  return isCall ? null : { at: own.start, end, text: "" };
}

function bracketAt(placed: readonly Placed[], index: number): Placed {
  const open = placed[index];
  if (open === undefined) throw new RangeError("a cast without brackets");
  return open;
}

/** Behind `posts[]`. */
function endOfType(placed: readonly Placed[], sign: number, cast: TreeNode): number {
  const length = names((cast.fields.typeName as TreeFields).names).length === 2 ? 3 : 1;
  let index = sign + length;
  while (placed[index + 1]?.word === "[" || /^(?:\]|)$/.test(placed[index + 1]?.word ?? "?")) {
    index++;
    if (placed[index]?.word === "]") break;
  }
  return placed[index]?.end ?? 0;
}

/** An element, of which a row is made if it is none. */
function element(
  type: RowType,
  node: TreeNode | null,
  range: Range,
  typed: string,
  cut: (start: number, end: number) => string,
): string {
  if (node?.kind === "RowExpr") {
    const open = placedTokens(typed, range).find(({ word }) => word === "(");
    const inside = open === undefined ? range : insideOf(typed, range, open).inside;
    const values = listItems(typed, inside).map(({ start, end }) => keyword(cut(start, end)));
    if (values.length !== type.columns.length)
      throw new Refused("cannotCoerce", `cannot cast type record to ${type.name}`, {
        location: Number(node.fields.location ?? 0),
        detail: `Input has too ${values.length < type.columns.length ? "few" : "many"} columns.`,
      });
    return compile(rowIn(type, values)).text;
  }
  if (node?.kind === "A_Const" && node.fields.sval !== undefined)
    return compile(
      ofText(type, (node.fields.sval as { sval?: string }).sval ?? "", Number(node.fields.location ?? 0)),
    ).text;
  return cut(range.start, range.end);
}

/** The rows of an array's text. @throws {Refused} 22P02 */
function listOf(type: RowType, { fields }: TreeNode): Sql {
  const location = Number(fields.location ?? 0);
  if (fields.isnull === true) return sql`(select array[${ident(type.name)}] from ${noRows(type)})`;
  const text = (fields.sval as { sval?: string } | undefined)?.sval ?? "";
  const elements = parseArray(text.trim());
  if (elements === null)
    throw new Refused("invalidTextRepresentation", `malformed array literal: "${text}"`, {
      location,
      detail: 'Array value must start with "{" or dimension information.',
    });
  if (elements.length === 0) return emptyList(type);
  const rows = elements.map((own) =>
    typeof own === "string" ? ofText(type, own, location) : keyword("null"),
  );
  return sql`array[${join(rows)}]`;
}

function ofText(type: RowType, text: string, location: number): Sql {
  const values = parseRecord(text, type.columns.length, location);
  return rowIn(
    type,
    values.map((value) => (value === null ? keyword("null") : literal(value))),
  );
}

function rowIn(type: RowType, values: readonly Sql[]): Sql {
  const { select, name } = castedValues(type, values, type.name);
  return sql`(select ${ident(name)} from (${select}) as ${ident(name)})`;
}

function emptyList(type: RowType): Sql {
  return sql`array(select ${ident(type.name)} from ${noRows(type)})`;
}

function noRows(type: RowType): Sql {
  const values = join(
    type.columns.map((column) => sql`null::${keyword(column.type)} as ${ident(column.name)}`),
  );
  return sql`(select ${values} where false) as ${ident(type.name)}`;
}
