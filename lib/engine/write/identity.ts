import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType, storageOf } from "../column-sql.ts";
import { ofTable, uuidLiteral } from "../relation.ts";
import type { QueryName } from "./request.ts";

/** What a source gives for a column. */
export interface Given {
  /** Whether a row has a value, where the default is not meant. Null: every row has. */
  readonly isGiven: Sql | null;
  /** `value` is null where it is not given. */
  readonly isNullElse?: true;
  readonly value: Sql;
}

/**
 * Takes as many numbers as rows ask for, in one row of `project_sequences` per table. As in Postgres, values that are
 * given do not move the count. But the count goes back with a transaction that fails, so that a number which is taken
 * would be met again and again: then it goes on behind the highest.
 *
 * @param given null if the source does not speak of the column: every row asks.
 */
export function identityQueries(
  catalog: Catalog,
  table: CatalogTable,
  { column, given, name }: { column: Column; given: Given | null; name: QueryName },
): readonly Sql[] {
  const wanted = ident(name("wanted"));
  const missing = sql`(select missing from ${wanted})`;
  const start = (last: Sql) => firstFree(catalog, table, { column, given, name, last });
  return [
    sql`${wanted} as materialized (select count(*) filter (where ${isMissing(given)}) as missing from ${ident(name("input"))} as input)`,
    sql`${ident(name("numbers"))} as (
  insert into rowhouse.project_sequences as sequence (project_id, table_id, last_value)
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, ${start(keyword("0"))} + wanted.missing from ${wanted} as wanted where wanted.missing > 0
  on conflict (project_id, table_id) do update set last_value = ${start(keyword("sequence.last_value"))} + ${missing}
  returning last_value - ${missing} as before_first
)`,
  ];
}

interface Counting {
  readonly column: Column;
  readonly given: Given | null;
  readonly name: QueryName;
  /** The last number given so far. */
  readonly last: Sql;
}

/** The number before the next ones: the last, or the highest there is when one of them is taken. */
function firstFree(catalog: Catalog, table: CatalogTable, counting: Counting): Sql {
  const { column, given, name, last } = counting;
  const { unique, index } = storageOf(table, column.name);
  // Without a key no number is taken.
  if (unique === undefined) return last;
  const rows = sql`from rowhouse.project_data as d where ${ofTable(catalog, table, "d")}`;
  const missing = sql`(select missing from ${ident(name("wanted"))})`;
  const isStored =
    index === undefined
      ? sql`exists (select ${rows} and d.${ident(unique)} = any (array(select (${last} + n)::text from generate_series(1, ${missing}) as n)))`
      : // In the order of the index: nothing else finds the next one, however few rows the planner expects.
        sql`coalesce((select d.${ident(index)} ${rows} and d.${ident(index)} > ${last} order by d.${ident(index)} limit 1) <= ${last} + ${missing}, false)`;
  const input = sql`from ${ident(name("input"))} as input`;
  const isInInput =
    given === null
      ? sql``
      : sql` or exists (select ${input} where (${given.value}) between ${last} + 1 and ${last} + ${missing})`;
  const highest = [
    sql`(select max(${columnValue(table, column, "d")}) ${rows})`,
    ...(given === null ? [] : [sql`(select max(${given.value}) ${input})`]),
  ];
  return sql`(case when ${isStored}${isInInput}
    then greatest(${join(highest)}, ${last}) else ${last} end)`;
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
