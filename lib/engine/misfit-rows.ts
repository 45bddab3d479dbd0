import { primaryKey } from "../catalog/column-facts.ts";
import { join, keyword, type Sql, sql } from "../sql/sql.ts";
import type { TableVersion } from "./column-pairs.ts";
import { columnValue } from "./column-sql.ts";
import { ofTable } from "./relation.ts";

/** The rows of a table that a condition over `d` finds. @returns a SELECT of `id` and `value`. */
export function rowsWhere({ catalog, table }: TableVersion, condition: Sql, value: Sql): Sql {
  return sql`select d.id, ${value} as value from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and ${condition}`;
}

/** The rows that share their values with another. @returns a SELECT of `id` and `value`. */
export function repeatedRows(of: TableVersion, condition: Sql, values: readonly Sql[]): Sql {
  const text = sql`concat_ws(', ', ${join(values.map((value) => sql`(${value})::text`))})`;
  const same = sql`count(*) over (partition by ${join(values)})`;
  return sql`select id, value from (${rowsWhere(of, condition, sql`${text} as value, ${same}`)}) as same (id, value, count) where count > 1`;
}

/**
 * The first of the rows, for a person to find them.
 *
 * @returns a scalar sub-select: a JSON array of `{key, value}`; `key` as in a URL, null where the table has none.
 */
export function listedRows({ catalog, table }: TableVersion, rows: Sql, max: number): Sql {
  const key = table.definition.columns
    .filter(({ name }) => primaryKey(table.definition).includes(name))
    .map((column) => columnValue(table, column, "d"));
  const text =
    key.length === 0
      ? keyword("null::text")
      : key.length === 1
        ? sql`(${key[0] ?? keyword("null")})::text`
        : sql`json_build_array(${join(key)})::text`;
  return sql`(select json_agg(json_build_object('key', ${text}, 'value', left(bad.value, 200)))
    from (${rows} limit ${max}) as bad join rowhouse.project_data as d on ${ofTable(catalog, table, "d")} and d.id = bad.id)`;
}
