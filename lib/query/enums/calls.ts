import { enumWithId } from "../../catalog/enum-type.ts";
import { functionName } from "../../catalog/function-schema.ts";
import { noMatch } from "../../expression/guard-functions.ts";
import { asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident } from "../../sql/sql.ts";
import { callableNames } from "../calls/stored-calls.ts";
import type { Range } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import {
  alike,
  givesText,
  isLabel,
  isLabels,
  type KnownType,
  type LabelType,
  listsAlike,
  spelled,
  takesAnything,
} from "./known-type.ts";
import { adopt, labelsText, locationIn, type Reading } from "./reading.ts";
import { returnedBy, type Scope } from "./scope.ts";
import { orderOf, placedSort } from "./sorting.ts";

/** A call of one of Postgres's functions, its type. */
export function callType(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const { args, agg_order, agg_filter, over, agg_within_group } = node.fields;
  const name = names(node.fields.funcname).at(-1) ?? "";
  const nodes = asList(args).map(unwrap);
  const types = nodes.map((arg) => reading.typeOf(arg, scope));
  const order = asList(agg_order).map(unwrap);
  const sorted = order.map((item) => reading.typeOf(unwrap(item?.fields.node), scope));
  reading.typeOf(unwrap(agg_filter), scope);
  if (over !== undefined) reading.typeOf({ kind: "WindowDef", fields: over as TreeNode["fields"] }, scope);
  const isDistinct = node.fields.agg_distinct === true;
  if (!isDistinct) placedSort(reading, order, sorted);
  const [first = null] = types;
  if (agg_within_group === true) return withinGroup(reading, node, { name, nodes, types }, sorted);
  if (isDistinct && name === "array_agg" && isLabel(first)) return distinctList(reading, node, first, order);
  const own = functionName(names(node.fields.funcname));
  if (callableNames(reading.catalog).has(own)) return storedCall(reading, own, { nodes, types });
  if (types.some(isLabels)) return labelCall(reading, node, { name, nodes, types });
  if (/^enum_(?:range|first|last)$/.test(name)) throw unknownFunction(node, name, types);
  return rowCall(name, first) ?? plainType(name);
}

/** What a call gives that is given rows of a table, whose type is no name of Postgres's. */
function rowCall(name: string, first: KnownType): string | null {
  if (typeof first !== "string" || first === "unknown") return null;
  if (name === "array_agg") return `${first}[]`;
  if (name === "unnest" && first.endsWith("[]")) return first.slice(0, -2);
  return alike.has(name) || /^jsonb?_populate_record(?:set)?$/.test(name) ? first : null;
}

interface Call {
  readonly name: string;
  readonly nodes: readonly (TreeNode | null)[];
  readonly types: readonly KnownType[];
}

/** A literal for an argument of an enum is one of its values; what a function of the database's own gives is not told. */
function storedCall(
  reading: Reading,
  name: string,
  { nodes, types }: Pick<Call, "nodes" | "types">,
): KnownType {
  const named = reading.catalog.functions?.filter((called) => called.name === name) ?? [];
  const [called] = named;
  if (called === undefined || named.length > 1) return null;
  for (const [index, { labels }] of called.arguments.entries()) {
    const of = labels === undefined ? null : enumWithId(reading.catalog, labels);
    if (of !== null && types[index] === "unknown")
      adopt(reading, nodes[index] ?? null, { of, isList: false });
  }
  // Of other types the words of the definition are not asked: a value is taken for what it is compared with.
  const value = returnedBy(reading.catalog, name)?.value ?? null;
  return isLabels(value) || called.returns.kind === "rows" ? value : null;
}

function plainType(name: string): KnownType {
  if (givesText.has(name)) return "text";
  if (name === "count" || name === "row_number" || name === "rank" || name === "dense_rank") return "bigint";
  return null;
}

/** A call that is given a value of an enum, or a list of them. */
function labelCall(reading: Reading, node: TreeNode, { name, nodes, types }: Call): KnownType {
  const label = types.find(isLabels) as LabelType;
  const [first = null] = types;
  switch (name) {
    case "min":
    case "max":
      if (!isLabel(first)) return first;
      placed(reading, node, first, name);
      return first;
    case "pg_typeof":
      typeName(reading, node, label);
      return "text";
    case "enum_range":
    case "enum_first":
    case "enum_last":
      return listed(reading, node, label, { name, nodes, types });
    case "array_agg":
      return isLabel(first) ? { ...first, isList: true } : first;
    case "unnest":
      return isLabels(first) ? { ...first, isList: false } : null;
    case "lag":
    case "lead":
      if (isLabel(first) && types[2] === "unknown") adopt(reading, nodes[2] ?? null, first);
  }
  if (alike.has(name)) return first;
  if (name === "array_prepend") return types[1] ?? null;
  if (listsAlike.has(name) || /^array_positions?$/.test(name)) {
    if (isLabels(first))
      types.forEach((type, index) => {
        if (type === "unknown")
          adopt(reading, nodes[index] ?? null, { ...first, isList: name === "array_cat" });
      });
    return listsAlike.has(name) ? first : "integer";
  }
  if (!takesAnything.has(name) && types.every((type) => type !== null))
    throw unknownFunction(node, name, types);
  return plainType(name);
}

/** @returns 42883 in Postgres's words. */
function unknownFunction(node: TreeNode, name: string, types: readonly KnownType[]): Refused {
  const given = types.map((type) => (type === null ? "" : spelled(type))).join(", ");
  return new Refused("undefinedFunction", `function ${name}(${given}) does not exist`, {
    location: locationIn(node),
    hint: noMatch,
  });
}

/**
 * `min(x)` → `app.min(labels, min(x OPERATOR(app.@#) labels) …)`: the least place, and what stands there. The name stays, and
 * so does the column's.
 */
function placed({ text }: Reading, node: TreeNode, label: LabelType, name: string): void {
  const at = text.indexOf(locationIn(node));
  const { inside, after } = text.brackets(at);
  const labels = labelsText(label);
  const [argument] = text.items(inside);
  text.close(argument?.end ?? inside.end, ` OPERATOR(app.@#) ${labels}`);
  text.open(at, `app.${compile(ident(name)).text}(${labels}, `);
  text.close(endOfCall(text, after), ")");
}

/** Behind `FILTER (…)`, `WITHIN GROUP (…)` and `OVER (…)`. */
function endOfCall(text: Reading["text"], after: number): number {
  let end = after;
  for (;;) {
    const token = text.placed[text.tokenAt(end)];
    const next = text.placed[text.tokenAt(end) + 1];
    if (token?.word === "FILTER" && next?.word === "(") end = text.brackets(token.end).after;
    else if (token?.word === "WITHIN" && next?.word === "GROUP") end = text.brackets(next.end).after;
    else if (token?.word === "OVER")
      return next?.word === "(" ? text.brackets(token.end).after : (next?.end ?? end);
    else return end;
  }
}

/** `mode() WITHIN GROUP (ORDER BY x)` */
function withinGroup(
  reading: Reading,
  node: TreeNode,
  { name, nodes, types }: Call,
  sorted: readonly KnownType[],
): KnownType {
  if (ranks.has(name)) return rankedAmong(reading, node, { name, nodes, types }, sorted);
  const [label = null] = sorted;
  if (!isLabel(label) || (name !== "mode" && name !== "percentile_disc")) return null;
  const { text } = reading;
  const at = text.indexOf(locationIn(node));
  const isList =
    name === "percentile_disc" && (nodes[0]?.kind === "A_ArrayExpr" || /\[\]$/.test(String(types[0])));
  text.open(at, `${isList ? "(select app.array_agg" : `app.${name}`}(${labelsText(label)}, `);
  text.close(endOfCall(text, text.brackets(at).after), isList ? `) as ${name})` : ")");
  return { ...label, isList };
}

const ranks = new Set(["rank", "dense_rank", "percent_rank", "cume_dist"]);

/** `rank('new') WITHIN GROUP (ORDER BY x)`: the place that a value would have. */
function rankedAmong(
  reading: Reading,
  node: TreeNode,
  { name, nodes, types }: Call,
  sorted: readonly KnownType[],
): KnownType {
  const { text } = reading;
  const items = sorted.some(isLabel) ? text.items(text.brackets(text.indexOf(locationIn(node))).inside) : [];
  for (const [index, label] of sorted.entries()) {
    const item = items[index];
    if (!isLabel(label) || item === undefined) continue;
    if (types[index] === "unknown") adopt(reading, nodes[index] ?? null, label);
    text.close(item.end, ` OPERATOR(app.@#) ${labelsText(label)}`);
  }
  return plainType(name);
}

/** `array_agg(DISTINCT x ORDER BY x DESC)`: sorted by the places, which the list is then made from. */
function distinctList(
  reading: Reading,
  node: TreeNode,
  label: LabelType,
  order: readonly (TreeNode | null)[],
): LabelType {
  const { text } = reading;
  const at = text.indexOf(locationIn(node));
  const { inside, after } = text.brackets(at);
  const labels = labelsText(label);
  const place = ` OPERATOR(app.@#) ${labels}`;
  const by = order.length === 0 ? null : orderOf(reading, order);
  const [argument] = by === null ? text.items(inside) : text.items({ start: inside.start, end: by.start });
  text.close(argument?.end ?? inside.end, place);
  const [sortedBy] = by?.items ?? [];
  if (sortedBy !== undefined) text.close(sortedBy.end, place);
  text.open(at, `app.array_agg(${labels}, `);
  text.close(endOfCall(text, after), ")");
  return { ...label, isList: true };
}

/** `pg_typeof(x)` → the type's name. */
function typeName({ text }: Reading, node: TreeNode, label: LabelType): void {
  const start = text.indexOf(locationIn(node));
  const name = `'${spelled(label).replaceAll("'", "''")}'`;
  text.later({ start, end: text.brackets(start).after }, () => `(select ${name}::text as pg_typeof)`);
}

/** `enum_range(x)`, `enum_range(x, y)`, `enum_first(x)`, `enum_last(x)` */
function listed(reading: Reading, node: TreeNode, label: LabelType, { name, nodes, types }: Call): KnownType {
  const { text } = reading;
  const at = text.indexOf(locationIn(node));
  const { open, inside, after } = text.brackets(at);
  const labels = labelsText(label);
  const count = label.of.labels.length;
  types.forEach((type, index) => {
    if (type === "unknown") adopt(reading, nodes[index] ?? null, label);
  });
  const one = { isList: false, of: label.of };
  if (name !== "enum_range" || types.length === 1) {
    const isRange = name === "enum_range";
    const value = isRange ? labels : `(${labels})[${name === "enum_first" ? 1 : count}]`;
    text.later({ start: at, end: after }, () => `(select ${value} as ${name})${isRange ? "::text[]" : ""}`);
    return isRange ? { ...one, isList: true } : one;
  }
  const [first, second] = text.items(inside) as [Range, Range];
  const place = `${labels} OPERATOR(app.@#) (`;
  text.replace({ start: at, end: open.end }, `(select (${labels})[coalesce(${place}`);
  text.replace({ start: first.end, end: second.start }, `)::text, 1):coalesce(${place}`);
  text.replace({ start: second.end, end: after }, `)::text, ${count})] as ${name})::text[]`);
  return { ...one, isList: true };
}
