import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, keyword, type Sql, sql } from "../../sql/sql.ts";
import { postgresType } from "../column-sql.ts";
import { uuidLiteral } from "../relation.ts";
import type { QueryName } from "./request.ts";

/** What a source gives for a column. */
export interface Given {
  /** Whether a row has a value, where the default is not meant. Null: every row has. */
  readonly isGiven: Sql | null;
  readonly value: Sql;
}

/**
 * Takes as many numbers as rows ask for, in one row of `project_sequences` per table. As in Postgres, values that are
 * given do not move the count.
 *
 * @param given null if the source does not speak of the column: every row asks.
 */
export function identityQueries(
  catalog: Catalog,
  table: CatalogTable,
  given: Given | null,
  name: QueryName,
): readonly Sql[] {
  const wanted = ident(name("wanted"));
  return [
    sql`${wanted} as materialized (select count(*) filter (where ${isMissing(given)}) as missing from ${ident(name("input"))} as input)`,
    sql`${ident(name("numbers"))} as (
  insert into rowhouse.project_sequences as sequence (project_id, table_id, last_value)
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, wanted.missing from ${wanted} as wanted where wanted.missing > 0
  on conflict (project_id, table_id) do update set last_value = sequence.last_value + excluded.last_value
  returning last_value - (select missing from ${wanted}) as before_first
)`,
  ];
}

/** The number of a row that asks for one: rows are counted in their order. */
export function nextNumber(column: Column, given: Given | null, name: QueryName): Sql {
  const place =
    given?.isGiven == null
      ? sql`input."$ordinal"`
      : sql`count(*) filter (where ${isMissing(given)}) over (order by input."$ordinal")`;
  return sql`((select before_first from ${ident(name("numbers"))}) + ${place})::${postgresType(column)}`;
}

function isMissing(given: Given | null): Sql {
  if (given === null) return keyword("true");
  return given.isGiven === null ? keyword("false") : sql`not (${given.isGiven})`;
}
