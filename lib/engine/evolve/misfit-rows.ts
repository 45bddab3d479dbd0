import { primaryKey } from "../../catalog/column-facts.ts";
import { join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { ofTable } from "../relation.ts";
import type { TableVersion } from "./column-pairs.ts";

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
 * Some of the rows, for a person to find them: those that share their values beside one another, the oldest first. Which of
 * many they are is left open: to order all of them would take long where nearly all are wrong.
 *
 * @returns a scalar sub-select: a JSON array of `{key, value}`; `key` as in a URL, null where the table has none.
 */
export function listedRows(
  { catalog, table }: TableVersion,
  { rows, kind }: { readonly rows: Sql; readonly kind: string },
  max: number,
): Sql {
  const key = table.definition.columns
    .filter(({ name }) => primaryKey(table.definition).includes(name))
    .map((column) => columnValue(table, column, "d"));
  const text =
    key.length === 0
      ? keyword("null::text")
      : key.length === 1
        ? sql`(${key[0] ?? keyword("null")})::text`
        : sql`json_build_array(${join(key)})::text`;
  const order = keyword(kind === "duplicate" ? "value, created_at, id" : "created_at, id");
  // Each by itself, by its id: the planner knows of neither how many they are.
  return sql`(select json_agg(json_build_object('key', key, 'value', left(value, 200)) order by ${order}) from (
    select bad.value, own.* from (${rows} limit ${max}) as bad cross join lateral (
      select ${text} as key, d.created_at, d.id from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and d.id = bad.id limit 1
    ) as own offset 0) as listed)`;
}
