import type { Column } from "../../catalog/types.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import type { InsertRequest, QueryRows } from "../../engine/write/request.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { sql } from "../../sql/sql.ts";
import { type Placed, placedTokens, type Range } from "../text/clauses.ts";
import { callerAccess } from "./caller-access.ts";
import { returningRange, speaksOfOld } from "./compile-returning.ts";
import { type CompiledPart, finishWrite } from "./compiled-part.ts";
import { holes, insertedBeside, type WriteContext } from "./context.ts";
import { listedElements } from "./inserted-elements.ts";
import { insertedQuery, insertedValues } from "./inserted-rows.ts";
import { compileOnConflict } from "./on-conflict.ts";
import { Refused } from "./refused.ts";
import { checkOptions, targetColumn, type WriteTarget, writeTarget } from "./write-target.ts";

/** `INSERT INTO posts (…) VALUES … ON CONFLICT … RETURNING …` */
export async function compileInsert(
  context: WriteContext,
  node: TreeNode,
  range: Range,
): Promise<CompiledPart> {
  const target = writeTarget(context, node.fields.relation as TreeFields, "insert into");
  const { table } = target;
  const clauses = insertClauses(context, node, range);
  const columns = targetColumns(target, asList(node.fields.cols));
  const source = await insertedRows(context, target, node, columns, clauses);
  const pieces = holes();
  const conflict = clauses.conflict;
  const onConflict =
    conflict === null ? undefined : compileOnConflict(context, { target, node, range: conflict, pieces });
  const overriding = overridings[String(node.fields.override)];
  const keepsOld = context.kept?.knowsOld === true;
  const request: InsertRequest = {
    kind: "insert",
    source,
    ...(onConflict === undefined ? {} : { onConflict }),
    ...((speaksOfOld(node) || keepsOld) && onConflict?.action === "update"
      ? { returnsOld: true as const }
      : {}),
    ...(overriding === undefined ? {} : { overriding }),
    ...callerAccess(context, "insert", { target, node, written: source.columns }),
    ...checkOptions(context, target),
    ...insertedBeside(context),
  };
  const compiled = compileWrite(context.catalog, table, request, context.prefix());
  return finishWrite(context, {
    node,
    target,
    compiled,
    clauses,
    items: [],
    command: "INSERT",
    holes: pieces,
    returnsOld: request.returnsOld === true,
  });
}

const overridings: Readonly<Record<string, "system" | "user">> = {
  OVERRIDING_SYSTEM_VALUE: "system",
  OVERRIDING_USER_VALUE: "user",
};

function insertClauses({ typed, indexOf }: WriteContext, node: TreeNode, range: Range) {
  const placed = placedTokens(typed, range);
  const returning = returningRange(typed, range, placed, node.fields.returningClause);
  const clause = node.fields.onConflictClause as TreeFields | undefined;
  const end = returning?.keyword ?? range.end;
  const conflict = clause === undefined ? null : { start: indexOf(Number(clause.location ?? 0)), end };
  return {
    ...queryPlace(placed, node, indexOf, conflict?.start ?? end),
    conflict,
    returning,
  };
}

/** Behind the target, its alias, its column list and OVERRIDING; and the bracket that opens that list. */
function queryPlace(
  placed: readonly Placed[],
  node: TreeNode,
  indexOf: (offset: number) => number,
  end: number,
): { readonly query: Range; readonly list: Placed | undefined } {
  const relation = node.fields.relation as TreeFields;
  const from = indexOf(Number(relation.location ?? 0));
  const outer = placed.filter((token) => token.depth === 0 && token.start >= from);
  let at = relation.schemaname === undefined ? 1 : 3;
  if (relation.alias !== undefined) at += outer[at]?.word === "AS" ? 2 : 1;
  // The list's own brackets are the only tokens of it that stand in none.
  const list = node.fields.cols === undefined ? undefined : outer[at];
  if (list !== undefined) at += 2;
  if (node.fields.override !== undefined && node.fields.override !== "OVERRIDING_NOT_SET") at += 3;
  return { query: { start: outer[at]?.start ?? placed.at(-1)?.end ?? 0, end }, list };
}

/** The columns that the statement lists; all, when it lists none. */
export function targetColumns(target: WriteTarget, cols: readonly unknown[]): readonly Column[] {
  const list = cols.flatMap((item) => unwrap(item) ?? []);
  if (target.columns.length === 0)
    throw new Refused("featureNotSupported", "Rows of a table without columns are not supported.", {
      hint: "Give it a column first: ALTER TABLE … ADD COLUMN …",
    });
  if (list.length === 0) return withoutRepeated(target.columns.map(({ column }) => column));
  const columns = list.map(({ fields }) => {
    const location = Number(fields.location ?? 0);
    return targetColumn(target, String(fields.name), location);
  });
  // Of one column several elements may be listed.
  const isWhole = (index: number) => asList(list[index]?.fields.indirection).length === 0;
  const twice = columns.findIndex((column, index) => {
    const before = columns.indexOf(column);
    return before < index && (isWhole(index) || isWhole(before));
  });
  if (twice >= 0 && list.filter(({ fields }) => fields.name === list[twice]?.fields.name).length === 1)
    withoutRepeated(columns);
  if (twice >= 0) {
    throw new Refused("duplicateColumn", `column "${columns[twice]?.name}" specified more than once`, {
      location: Number(list[twice]?.fields.location ?? 0),
    });
  }
  return columns;
}

/** @throws {Refused} 42601 for two columns of a view that are one of the table's. */
function withoutRepeated(columns: readonly Column[]): readonly Column[] {
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined)
    throw new Refused("syntaxError", `multiple assignments to same column "${twice.name}"`);
  return columns;
}

function insertedRows(
  context: WriteContext,
  write: WriteTarget,
  node: TreeNode,
  columns: readonly Column[],
  { query: range, list }: ReturnType<typeof insertClauses>,
): Promise<QueryRows> | QueryRows {
  const query = unwrap(node.fields.selectStmt);
  if (query === null) return { kind: "query", select: sql`select`, columns: [] };
  const isList = node.fields.cols !== undefined;
  const locations = asList(node.fields.cols).map((item) => Number(unwrap(item)?.fields.location ?? 0));
  const whole = { start: 0, end: context.typed.length };
  const elements = listedElements(context.typed, asList(node.fields.cols), list, whole);
  const override = String(node.fields.override);
  const target = { write, columns, elements, isList, locations, override };
  const { valuesLists, sortClause, limitCount, limitOffset, withClause } = query.fields;
  const isPlain = [sortClause, limitCount, limitOffset, withClause].every((clause) => clause === undefined);
  return valuesLists !== undefined && isPlain
    ? insertedValues(context, target, asList(valuesLists), range)
    : insertedQuery(context, target, query, range);
}
