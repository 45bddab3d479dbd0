import { primaryKey } from "../catalog/column-facts.ts";
import type { Catalog, CatalogTable } from "../catalog/types.ts";
import { readableColumns } from "../engine/column-sql.ts";
import { asList, childrenOf, leftmostLocation, names, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, ident, join, type Sql, sql } from "../sql/sql.ts";
import type { Insertion } from "./spliced-text.ts";
import type { GroupedQuery, Scope } from "./table-references.ts";
import { tokens } from "./tokens.ts";

/** A table in FROM: its columns under the names that they have there, in order. */
interface Source {
  readonly alias: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** The tables in FROM from left to right, and the columns that USING has made one. */
interface Sources {
  readonly list: readonly Source[];
  readonly merged: ReadonlySet<string>;
}

/** A column of a source, or the whole row under the name of the source. */
interface Column {
  readonly source: Source;
  readonly name: string;
}

/**
 * Grouping by a primary key lets Postgres show the table's other columns, which depend on it. It does not know that of
 * a virtual table, so the columns that are shown join the grouping: the groups stay the same.
 *
 * @see https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-GROUP
 */
export function groupedKeyInsertions(
  catalog: Catalog,
  text: string,
  queries: readonly GroupedQuery[],
  toIndex: (byteOffset: number) => number,
): readonly Insertion[] {
  const additions = queries.flatMap(({ node, scope }) => {
    const columns = dependentColumns(node, sourcesOf(catalog, node, scope));
    const place = firstGroupLocation(node);
    return columns.length === 0 || place === null ? [] : [{ columns, index: toIndex(place) }];
  });
  if (additions.length === 0) return [];
  const listStarts = groupListStarts(text);
  return additions.flatMap(({ columns, index }) => {
    const at = listStarts.findLast((start) => start <= index);
    if (at === undefined) return [];
    return [{ at, text: ` ${compile(join(columns.map(reference))).text},` }];
  });
}

function reference({ source, name }: Column): Sql {
  return name === source.alias ? ident(name) : sql`${ident(source.alias)}.${ident(name)}`;
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
  const outputs = asList(node.fields.targetList).flatMap((output) => unwrap(output) ?? []);
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

function columnNamed({ list, merged }: Sources, path: readonly string[]): readonly Column[] {
  const [name = "", alias] = path.toReversed();
  const found = list.filter(
    (source) => (alias === undefined || alias === source.alias) && source.columns.includes(name),
  );
  // Of several, none: Postgres will call the name ambiguous, unless USING has made them one, which is then the left one.
  const isOne = found.length === 1 || (alias === undefined && merged.has(name));
  return isOne ? found.slice(0, 1).map((source) => ({ source, name })) : [];
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

function isStar(node: TreeNode): boolean {
  const fields = asList(node.fields.fields);
  return node.kind === "ColumnRef" && names(fields).length < fields.length;
}

function sourcesOf(catalog: Catalog, node: TreeNode, scope: Scope): Sources {
  const pending = asList(node.fields.fromClause)
    .toReversed()
    .flatMap((item) => unwrap(item) ?? []);
  const list: Source[] = [];
  const merged = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // A join with an alias hides the names of what it joins.
    if (next.kind === "JoinExpr" && next.fields.alias === undefined) {
      pending.push(...[next.fields.rarg, next.fields.larg].flatMap((item) => unwrap(item) ?? []));
      const isLeft = next.fields.jointype === "JOIN_INNER" || next.fields.jointype === "JOIN_LEFT";
      for (const name of isLeft ? names(next.fields.usingClause) : []) merged.add(name);
    }
    if (next.kind === "RangeTableSample") next = unwrap(next.fields.relation) ?? next;
    const name = String(next.fields.relname);
    const isTable = next.kind === "RangeVar" && (next.fields.schemaname !== undefined || !scope.has(name));
    const table = isTable ? catalog.tables.find(({ definition }) => definition.name === name) : undefined;
    if (table !== undefined) list.push(toSource(table, next));
  }
  return { list, merged };
}

/** `posts AS p (a, b)` renames the table and its first columns. */
function toSource(table: CatalogTable, relation: TreeNode): Source {
  const columns = readableColumns(table).map(({ name }) => name);
  const alias = relation.fields.alias as { aliasname?: string; colnames?: unknown } | undefined;
  const renamed = names(alias?.colnames);
  const nameAt = (index: number) => renamed[index] ?? columns[index] ?? "";
  return {
    alias: alias?.aliasname ?? table.definition.name,
    columns: columns.map((_, index) => nameAt(index)),
    key: primaryKey(table.definition).map((name) => nameAt(columns.indexOf(name))),
  };
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
