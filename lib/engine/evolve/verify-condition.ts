import type { BoundExpression } from "../../catalog/bound-expression.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { withCallsMade } from "../embedded-calls.ts";
import { relationSelect } from "../relation.ts";
import { callsWithin } from "../stored-view.ts";

/**
 * A statement that fails as Postgres words it unless the condition's names and types fit the definitions. It reads no
 * row, and needs none of the tables to be stored yet.
 */
export function verifyCondition(
  catalog: Catalog,
  table: CatalogTable,
  { text, tables, calls }: BoundExpression,
): Sql {
  const read = catalog.tables.filter(({ definition }) => tables.includes(definition.name));
  const relations = read.map(
    (other) => sql`${ident(other.definition.name)} as not materialized (${relationSelect(catalog, other)})`,
  );
  const opening = relations.length === 0 ? sql`` : sql`with ${join(relations)} `;
  // Guarded and parsed as one expression; the line break ends a comment that it may end in.
  const condition = keyword(`(${withCallsMade(text, calls, callsWithin(catalog, relationSelect))}\n)`);
  return sql`${opening}select from (${relationSelect(catalog, table)}) as ${ident(table.definition.name)} where ${condition} limit 0`;
}
