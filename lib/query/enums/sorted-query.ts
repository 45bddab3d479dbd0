import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident } from "../../sql/sql.ts";
import { callableNames, storedCalls } from "../calls/stored-calls.ts";
import type { Range } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { isLabel, type KnownType } from "./known-type.ts";
import type { Reading } from "./reading.ts";
import type { Columns, Scope } from "./scope.ts";
import { orderOf, placeOf } from "./sorting.ts";
import { targetRanges } from "./target-ranges.ts";

interface Selected {
  readonly scope: Scope;
  readonly targets: readonly (TreeNode | null)[];
  /** What each target gives. */
  readonly read: readonly Columns[];
  readonly columns: Columns;
}

/** DISTINCT and ORDER BY of a SELECT. */
export function sortedQuery(reading: Reading, fields: TreeFields, selected: Selected): void {
  const order = asList(fields.sortClause).map(unwrap);
  const distinct = asList(fields.distinctClause).map(unwrap);
  const isPlainDistinct = distinct.length > 0 && distinct[0] === null;
  const keys = order.map((item) => unwrap(item?.fields.node));
  if (isPlainDistinct) {
    for (const key of keys)
      if (outputIndex(key, selected.columns) === null) reading.typeOf(key, selected.scope);
    sortedOutside(reading, fields, selected.columns, selected.targets);
    return;
  }
  const types = keys.map((key) => keyType(reading, key, selected));
  const ons = distinct.map((key) => keyType(reading, key, selected));
  if (ons.length === 0 && types.some(isLabel) && keys.some((key) => isCalled(reading, key, selected))) {
    sortedOutside(reading, fields, selected.columns, selected.targets);
    return;
  }
  if (types.some(isLabel)) {
    const items = orderOf(reading, order)?.items ?? [];
    for (const [index, key] of keys.entries())
      placeKey(reading, key, items[index], types[index] ?? null, selected);
  }
  if (ons.some(isLabel)) {
    const items = onItems(reading, distinct);
    for (const [index, key] of distinct.entries())
      placeKey(reading, key, items[index], ons[index] ?? null, selected);
  }
}

/** What a sort key is of: an output by number or name, else an expression. */
function keyType(reading: Reading, key: TreeNode | null, selected: Selected): KnownType {
  const { scope, columns } = selected;
  refuseAmbiguous(key, selected);
  const index = outputIndex(key, columns);
  return index === null ? reading.typeOf(key, scope) : (columns?.[index]?.type ?? null);
}

/** @throws {Refused} 42702 for a name that two different outputs have. */
function refuseAmbiguous(key: TreeNode | null, { targets, read, columns }: Selected): void {
  const path = key?.kind === "ColumnRef" ? names(key.fields.fields) : [];
  if (key === null || path.length !== 1) return;
  const meant = (columns ?? []).flatMap(({ name }, index) => {
    const value = name === path[0] ? unwrap(targets[targetOf(read, index)]?.fields.val) : null;
    return value === null || isStarRef(asList(value.fields.fields)) ? [] : [value];
  });
  const [first, ...others] = meant;
  if (first === undefined || others.every((other) => saysSame(first, other))) return;
  throw new Refused("ambiguousColumn", `ORDER BY "${path[0]}" is ambiguous`, {
    location: Number(key.fields.location ?? 0),
  });
}

/** Whether two outputs are one to Postgres; of a name without a table, that it may be. */
function saysSame(a: TreeNode, b: TreeNode): boolean {
  const [one, other] = [a, b].map((node) => (node.kind === "ColumnRef" ? names(node.fields.fields) : []));
  const areQualified = one?.length === 2 && other?.length === 2;
  return said(a) === said(b) && !(areQualified && one[0] !== other[0]);
}

function outputIndex(key: TreeNode | null, columns: Columns): number | null {
  if (key?.kind === "A_Const") {
    const { ival } = key.fields as { ival?: { ival?: number } };
    return ival === undefined ? null : (ival.ival ?? 0) - 1;
  }
  const path = key?.kind === "ColumnRef" ? names(key.fields.fields) : [];
  const index = path.length === 1 ? (columns?.findIndex(({ name }) => name === path[0]) ?? -1) : -1;
  return index < 0 ? null : index;
}

/** Whether a key is an output that a function of the database's own gives: what stands for the call is not said twice. */
function isCalled({ catalog }: Reading, key: TreeNode | null, { targets, read, columns }: Selected): boolean {
  const index = outputIndex(key, columns);
  const value = index === null ? null : unwrap(targets[targetOf(read, index)]?.fields.val);
  if (value === null || value.kind === "ColumnRef") return false;
  const callable = callableNames(catalog);
  return callable.size > 0 && storedCalls(callable, value).length > 0;
}

function placeKey(
  { text, ...reading }: Reading,
  key: TreeNode | null,
  item: Range | undefined,
  type: KnownType,
  { targets, read, columns }: Selected,
): void {
  if (!isLabel(type) || item === undefined) return;
  const index = outputIndex(key, columns);
  const target = index === null ? null : targetOf(read, index);
  const value = target === null ? null : unwrap(targets[target]?.fields.val);
  if (target === null || value === null || isSameName(key, value)) {
    text.close(item.end, placeOf(type));
    return;
  }
  const range = targetRanges({ text, ...reading }, targets)[target];
  const isStar = (read[target]?.length ?? 0) !== 1 || /\*$/.test(text.typed.slice(range?.start, range?.end));
  const name = columns?.[index ?? 0]?.name ?? "";
  text.later(item, () => {
    const said = isStar || range === undefined ? compile(ident(name)).text : `(${text.cut(range)})`;
    return `${said}${placeOf(type)}`;
  });
}

/** Which target gives a column. */
function targetOf(read: readonly Columns[], index: number): number {
  let left = index;
  for (const [place, columns] of read.entries()) {
    if (left < (columns?.length ?? 1)) return place;
    left -= columns?.length ?? 1;
  }
  return -1;
}

/** `select status … order by status`: the name means the column itself. */
function isSameName(key: TreeNode | null, value: TreeNode): boolean {
  const [own, shown] = [key, value].map((node) =>
    node?.kind === "ColumnRef" ? asList(node.fields.fields) : [],
  );
  return own?.length === 1 && (isStarRef(shown) || JSON.stringify(own) === JSON.stringify(shown));
}

function isStarRef(fields: readonly unknown[] | undefined): boolean {
  return unwrap(fields?.at(-1))?.kind === "A_Star";
}

/** The expressions of `DISTINCT ON (…)`. */
function onItems({ text }: Reading, distinct: readonly (TreeNode | null)[]): readonly Range[] {
  const [first] = distinct;
  if (first == null) return [];
  let index = text.tokenAt(text.indexOf(Number(first.fields.location ?? 0)));
  while (index > 0 && !(text.placed[index]?.word === "ON" && text.placed[index - 1]?.word === "DISTINCT"))
    index--;
  return text.items(text.brackets(text.placed[index]?.start ?? 0).inside);
}

/**
 * `SELECT DISTINCT …` and set operations are sorted by what they give and nothing else: the places of an enum's values are
 * found one level out.
 */
export function sortedOutside(
  reading: Reading,
  fields: TreeFields,
  columns: Columns,
  targets: readonly (TreeNode | null)[],
): void {
  const order = asList(fields.sortClause).map(unwrap);
  const indexes = order.map((item) => {
    const key = unwrap(item?.fields.node);
    return outputIndex(key, columns) ?? sameTarget(key, targets, columns);
  });
  const sorted = indexes.map((index) => (index === null ? undefined : columns?.[index]));
  if (
    columns === null ||
    sorted.includes(undefined) ||
    !sorted.some((column) => isLabel(column?.type ?? null))
  )
    return;
  const { text } = reading;
  const placed = orderOf(reading, order);
  if (placed === null) return;
  const list = columns.map(({ name }, index) => `"$${index + 1}" AS ${compile(ident(name)).text}`).join(", ");
  const at = text.tokenAt(placed.start);
  text.open(queryStart(reading, at), `SELECT ${list} FROM (`);
  const inner = columns.map((_, index) => `"$${index + 1}"`).join(", ");
  text.close(text.placed[at - 1]?.end ?? 0, `\n) AS "$q" (${inner}) `);
  placed.items.forEach((item, index) => {
    const type = sorted[index]?.type ?? null;
    text.replace(item, `"$${(indexes[index] ?? 0) + 1}"${isLabel(type) ? placeOf(type) : ""}`);
  });
}

/** A target that says the same as a sort key. */
function sameTarget(
  key: TreeNode | null,
  targets: readonly (TreeNode | null)[],
  columns: Columns,
): number | null {
  if (key === null || targets.length !== columns?.length) return null;
  const words = said(key);
  const index = targets.findIndex((target) => {
    const value = unwrap(target?.fields.val);
    return value !== null && said(value) === words;
  });
  return index < 0 ? null : index;
}

/** What an expression says, wherever it stands. */
function said(node: TreeNode): string {
  const below = childrenOf(node);
  if (node.kind === "ColumnRef") return names(node.fields.fields).at(-1) ?? "*";
  const { location: _, ...own } = node.fields;
  if (!below.ok || below.nodes.length === 0) return `${node.kind} ${JSON.stringify(own)}`;
  const name = names(node.fields.funcname ?? node.fields.name).join(".");
  return `${node.kind} ${name} (${below.nodes.map(said).join(", ")})`;
}

/** Where the query begins whose ORDER BY a token is: behind its bracket, its WITH queries left out. */
function queryStart({ text }: Reading, order: number): number {
  const depth = text.placed[order]?.depth ?? 0;
  let first = order;
  while (first > 0 && (text.placed[first - 1]?.depth ?? 0) >= depth) first--;
  if (beginsQuery(text.placed[first]?.word)) return text.placed[first]?.start ?? 0;
  for (let index = first; index < order; index++) {
    const token = text.placed[index];
    const isBracket = token?.word === "(" && text.placed[index - 1]?.word === ")";
    if (token?.depth === depth && ((token.word !== "(" && beginsQuery(token.word)) || isBracket))
      return token.start;
  }
  return text.placed[first]?.start ?? 0;
}

function beginsQuery(word: string | undefined): boolean {
  return word === "SELECT" || word === "VALUES" || word === "TABLE" || word === "(";
}
