import { asList, leftmostLocation, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { isLabel, isLabels, type KnownType, type LabelType, textTypes } from "./known-type.ts";
import { adopt, labelsText, locationIn, noOperator, type Reading } from "./reading.ts";
import type { Scope } from "./scope.ts";

const orders = new Set(["<", "<=", ">", ">="]);
const equalities = new Set(["=", "<>", "!="]);
const patterns: Readonly<Record<string, true>> = {
  AEXPR_LIKE: true,
  AEXPR_ILIKE: true,
  AEXPR_SIMILAR: true,
};

/** An operator with its values, its type. */
export function operatorType(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const { kind, name, lexpr, rexpr } = node.fields;
  const sign = names(name).at(-1) ?? "";
  const [left, right] = [unwrap(lexpr), unwrap(rexpr)];
  switch (kind) {
    case "AEXPR_IN":
      return membership(reading, node, scope);
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
    case "AEXPR_BETWEEN_SYM":
    case "AEXPR_NOT_BETWEEN_SYM":
      return between(reading, node, scope);
    case "AEXPR_OP_ANY":
    case "AEXPR_OP_ALL":
      return withList(reading, node, scope, sign);
  }
  if (left?.kind === "RowExpr" && right?.kind === "RowExpr") return rows(reading, node, scope, sign);
  const types: Pair = [
    lexpr === undefined ? null : reading.typeOf(left, scope),
    reading.typeOf(right, scope),
  ];
  if (kind === "AEXPR_NULLIF") {
    compared(reading, node, [left, right], types, "=");
    return types[0] === "unknown" ? "text" : types[0];
  }
  if (kind === "AEXPR_DISTINCT" || kind === "AEXPR_NOT_DISTINCT")
    return compared(reading, node, [left, right], types, "=");
  if (patterns[String(kind)] !== undefined || !(orders.has(sign) || equalities.has(sign)))
    return otherOperator(node, types, sign, patterns[String(kind)] !== undefined);
  compared(reading, node, [left, right], types, sign);
  if (orders.has(sign) && types.some(isLabel)) placesAround(reading, node, types);
  const list = types.find(isLabels);
  if (orders.has(sign) && list?.isList === true) listsAround(reading, node, [left, right], list);
  return "boolean";
}

/** `a < b` of lists → `labels OPERATOR(app.@##) a < labels OPERATOR(app.@##) b` */
function listsAround({ text }: Reading, node: TreeNode, [left, right]: Nodes, label: LabelType): void {
  if (left === null || left.kind === "A_Expr" || right?.kind === "A_Expr")
    throw new Refused("featureNotSupported", "Lists of an enum are compared here only by themselves.", {
      location: locationIn(node),
      hint: "Put what is made of them into a sub-select first.",
    });
  const places = ` ${labelsText(label)} OPERATOR(app.@##) `;
  const at = text.indexOf(locationIn(node));
  text.open(text.startOf(text.indexOf(leftmostLocation(left) ?? 0), at), places);
  text.open(endOfOperator(text, at), places);
}

type Pair = readonly [KnownType, KnownType];
type Nodes = readonly [TreeNode | null, TreeNode | null];

/** @throws {Refused} 42883 for a value of an enum and one of another type. */
function compared(
  reading: Reading,
  node: TreeNode,
  [left, right]: Nodes,
  types: Pair,
  sign: string,
): "boolean" {
  const label = types.find(isLabels);
  if (label === undefined) return "boolean";
  const [one, other] = types;
  if (one === "unknown") adopt(reading, left, label);
  else if (other === "unknown") adopt(reading, right, label);
  else if (one !== null && other !== null && !fits(one, other))
    throw noOperator(sign === "!=" ? "<>" : sign, [one, other], locationIn(node));
  return "boolean";
}

function fits(a: KnownType, b: KnownType): boolean {
  return isLabels(a) && isLabels(b) && a.of.name === b.of.name && a.isList === b.isList;
}

/** `a < b` → `a OPERATOR(app.@#) labels < labels OPERATOR(app.@#) b`: the places are compared. */
function placesAround({ text }: Reading, node: TreeNode, types: Pair): void {
  const labels = labelsText(types.find(isLabel) as LabelType);
  const at = text.indexOf(locationIn(node));
  text.close(at, ` OPERATOR(app.@#) ${labels} `);
  text.open(endOfOperator(text, at), ` ${labels} OPERATOR(app.@#) `);
}

/** `<`, or `OPERATOR(pg_catalog.<)` */
function endOfOperator(text: Reading["text"], at: number): number {
  const token = text.placed[text.tokenAt(at)];
  return token?.word === "OPERATOR" ? text.brackets(at).after : (token?.end ?? at);
}

/** Any other operator: only those of lists and texts take an enum's values. */
function otherOperator(node: TreeNode, [left, right]: Pair, sign: string, isPattern: boolean): KnownType {
  const hasText = (type: KnownType) =>
    type === "unknown" || (typeof type === "string" && textTypes.has(type));
  if (sign === "||") {
    if (isLabels(left) && left.isList) return left;
    if (isLabels(right) && right.isList) return right;
    if (isLabel(left) && isLabel(right)) throw noOperator(sign, [left, right], locationIn(node));
    return hasText(left) || hasText(right) || isLabel(left) || isLabel(right) ? "text" : null;
  }
  if (
    (isLabel(left) && right !== null) ||
    (isLabel(right) && (left !== null || node.fields.lexpr === undefined))
  )
    throw noOperator(sign, [left, right as LabelType | string], locationIn(node));
  if (isPattern || /^(?:!?~\*?|!?~~\*?|@>|<@|&&|\?)$/.test(sign)) return "boolean";
  if (sign === "->>" || sign === "#>>") return "text";
  return /^[-+*/%]$/.test(sign) && left === right && left !== "unknown" ? left : null;
}

function membership(reading: Reading, node: TreeNode, scope: Scope): "boolean" {
  const left = unwrap(node.fields.lexpr);
  const own = reading.typeOf(left, scope);
  const list = unwrap(node.fields.rexpr);
  const items = asList(list?.kind === "List" ? list.fields.items : node.fields.rexpr).map(unwrap);
  const sign = names(node.fields.name).at(-1) ?? "=";
  for (const item of items) compared(reading, node, [left, item], [own, reading.typeOf(item, scope)], sign);
  return "boolean";
}

function between(reading: Reading, node: TreeNode, scope: Scope): "boolean" {
  const { text } = reading;
  const [left, list] = [unwrap(node.fields.lexpr), unwrap(node.fields.rexpr)];
  const bounds = asList(list?.kind === "List" ? list.fields.items : node.fields.rexpr).map(unwrap);
  const own = reading.typeOf(left, scope);
  const types = bounds.map((bound) => reading.typeOf(bound, scope));
  bounds.forEach((bound, index) => {
    const sign = index === 0 ? ">=" : "<=";
    compared(reading, node, [left, bound], [own, types[index] ?? null], sign);
  });
  const label = [own, ...types].find(isLabel);
  if (label === undefined) return "boolean";
  const labels = labelsText(label);
  const at = text.indexOf(locationIn(node));
  text.close(at, ` OPERATOR(app.@#) ${labels} `);
  for (const start of boundStarts(text, at)) text.open(start, ` ${labels} OPERATOR(app.@#) `);
  return "boolean";
}

/** Behind BETWEEN, and behind the AND that is its own. */
function boundStarts(text: Reading["text"], at: number): readonly number[] {
  const starts: number[] = [];
  let cases = 0;
  const first = text.tokenAt(at);
  const depth = text.placed[first]?.depth ?? 0;
  for (let index = first; index < text.placed.length; index++) {
    const token = text.placed[index];
    if (token?.depth !== depth) continue;
    if (token.word === "BETWEEN" && starts.length === 0) {
      const next = text.placed[index + 1];
      starts.push(next?.word === "SYMMETRIC" || next?.word === "ASYMMETRIC" ? next.end : token.end);
    } else if (token.word === "CASE") cases++;
    else if (token.word === "END") cases--;
    else if (token.word === "AND" && cases === 0 && starts.length === 1) return [...starts, token.end];
  }
  return starts;
}

/** `x = any (list)`, `x < all (list)` */
function withList(reading: Reading, node: TreeNode, scope: Scope, sign: string): "boolean" {
  const { text } = reading;
  const [left, right] = [unwrap(node.fields.lexpr), unwrap(node.fields.rexpr)];
  const own = reading.typeOf(left, scope);
  const list = reading.typeOf(right, scope);
  const literals = list === "text[]" ? literalsOf(reading, right) : null;
  if (isLabel(own)) {
    if (list === "unknown") adopt(reading, right, { ...own, isList: true });
    else if (literals !== null) for (const item of literals) adopt(reading, item, own);
    else if (isLabels(list) ? list.of.name !== own.of.name : list !== null)
      throw noOperator(
        sign,
        [own, typeof list === "string" ? list.replace(/\[\]$/, "") : own],
        locationIn(node),
      );
  } else if (isLabels(list) && own === "unknown") adopt(reading, left, { ...list, isList: false });
  const label = isLabel(own) ? own : isLabels(list) ? list : null;
  if (label === null || !orders.has(sign)) return "boolean";
  const labels = labelsText(label);
  const at = text.indexOf(locationIn(node));
  text.close(at, ` OPERATOR(app.@#) ${labels} `);
  text.open(text.brackets(endOfOperator(text, at)).open.end, `${labels} OPERATOR(app.@##) `);
  return "boolean";
}

/** The elements of `array['a'::text, 'b'::text]` in a definition, whose literals were cast to an enum; null: it is something else. */
function literalsOf({ castsAreTexts }: Reading, node: TreeNode | null): readonly (TreeNode | null)[] | null {
  const list = node?.kind === "TypeCast" ? unwrap(node.fields.arg) : node;
  if (castsAreTexts !== true || list?.kind !== "A_ArrayExpr") return null;
  const items = asList(list.fields.elements).map(unwrap);
  return items.every(isLiteral) ? items : null;
}

function isLiteral(node: TreeNode | null): boolean {
  return node?.kind === "TypeCast" ? isLiteral(unwrap(node.fields.arg)) : node?.kind === "A_Const";
}

/** `(a, b) < (c, d)` */
function rows(reading: Reading, node: TreeNode, scope: Scope, sign: string): "boolean" {
  const sides = [unwrap(node.fields.lexpr), unwrap(node.fields.rexpr)].map((row) => ({
    row,
    items: asList(row?.fields.args).map(unwrap),
  }));
  const [left, right] = sides.map(({ items }) => items.map((item) => reading.typeOf(item, scope)));
  const isOrder = orders.has(sign);
  left?.forEach((type, index) => {
    const types: Pair = [type, right?.[index] ?? null];
    const nodes = [sides[0]?.items[index] ?? null, sides[1]?.items[index] ?? null] as const;
    compared(reading, node, nodes, types, sign);
    const label = types.find(isLabel);
    if (label === undefined || !isOrder) return;
    for (const { row } of sides) placeInRow(reading, row, index, label);
  });
  return "boolean";
}

function placeInRow({ text }: Reading, row: TreeNode | null, index: number, label: LabelType): void {
  if (row === null) return;
  const range = text.items(text.brackets(text.indexOf(locationIn(row))).inside)[index];
  if (range !== undefined) text.close(range.end, ` OPERATOR(app.@#) ${labelsText(label)}`);
}

/** `x = any (select …)`, `x in (select …)`, and what else a sub-select stands in. */
export function subLinkType(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const { subLinkType: kind, testexpr, operName, subselect } = node.fields;
  const test = unwrap(testexpr);
  const own = test === null ? null : reading.typeOf(test, scope);
  const query = unwrap(subselect);
  const columns = query === null ? null : reading.query(query.fields, scope, scope.queries);
  const first = columns?.[0]?.type ?? null;
  if (kind === "EXPR_SUBLINK") return first === "unknown" ? "text" : first;
  if (kind === "ARRAY_SUBLINK") return listOf(first);
  if (kind !== "ANY_SUBLINK" && kind !== "ALL_SUBLINK") return "boolean";
  const sign = names(operName).at(-1) ?? "=";
  const types: Pair = [own, first === "unknown" ? "text" : first];
  compared(reading, node, [test, null], types, sign);
  const label = types.find(isLabel);
  if (orders.has(sign) && label !== undefined) placesWithin(reading, node, label);
  return "boolean";
}

function listOf(type: KnownType): KnownType {
  if (isLabel(type)) return { ...type, isList: true };
  return typeof type === "string" && type !== "unknown" ? `${type}[]` : null;
}

/** `a < any (select b …)` → `a OPERATOR(app.@#) labels < any (select labels OPERATOR(app.@#) "$v" from (select b …) …)` */
function placesWithin({ text }: Reading, node: TreeNode, label: LabelType): void {
  const labels = labelsText(label);
  const at = text.indexOf(locationIn(node));
  const { inside } = text.brackets(endOfOperator(text, at));
  text.close(at, ` OPERATOR(app.@#) ${labels} `);
  text.open(inside.start, `select ${labels} OPERATOR(app.@#) "$v" from (`);
  text.close(inside.end, `\n) as "$s" ("$v")`);
}
