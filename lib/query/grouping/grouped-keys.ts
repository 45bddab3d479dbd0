import type { Catalog } from "../../catalog/types.ts";
import { asList, childrenOf, leftmostLocation, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, join } from "../../sql/sql.ts";
import type { GroupedQuery } from "../table-references.ts";
import type { Edit } from "../text/composed-text.ts";
import { tokens } from "../text/tokens.ts";
import {
  type Column,
  columnNamed,
  reference,
  type Source,
  type Sources,
  sourcesOf,
} from "./grouped-sources.ts";
import { isIncomparable, valueEdits } from "./grouped-values.ts";

/**
 * Grouping by a primary key lets Postgres show the table's other columns, which depend on it. It does not know that of
 * a virtual table, so the columns that are shown join the grouping: the groups stay the same. A column that has no equality
 * cannot; as all its values in a group are the same, any of them is shown.
 *
 * @see https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-GROUP
 */
export function groupedKeyEdits(
  catalog: Catalog,
  text: string,
  queries: readonly GroupedQuery[],
  toIndex: (byteOffset: number) => number,
): readonly Edit[] {
  const additions = queries.flatMap(({ node, scope }) => {
    const sources = sourcesOf(catalog, node, scope);
    const columns = dependentColumns(node, sources);
    const place = firstGroupLocation(node);
    return columns.length === 0 || place === null ? [] : [{ node, sources, columns, index: toIndex(place) }];
  });
  if (additions.length === 0) return [];
  const listStarts = groupListStarts(text);
  return additions.flatMap(({ node, sources, columns, index }): readonly Edit[] => {
    const at = listStarts.findLast((start) => start <= index);
    if (at === undefined) return [];
    const compared = columns.filter((column) => !isIncomparable(column));
    const list = compile(join(compared.map(reference))).text;
    return [
      ...(compared.length === 0 ? [] : [{ at, end: at, text: ` ${list},` }]),
      ...(compared.length === columns.length ? [] : valueEdits(node, sources, columns, text, toIndex)),
    ];
  });
}

/** The shown columns of every source whose whole primary key is grouped by. */
function dependentColumns(node: TreeNode, sources: Sources): readonly Column[] {
  const items = asList(node.fields.groupClause).map(unwrap);
  // With ROLLUP and its like a key is not in every grouping.
  if (items.some((item) => item === null || item.kind === "GroupingSet")) return [];
  const grouped = items.flatMap((item) => (item === null ? [] : groupedColumn(node, sources, item)));
  const isGrouped = (source: Source, name: string) =>
    grouped.some((column) => column.source === source && column.name === name);
  const shown = shownNames(node);
  return sources.list
    .filter((source) => source.key.length > 0 && source.key.every((name) => isGrouped(source, name)))
    .flatMap((source) => {
      const isRow = shown.has(source.alias) && !source.columns.includes(source.alias);
      const names = source.columns.filter((name) => shown.has("*") || isRow || shown.has(name));
      return [...names.filter((name) => !isGrouped(source, name)), ...(isRow ? [source.alias] : [])].map(
        (name) => ({ source, name }),
      );
    });
}

/** The column that an item of GROUP BY is: `p.id`, `id`, an output name, or the number of an output column. */
function groupedColumn(node: TreeNode, sources: Sources, item: TreeNode): readonly Column[] {
  const outputs = asList(node.fields.targetList).flatMap((output) => shownOutputs(sources, unwrap(output)));
  const ofOutput = (output: TreeNode | undefined) => {
    const value = unwrap(output?.fields.val);
    return value?.kind === "ColumnRef" ? columnNamed(sources, names(value.fields.fields)) : [];
  };
  if (item.kind === "A_Const") {
    const position = (item.fields.ival as { ival?: number } | undefined)?.ival ?? 0;
    return ofOutput(outputs[position - 1]);
  }
  if (item.kind !== "ColumnRef") return [];
  const path = names(item.fields.fields);
  const column = columnNamed(sources, path);
  return column.length > 0 || path.length > 1
    ? column
    : ofOutput(outputs.find((output) => output.fields.name === path[0]));
}

/** An output, or those that a star stands for. */
function shownOutputs({ list, merged }: Sources, output: TreeNode | null): readonly TreeNode[] {
  if (output === null) return [];
  const value = unwrap(output.fields.val);
  const [alias] = names(value?.fields.fields);
  if (value === null || !isStar(value) || merged.size > 0) return [output];
  return list
    .filter((source) => alias === undefined || source.alias === alias)
    .flatMap((source) =>
      source.columns.map((name) => {
        const fields = [source.alias, name].map((sval) => ({ String: { sval } }));
        return { kind: "ResTarget", fields: { name, val: { ColumnRef: { fields } } } };
      }),
    );
}

function isStar(node: TreeNode): boolean {
  const fields = asList(node.fields.fields);
  return node.kind === "ColumnRef" && names(fields).length < fields.length;
}

/** The names that the output, HAVING and ORDER BY of a query mention; `*` stands for all columns. */
function shownNames(node: TreeNode): ReadonlySet<string> {
  const shown = new Set<string>();
  const { targetList, havingClause, sortClause, distinctClause, windowClause } = node.fields;
  const pending = [havingClause, sortClause, distinctClause, windowClause]
    .flat()
    .flatMap((item) => unwrap(item) ?? []);
  for (const output of asList(targetList)) {
    const value = unwrap(unwrap(output)?.fields.val);
    // As an output `p.*` is the columns; anywhere below it is the row.
    if (value !== null && isStar(value)) shown.add("*");
    else if (value !== null) pending.push(value);
  }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // What GROUPING names has to be in the list itself.
    if (next.kind === "GroupingFunc") continue;
    if (next.kind === "ColumnRef") shown.add(names(next.fields.fields).at(-1) ?? "*");
    const below = childrenOf(next);
    if (below.ok) pending.push(...below.nodes);
  }
  return shown;
}

function firstGroupLocation(node: TreeNode): number | null {
  const first = unwrap(asList(node.fields.groupClause)[0]);
  return first === null ? null : leftmostLocation(first);
}

/** The UTF-16 indices behind every `GROUP BY`, `GROUP BY DISTINCT` and `GROUP BY ALL` of a text. */
function groupListStarts(text: string): readonly number[] {
  const starts: number[] = [];
  let words: readonly string[] = [];
  for (const token of tokens(text)) {
    const word = token.kind === "word" ? text.slice(token.start, token.end).toUpperCase() : "";
    words = [...words.slice(-2), word];
    const isList = words.at(-2) === "GROUP" && word === "BY";
    const isQualified = words[0] === "GROUP" && words[1] === "BY" && (word === "DISTINCT" || word === "ALL");
    if (isQualified) starts.pop();
    if (isList || isQualified) starts.push(token.end);
  }
  return starts;
}
