import { type EnumType, enumWithId, strangeLabel } from "../../catalog/enum-type.ts";
import type { Catalog } from "../../catalog/types.ts";
import { labelList } from "../../engine/enum-order.ts";
import { noMatch } from "../../expression/guard-functions.ts";
import { leftmostLocation, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, literal } from "../../sql/sql.ts";
import { parseArray } from "../rows/array-text.ts";
import { markOf } from "../text/mark.ts";
import { Refused } from "../write/refused.ts";
import { isLabels, isSameType, type KnownType, type LabelType, spelled } from "./known-type.ts";
import type { Columns, Scope } from "./scope.ts";
import type { EditedText } from "./text-places.ts";

/** A statement on the way through its expressions: what is known of their types, and the edits that enums ask for. */
export interface Reading {
  readonly catalog: Catalog;
  readonly text: EditedText;
  /** The type of an expression, all that is in it seen to; each is read once. */
  typeOf(node: TreeNode | null, scope: Scope): KnownType;
  /** What a statement sees around itself: the arguments of the function that it is of. */
  readonly outermost: Scope | null;
  /** Of a definition, where a literal that was cast to an enum is kept as one cast to text: it may be a label. */
  readonly castsAreTexts?: true;
  /** Told of each literal that is a label. */
  readonly onLabel?: (node: TreeNode, type: LabelType, label: string) => void;
  /** The type of `$n` in a function's body; null: nothing is known of it. */
  readonly parameter?: (number: number) => KnownType;
  /** The columns that a query gives. @param around what a sub-select can see. */
  query(fields: TreeFields, around: Scope | null, queries: Scope["queries"]): Columns;
  /** The columns that a write gives. */
  write(node: TreeNode, queries: Scope["queries"]): Columns;
  /** One that leaves no edits. */
  trial(): Reading;
}

export function locationIn({ fields }: TreeNode): number {
  return Number(fields.location ?? 0);
}

/** Stands around a type's id for its labels, until it is known whether the text is to be stored. */
const labelsMark = markOf(3);

/** The labels in their order. */
export function labelsText({ of }: LabelType): string {
  return `${labelsMark}${of.id}${labelsMark}`;
}

/** What stands for the labels of types, by their ids. @param labelsAs absent: they themselves. */
export function labelsOf(
  catalog: Catalog,
  labelsAs: (type: EnumType) => string = ({ labels }) => compile(labelList(labels)).text,
): (id: string) => string | null {
  const known = new Map<string, string | null>();
  return (id) => {
    const said = known.get(id);
    if (said !== undefined) return said;
    const type = enumWithId(catalog, id);
    const labels = type === null ? null : labelsAs(type);
    known.set(id, labels);
    return labels;
  };
}

/** The texts of edits with the labels of types in their places. */
export function withLabels(text: string, labelsOf: (id: string) => string | null): string {
  const parts = text.split(labelsMark);
  if (parts.length < 3) return text;
  return parts.reduce((before, part, index) => {
    const labels = index % 2 === 0 ? part : labelsOf(part);
    return before + (labels ?? `${labelsMark}${part}${labelsMark}`);
  });
}

/** `app.label(x, …)` around a text that is one of the labels, or fails. */
export function checkedBehind(type: LabelType): string {
  return `, ${labelsText(type)}, ${compile(literal(type.of.name)).text})`;
}

/**
 * What has no type yet becomes a value of an enum: a literal has to be one of its labels, a parameter is held against them when
 * it runs.
 *
 * @throws {Refused} 22P02
 */
export function adopt(reading: Reading, node: TreeNode | null, type: LabelType): void {
  const { text, castsAreTexts, onLabel } = reading;
  if (node?.kind === "ParamRef") {
    const at = text.indexOf(locationIn(node));
    const token = text.placed[text.tokenAt(at)];
    text.open(at, type.isList ? "app.labels(" : "app.label(");
    text.close(token?.end ?? at, checkedBehind(type));
  }
  if (node?.kind === "TypeCast" && castsAreTexts === true) adopt(reading, unwrap(node.fields.arg), type);
  if (node?.kind !== "A_Const" || node.fields.sval === undefined) return;
  const given = (node.fields.sval as { sval?: string }).sval ?? "";
  for (const label of type.isList ? (parseArray(given) ?? []).flat(6) : [given]) {
    if (typeof label === "string") onLabel?.(node, type, label);
    if (typeof label !== "string" || type.of.labels.includes(label)) continue;
    throw new Refused("invalidTextRepresentation", strangeLabel(type.of, label), {
      location: locationIn(node),
    });
  }
}

/** Postgres's 42883 of two values that no operator takes. */
export function noOperator(
  sign: string,
  [left, right]: readonly [LabelType | string | null, LabelType | string],
  location: number,
): Refused {
  const before = left === null ? "" : `${spelled(left)} `;
  return new Refused("undefinedFunction", `operator does not exist: ${before}${sign} ${spelled(right)}`, {
    location,
    hint: left === null ? noMatchingSign : noMatchingOperator,
  });
}

const noMatchingOperator = noMatch.replace("function", "operator");
const noMatchingSign = noMatchingOperator
  .replace("types.", "type.")
  .replace("explicit type casts", "an explicit type cast");

/** Values of which one type is to be made, as in CASE, COALESCE or UNION. @throws {Refused} 42804 · 22P02 */
export function unified(
  reading: Reading,
  nodes: readonly (TreeNode | null)[],
  types: readonly KnownType[],
  what: string,
): KnownType {
  const label = types.find(isLabels);
  if (label === undefined) return commonType(types);
  const [first = label] = types.flatMap((type) => (type === null || type === "unknown" ? [] : [type]));
  for (const [index, type] of types.entries()) {
    const node = nodes[index] ?? null;
    if (type === "unknown") adopt(reading, node, label);
    if (type === "unknown" || type === null || isSameType(type, first)) continue;
    throw new Refused(
      "datatypeMismatch",
      `${what} types ${spelled(first)} and ${spelled(type)} cannot be matched`,
      { location: node === null ? null : leftmostLocation(node) },
    );
  }
  return label;
}

/** Literals alone are a text. */
function commonType(types: readonly KnownType[]): KnownType {
  const known = new Set(types.filter((type) => type !== "unknown"));
  const [only = "text"] = known;
  return known.size > 1 ? null : only;
}
