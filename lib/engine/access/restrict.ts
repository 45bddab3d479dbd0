import type { CatalogTable } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";

/** What a caller's rules demand of a row. */
export interface Rule {
  /** The relations that the condition's sub-selects read: `"members" as not materialized (…), …`. */
  readonly relations: readonly Sql[];
  /** Over a relation with the table's name and all its columns. Null is no. */
  readonly condition: Sql;
}

/**
 * `hard`: no condition of the statement around it is evaluated on a row that the rule hides, which its errors could
 * otherwise betray (`1 / (salary - 5000)`). `soft`: conditions may be mixed, so that an index serves them: only where
 * those that can be added compare, and cannot raise.
 */
export type Barrier = "hard" | "soft";

/**
 * The rows of a SELECT that satisfy a rule.
 *
 * @param inner gives the table's columns under their own names.
 */
export function restrictedSelect(
  table: CatalogTable,
  inner: Sql,
  { rule, columns, barrier }: { readonly rule: Rule; readonly columns: Sql; readonly barrier: Barrier },
): Sql {
  const relations = rule.relations.length === 0 ? sql`` : sql`with ${join(rule.relations)} `;
  // Postgres moves no condition into a query with OFFSET, not even a leakproof one.
  const end = barrier === "hard" ? keyword(" offset 0") : sql``;
  return sql`${relations}select ${columns} from (${inner}) as ${ident(table.definition.name)} where ${rule.condition}${end}`;
}

/** The rule as one expression that stands by itself. */
export function ruleExpression(rule: Rule): Sql {
  if (rule.relations.length === 0) return rule.condition;
  return sql`(with ${join(rule.relations)} select ${rule.condition})`;
}
