import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident } from "../../sql/sql.ts";
import { isCastToEnum } from "./casts.ts";
import { columnName } from "./column-name.ts";
import { fromItem } from "./from-items.ts";
import type { KnownType } from "./known-type.ts";
import { type Reading, unified } from "./reading.ts";
import { type Columns, type KnownColumn, rowColumns, type Scope, scopeWithin, starColumns } from "./scope.ts";
import { sortedOutside, sortedQuery } from "./sorted-query.ts";
import { targetEnd } from "./target-ranges.ts";

/** A SELECT, VALUES or set operation: the columns that it gives. */
export function queryColumns(
  reading: Reading,
  fields: TreeFields,
  around: Scope | null,
  given: Scope["queries"],
): Columns {
  const queries = withQueries(reading, fields.withClause, around, given);
  if (fields.op !== undefined && fields.op !== "SETOP_NONE")
    return setOperation(reading, fields, around, queries);
  if (fields.valuesLists !== undefined) return valueLists(reading, fields, scopeWithin(around, queries));
  return selected(reading, fields, scopeWithin(around, queries));
}

/** The WITH queries that a statement's body sees. */
export function withQueries(
  reading: Reading,
  withClause: unknown,
  around: Scope | null,
  given: Scope["queries"],
): Scope["queries"] {
  const { ctes } = (withClause ?? {}) as { ctes?: unknown };
  const known = new Map(given);
  for (const node of asList(ctes).map(unwrap)) {
    const name = String(node?.fields.ctename);
    const query = unwrap(node?.fields.ctequery);
    if (node == null || query === null) continue;
    const { recursive } = withClause as { recursive?: boolean };
    const renamedBy = (columns: Columns) => withNames(columns, names(node.fields.aliascolnames));
    if (recursive === true) known.set(name, renamedBy(firstPart(reading, query, around, known)));
    const isQuery = query.kind === "SelectStmt";
    const columns = isQuery ? reading.query(query.fields, around, known) : reading.write(query, known);
    known.set(name, renamedBy(columns));
  }
  return known;
}

function withNames(columns: Columns, given: readonly string[]): Columns {
  return columns?.map((column, index) => ({ ...column, name: given[index] ?? column.name })) ?? null;
}

/** What the first part of a recursion gives, without a trace: it is read again with the whole. */
function firstPart(
  reading: Reading,
  query: TreeNode,
  around: Scope | null,
  known: Scope["queries"],
): Columns {
  const first = query.fields.op === "SETOP_UNION" ? (query.fields.larg as TreeFields) : null;
  if (first === null) return null;
  const trial = reading.trial();
  return trial.query(first, around, known);
}

function setOperation(
  reading: Reading,
  fields: TreeFields,
  around: Scope | null,
  queries: Scope["queries"],
): Columns {
  const parts = [fields.larg, fields.rarg] as readonly TreeFields[];
  const [left, right] = parts.map((part) => reading.query(part, around, queries));
  const what = String(fields.op).replace("SETOP_", "");
  const columns =
    left?.map((column, index): KnownColumn => {
      const types = [column.type, right?.[index]?.type ?? null];
      const nodes = parts.map((part) => unwrap(unwrap(asList(part.targetList)[index])?.fields.val));
      return { name: column.name, type: unified(reading, nodes, types, what) };
    }) ?? null;
  sortedOutside(reading, fields, columns, []);
  return columns;
}

function valueLists(reading: Reading, fields: TreeFields, scope: Scope): Columns {
  const lists = asList(fields.valuesLists).map((list) => asList(unwrap(list)?.fields.items).map(unwrap));
  const types = lists.map((list) => list.map((item) => reading.typeOf(item, scope)));
  const columns = (lists[0] ?? []).map((_, index): KnownColumn => {
    const column = types.map((row) => row[index] ?? null);
    const nodes = lists.map((row) => row[index] ?? null);
    return { name: `column${index + 1}`, type: unified(reading, nodes, column, "VALUES") };
  });
  sortedOutside(reading, fields, columns, []);
  return columns;
}

function selected(reading: Reading, fields: TreeFields, scope: Scope): Columns {
  for (const item of asList(fields.fromClause).map(unwrap))
    scope.star = joined(scope.star, fromItem(reading, item, scope));
  const targets = asList(fields.targetList).map(unwrap);
  const read = targets.map((target) => targetColumns(reading, target, scope));
  for (const clause of [fields.whereClause, fields.havingClause]) reading.typeOf(unwrap(clause), scope);
  for (const list of [fields.groupClause, fields.windowClause])
    for (const item of asList(list).map(unwrap)) reading.typeOf(item, scope);
  for (const bound of [fields.limitOffset, fields.limitCount]) reading.typeOf(unwrap(bound), scope);
  const columns = read.reduce<Columns>(joined, []);
  sortedQuery(reading, fields, { scope, targets, read, columns });
  return columns;
}

export function joined(before: Columns, next: Columns): Columns {
  return before === null || next === null ? null : [...before, ...next];
}

/** The columns of one item of a list. */
export function targetColumns(reading: Reading, target: TreeNode | null, scope: Scope): Columns {
  const value = unwrap(target?.fields.val);
  const star = starColumns(scope, value);
  if (star !== undefined) return star;
  if (isRowStar(value)) return rowColumns(reading.catalog, reading.typeOf(unwrap(value.fields.arg), scope));
  const type = reading.typeOf(value, scope);
  const name = target?.fields.name === undefined ? columnName(value) : String(target.fields.name);
  if (target != null && target.fields.name === undefined) keepName(reading, target, value, type);
  return [{ name, type }];
}

/** `(row).*` */
function isRowStar(value: TreeNode | null): value is TreeNode {
  const steps = asList(value?.kind === "A_Indirection" ? value.fields.indirection : []);
  return steps.length === 1 && unwrap(steps[0])?.kind === "A_Star";
}

/** What stands for a cast to an enum has another name: the column keeps the one that it had. */
function keepName(reading: Reading, target: TreeNode, value: TreeNode | null, type: KnownType): void {
  if (value?.kind !== "TypeCast" || type === null || !isCastToEnum(reading, value)) return;
  reading.text.name(targetEnd(reading.text, target), ` AS ${compile(ident(columnName(value))).text}`);
}
