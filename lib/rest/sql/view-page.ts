import { ident, type Sql, sql } from "../../sql/sql.ts";
import { isDerived } from "../plan/derived-table.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import { aliasedSide } from "./joins.ts";
import { ageOf, naturalOrder } from "./natural-order.ts";
import { rangeClause } from "./range-clause.ts";
import { RowsCompiler } from "./rows.ts";

/**
 * The rows of a plan that asks no order of a view of one table's rows: shown as the table's own would be.
 *
 * @returns null for any other plan.
 */
export function viewPage(context: ReadContext, plan: ReadPlan): Sql | null {
  const { alias, table, range, order, isGrouped } = plan;
  const aged = isDerived(table) && !isGrouped && order.length === 0 ? context.agedView(table) : null;
  if (aged === null) return null;
  const side = aliasedSide(table, alias, false);
  const all = new RowsCompiler(context, { relation: sql`(${aged.rows})`, side });
  const age = ageOf(plan);
  // What rules let through would all be fetched to be sorted.
  const chosenBy = aged.canFollow ? sql` order by ${age.id}` : sql``;
  const page = sql`select ${ident(alias)}.* ${all.from(plan, null)}${chosenBy}${rangeClause(range)}`;
  const chosen = new RowsCompiler(context, { relation: sql`(${page})`, side });
  return chosen.chosenRows({ ...plan, range: { offset: 0, limit: range.limit } }, naturalOrder(age));
}
