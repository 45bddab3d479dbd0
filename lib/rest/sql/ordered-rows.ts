import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import type { OrderKey, ReadPlan } from "../plan/read-plan.ts";
import { ageOf, naturalKeys } from "./natural-order.ts";
import { rangeClause } from "./range-clause.ts";

interface OrderedRows {
  /** What stands behind SELECT. */
  readonly list: Sql;
  /** `from … where …` */
  readonly from: Sql;
  readonly joins: Sql;
  value(key: OrderKey): Sql;
}

/**
 * Rows of the request's own table in an order that no index follows. They are chosen like those of one that an index does;
 * those that are equal in it come as rows without an order do.
 */
export function orderedRows(node: ReadPlan, { list, from, joins, value }: OrderedRows): Sql {
  const alias = ident(node.alias);
  const keys = node.order.map((key, index) => ({ key, name: ident(`$o${index}`) }));
  const values = keys.map(({ key, name }) => sql`${value(key)} as ${name}`);
  const order = keys.map(({ key, name }) => sql`${name}${direction(key)}`);
  const age = ageOf(node);
  const chosen = sql`select ${alias}.*, ${join(values)} ${from} order by ${join([...order, age.id])}${rangeClause(node.range)}`;
  return sql`select ${list} from (${chosen}) as ${alias}${joins} order by ${join([...order, ...naturalKeys(age)])}`;
}

/** Postgres's default order of nulls is left unsaid, since only then an index of that direction fits. */
export function direction({ isDescending, nulls }: OrderKey): Sql {
  const isDefault = nulls === null || (nulls === "first") === isDescending;
  return keyword(`${isDescending ? " desc" : ""}${isDefault ? "" : ` nulls ${nulls}`}`);
}
