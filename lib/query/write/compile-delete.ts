import { compileWrite } from "../../engine/write/compile-write.ts";
import type { TreeFields, TreeNode } from "../../expression/tree.ts";
import { ident, sql } from "../../sql/sql.ts";
import { keywordFrom, placedTokens, type Range } from "../text/clauses.ts";
import { ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { callerAccess } from "./caller-access.ts";
import { returningRange } from "./compile-returning.ts";
import { sourceRows } from "./compile-update.ts";
import { type CompiledPart, finishWrite } from "./compiled-part.ts";
import { keepPart, touchedBeside, type WriteContext } from "./context.ts";
import { fromItems } from "./from-items.ts";
import { refuseEmpty } from "./target-rows.ts";
import { writeTarget } from "./write-target.ts";

/** `DELETE FROM posts p USING … WHERE … RETURNING …` */
export function compileDelete(context: WriteContext, node: TreeNode, range: Range): CompiledPart {
  const target = writeTarget(context, node.fields.relation as TreeFields, "delete from");
  const { table } = target;
  refuseEmpty(table);
  const clauses = deleteClauses(context, node, range);
  const items = clauses.returning === null ? [] : fromItems(node.fields.usingClause);
  const rules = callerAccess(context, "delete", { target, node, written: [] });
  const found = context.name("rows");
  context.ctes.push([
    ...ours(`${quoted(found)} AS (`),
    ...sourceRows(context, { target, clauses, assigned: [], items, strength: "UPDATE", ...rules }),
    ...ours("\n)"),
  ]);
  const source = clauses.from === null ? found : onceEach(context, found);
  // An array, which is looked up by the key: the planner does not know how many rows there are, and might compare each with each.
  const where = sql`d.id = any (array(select "$id" from ${ident(source)}))`;
  const prefix = context.prefix();
  const compiled = compileWrite(
    context.catalog,
    table,
    { kind: "delete", where, ...rules, ...touchedBeside(context) },
    prefix,
  );
  keepPart(context, { table, target: `${prefix}target` });
  return finishWrite(context, {
    node,
    target,
    compiled: { ...compiled, source },
    clauses,
    items,
    command: "DELETE",
    doomed: `${prefix}doomed`,
  });
}

/** Of several rows that USING joins to one, any is taken, as in Postgres. */
function onceEach(context: WriteContext, found: string): string {
  const once = context.name("once");
  context.ctes.push(ours(`${quoted(once)} AS (SELECT DISTINCT ON ("$id") * FROM ${quoted(found)})`));
  return once;
}

function deleteClauses({ typed, indexOf }: WriteContext, node: TreeNode, range: Range) {
  const placed = placedTokens(typed, range);
  const returning = returningRange(typed, range, placed, node.fields.returningClause);
  const end = returning?.keyword ?? range.end;
  const after = indexOf(Number((node.fields.relation as TreeFields).location ?? 0));
  const where = node.fields.whereClause === undefined ? undefined : keywordFrom(placed, "WHERE", after);
  const using = node.fields.usingClause === undefined ? undefined : keywordFrom(placed, "USING", after);
  return {
    from: using === undefined ? null : { start: using.end, end: where?.start ?? end },
    where: where === undefined ? null : { start: where.end, end },
    returning,
  };
}
