import type { CatalogTable, Column } from "../../catalog/types.ts";
import { storageOf } from "../../engine/column-sql.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import type { WriteAccess } from "../../engine/write/request.ts";
import { asList, leftmostLocation, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ident, sql } from "../../sql/sql.ts";
import { keywordFrom, type Placed, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { callerAccess } from "./caller-access.ts";
import { returningRange } from "./compile-returning.ts";
import { type CompiledPart, finishWrite } from "./compiled-part.ts";
import { insertedBeside, keepPart, settledBeside, type WriteContext } from "./context.ts";
import { carriedRow, type FromItem, fromItems } from "./from-items.ts";
import { type Assigned, setValues } from "./set-clause.ts";
import { aboutRows, refuseEmpty, rowBefore, targetRows } from "./target-rows.ts";
import { checkOptions, spokenColumn, type WriteTarget, writeTarget } from "./write-target.ts";

/** `UPDATE posts p SET … FROM … WHERE … RETURNING …`: a source of new values that locks its rows, and the engine's write. */
export function compileUpdate(context: WriteContext, node: TreeNode, range: Range): CompiledPart {
  const target = writeTarget(context, node.fields.relation as TreeFields, "update");
  const { table } = target;
  refuseEmpty(table);
  const clauses = updateClauses(context, node, range);
  const own = (column: Column) => ours(spokenColumn(target, column));
  const assigned = setValues(context, target, asList(node.fields.targetList), clauses.set, own);
  const items = clauses.returning === null ? [] : fromItems(node.fields.fromClause);
  const set = assigned.map(({ column }) => column);
  const rules = callerAccess(context, "update", { target, node, written: set });
  const source = context.name("rows");
  context.ctes.push([
    ...ours(`${quoted(source)} AS (`),
    ...sourceRows(context, { target, clauses, assigned, items, strength: "NO KEY UPDATE", ...rules }),
    ...ours("\n)"),
  ]);
  // Of several rows that FROM joins to one, any is taken, as in Postgres.
  const once = clauses.from === null ? sql`select * from` : sql`select distinct on ("$id") * from`;
  const compiled = compileWrite(
    context.catalog,
    table,
    {
      kind: "update",
      source: sql`${once} ${ident(source)}`,
      set,
      ...rules,
      ...checkOptions(context, target),
      ...insertedBeside(context),
      ...settledBeside(context, table, set),
    },
    context.prefix(),
  );
  keepPart(context, { table, source: compiled.source, set });
  return finishWrite(context, {
    node,
    target,
    compiled,
    clauses,
    items,
    command: "UPDATE",
    ...newKeyOf(table, assigned),
  });
}

interface Clauses {
  readonly set: Range;
  readonly from: Range | null;
  readonly where: Range | null;
  readonly returning: Range | null;
}

function updateClauses({ typed, indexOf }: WriteContext, node: TreeNode, range: Range): Clauses {
  const placed = placedTokens(typed, range);
  const returning = returningRange(typed, range, placed, node.fields.returningClause);
  const end = returning?.keyword ?? range.end;
  const set = keywordFrom(placed, "SET", indexOf(Number((node.fields.relation as TreeFields).location ?? 0)));
  const where = node.fields.whereClause === undefined ? undefined : keywordFrom(placed, "WHERE");
  const from = fromKeyword(placed, node.fields.fromClause, indexOf);
  const fromEnd = where?.start ?? end;
  return {
    set: { start: set?.end ?? range.start, end: from?.start ?? fromEnd },
    from: from === undefined ? null : { start: from.end, end: fromEnd },
    where: where === undefined ? null : { start: where.end, end },
    returning,
  };
}

/** The last FROM in front of the first item: `IS DISTINCT FROM` has one as well. */
function fromKeyword(
  placed: readonly Placed[],
  list: unknown,
  indexOf: (offset: number) => number,
): Placed | undefined {
  const first = unwrap(asList(list)[0]);
  const location = first === null ? null : leftmostLocation(first);
  if (location === null) return undefined;
  const at = indexOf(location);
  return placed.findLast((token) => token.depth === 0 && token.word === "FROM" && token.start < at);
}

/** What a write of existing rows reads. */
export interface Source {
  readonly target: WriteTarget;
  readonly clauses: Pick<Clauses, "from" | "where">;
  readonly assigned: readonly Assigned[];
  readonly items: readonly FromItem[];
  readonly strength: "NO KEY UPDATE" | "UPDATE";
  /** What binds the caller. Absent: nothing. */
  readonly access?: WriteAccess;
}

/** Ids, new values, the values before, and the rows of the FROM items, of the rows that the statement is about. */
export function sourceRows(context: WriteContext, source: Source): Fragments {
  const { target, clauses, assigned, items, strength } = source;
  const carried = items.map((item, index) => ours(carriedRow(item, index)));
  const values = assigned.map(({ column, value }) => [...value, ...ours(` AS ${quoted(column.name)}`)]);
  return [
    ...ours('SELECT "$t"."$id" AS "$id", '),
    ...joined([ours(rowBefore(target)), ...values, ...carried], ", "),
    ...ours(" FROM "),
    ...targetRows(context, target),
    ...(clauses.from === null ? [] : [...ours(", "), ...context.cut(clauses.from.start, clauses.from.end)]),
    // Behind FROM, whose items a sub-select in SET sees; the line break ends a comment.
    ...assigned.flatMap(({ join: joinText }) => (joinText === undefined ? [] : [...ours("\n"), ...joinText])),
    ...ours(" WHERE "),
    ...aboutRows(context, target, clauses.where, source.access),
    ...ours(`\nFOR ${strength} OF "$t"`),
  ];
}

function newKeyOf(table: CatalogTable, assigned: readonly Assigned[]): { newKey?: string } {
  const key = assigned.find(({ column }) => storageOf(table, column.name).place === "id");
  return key === undefined ? {} : { newKey: key.column.name };
}
