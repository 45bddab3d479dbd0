import { isDocument, sqlTypeOf } from "../../catalog/sql-types.ts";
import type { Column } from "../../catalog/types.ts";
import { leftmostLocation, type TreeNode, unwrap } from "../../expression/tree.ts";
import { insideOf, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { codePoints } from "../text/positions.ts";
import { typeNameOf } from "../text/type-text.ts";
import { assigned, elementMark, isUntyped } from "./assigned-value.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";

/** `meta['a'][0] = …`: one element of a document or an array. */
export interface Subscripted {
  readonly context: WriteContext;
  readonly column: Column;
  readonly subscripts: readonly unknown[];
  /** Of the column and its brackets. */
  readonly target: Range;
  /** Byte offset of the column. */
  readonly location: number;
  readonly given: Fragments;
  /** The node of what is given; null: it has its type. */
  readonly val: TreeNode | null;
}

/** The whole value after the assignment. @param whole the value before it. */
export function subscriptedValue(item: Subscripted, whole: Fragments): Fragments {
  refuseField(item);
  if (isDocument(item.column)) return documentValue(item, whole);
  if (item.column.type === "text[]" || sqlTypeOf(item.column)?.isArray) return arrayValue(item, whole);
  throw new Refused(
    "datatypeMismatch",
    `cannot subscript type ${typeNameOf(item.column)} because it does not support subscripting`,
    { location: item.location },
  );
}

/** `meta.a = …` is a field of a composite type, which no column has. */
function refuseField({ subscripts, column, location }: Subscripted): void {
  const field = subscripts.map(unwrap).find((one) => one?.kind === "String");
  if (field === null || field === undefined) return;
  throw new Refused(
    "datatypeMismatch",
    `cannot assign to field "${String(field.fields.sval)}" of column "${column.name}" because its type ${typeNameOf(column)} is not a composite type`,
    { location },
  );
}

function placeOf({ subscripts }: Subscripted): number | null {
  const first = unwrap(subscripts[0]);
  return first === null ? null : leftmostLocation(first);
}

/** The texts between the brackets. */
function bracketed({ context, target }: Subscripted): readonly Range[] {
  const ranges: Range[] = [];
  for (let from = target.start; ; ) {
    const rest = { start: from, end: target.end };
    const open = placedTokens(context.typed, rest).find((token) => token.depth === 0 && token.word === "[");
    if (open === undefined) return ranges;
    const { inside, after } = insideOf(context.typed, rest, open);
    ranges.push(inside);
    from = after;
  }
}

function documentValue(item: Subscripted, whole: Fragments): Fragments {
  const { context, subscripts } = item;
  const keys = bracketed(item).map((range, index): Fragments => {
    const node = unwrap(subscripts[index]);
    if (node?.kind !== "A_Indices" || node.fields.is_slice === true) {
      throw new Refused("datatypeMismatch", "jsonb subscript does not support slices", {
        location: placeOf(item),
      });
    }
    const isText = isUntyped(unwrap(node.fields.uidx));
    return [
      ...ours(isText ? "(" : "app.jsonb_key("),
      ...context.cut(range.start, range.end),
      ...ours(isText ? ")::text" : ")"),
    ];
  });
  const first = unwrap(unwrap(subscripts[0])?.fields.uidx);
  const isPosition = first?.kind === "A_Const" && first.fields.ival !== undefined;
  const json = elementValue(item, { name: item.column.name, type: "jsonb" });
  return [
    ...ours("app.jsonb_assigned("),
    ...whole,
    ...ours(`, ${isPosition}, ARRAY[`),
    ...joined(keys, ", "),
    ...ours("], "),
    ...json,
    ...ours(")"),
  ];
}

function arrayValue(item: Subscripted, whole: Fragments): Fragments {
  const { context, column, subscripts } = item;
  const [range] = bracketed(item);
  const node = unwrap(subscripts[0]);
  if (subscripts.length > 1 || range === undefined || node?.kind !== "A_Indices") {
    throw new Refused("featureNotSupported", "Assigning to elements of arrays of arrays is not supported.", {
      location: placeOf(item),
      hint: "Assign the whole array.",
    });
  }
  const isSlice = node.fields.is_slice === true;
  const cast = elementValue(item, elementOf(column, isSlice));
  return [
    ...ours(`app.array_assigned${isSlice ? "_slice" : ""}(`),
    ...whole,
    ...ours(", "),
    ...(isSlice
      ? bounds(context, range, node)
      : [...ours("("), ...context.cut(range.start, range.end), ...ours(")::int")]),
    ...ours(", "),
    ...cast,
    ...ours(")"),
  ];
}

/** What is given, assigned to an element. */
function elementValue({ context, given, val, column, location }: Subscripted, type: Column): Fragments {
  const place = codePoints(context.typed, context.indexOf(location)) + 1;
  return assigned({ ...type, name: `${column.name}${elementMark}` }, given, isUntyped(val), place);
}

/** A column like the elements of another, or for a slice like the other itself. */
export function elementOf(column: Column, isSlice: boolean): Column {
  const { name } = column;
  if (isDocument(column)) return { name, type: "jsonb" };
  const read = sqlTypeOf(column);
  if (isSlice) return { name, type: column.type, ...(column.sql_type && { sql_type: column.sql_type }) };
  if (read?.isArray !== true) return { name, type: "text" };
  return { name, type: read.base.nearest, sql_type: (column.sql_type ?? "").replace("[]", "") };
}

/** `lower:upper`, either of which may be missing. */
function bounds(context: WriteContext, range: Range, node: TreeNode): Fragments {
  const colon = placedTokens(context.typed, range).find((token) => token.depth === 0 && token.word === ":");
  const at = colon ?? { start: range.start, end: range.start };
  const part = (from: number, to: number, isGiven: boolean): Fragments =>
    isGiven ? [...ours("("), ...context.cut(from, to), ...ours(")::int")] : ours("NULL::int");
  return [
    ...part(range.start, at.start, node.fields.lidx !== undefined),
    ...ours(", "),
    ...part(at.end, range.end, node.fields.uidx !== undefined),
  ];
}
