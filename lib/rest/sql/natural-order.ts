import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { isDerived } from "../plan/derived-table.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import { isToOne } from "../plan/relationship.ts";

/** What tells how old a row is: its `xmin` (past two billion transactions it says nothing any more) and its storage id. */
export interface RowAge {
  readonly writer: Sql;
  readonly id: Sql;
}

/**
 * ORDER BY of rows that nobody asked an order of: as they were written last, and of one transaction as they were made,
 * which is how Postgres gives the rows of a small table of its own.
 */
export function naturalOrder(age: RowAge): Sql {
  return sql` order by ${join(naturalKeys(age))}`;
}

/** The same behind other keys. */
export function naturalKeys({ writer, id }: RowAge): readonly Sql[] {
  return [sql`age(${writer}) desc`, id];
}

/** Whether a node gives several rows of a table below another row. */
export function isList({ relationship, table, isGrouped }: ReadPlan): boolean {
  return relationship !== null && !isDerived(table) && !isToOne(relationship) && !isGrouped;
}

/** The age of a node's rows where they are looked up in its table. */
export function ageOf({ alias }: ReadPlan): RowAge {
  const row = ident(alias);
  return { writer: sql`${row}."$xmin"`, id: sql`${row}."$id"` };
}
