import { isTextLike, primaryKey } from "../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column } from "../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../sql/sql.ts";
import { columnValue, orderValue, readableColumns, storageOf } from "./column-sql.ts";
import { afterCursor } from "./cursor.ts";
import type { Filter } from "./filter.ts";
import type { OrderedKey, SortKey } from "./order.ts";
import { predicate } from "./predicate.ts";
import { ofTable } from "./relation.ts";

export interface ListRequest {
  readonly columns: readonly Column[];
  readonly filter: Filter | null;
  /** Finds rows where any text column holds it, whatever the case. */
  readonly search: string | null;
  readonly sort: readonly SortKey[];
  readonly limit: number;
  readonly offset: number;
  /** The sort key of the last row seen, one text (or null) per key and the storage id at the end. */
  readonly cursor: readonly (string | null)[] | null;
}

/**
 * A page of records, built as JSON by Postgres.
 *
 * @returns one row: `records`, the text of a JSON array; `last_key`, the cursor of the last record, null on the last page.
 */
export function listStatement(catalog: Catalog, table: CatalogTable, request: ListRequest): Sql {
  const keys = request.sort.map((key) => ({ ...key, ...orderValue(table, key.column, "d") }));
  const order = join([...keys.map(orderBy), sql`d.id ${keyword(isReversed(request.sort) ? "desc" : "asc")}`]);
  const sortColumns = keys.map(({ value }, index) => sql`, (${value})::text as ${ident(`sort_${index}`)}`);
  const cursor = request.cursor === null ? [] : [afterCursor(keys, request.cursor, isReversed(request.sort))];
  return sql`
with page as materialized (
  select d.*${join(sortColumns, "")}
  from rowhouse.project_data as d
  where ${join([condition(catalog, table, request), ...requiredSlots(table, request.sort), ...cursor], " and ")}
  order by ${order}
  limit ${request.limit + 1} offset ${request.offset}
)
select
  coalesce((select json_agg(row_to_json(record.*)) from (
    select ${selected(table, request.columns)} from page limit ${request.limit}
  ) as record), '[]')::text as records,
  case when (select count(*) from page) > ${request.limit} then (
    select json_build_array(${join([...keys.map((_, index) => sql`page.${ident(`sort_${index}`)}`), sql`page.id`])})
    from page limit 1 offset ${Math.max(0, request.limit - 1)}
  ) end as last_key`;
}

/** How many rows the request's conditions find, at most `max` of them counted. */
export function countStatement(
  catalog: Catalog,
  table: CatalogTable,
  request: Pick<ListRequest, "filter" | "search">,
  max?: number,
): Sql {
  const rows = sql`select from rowhouse.project_data as d where ${condition(catalog, table, request)}`;
  return sql`select count(*)::int8 as count from (${rows}${max === undefined ? sql`` : sql` limit ${max}`}) as counted`;
}

function condition(
  catalog: Catalog,
  table: CatalogTable,
  request: Pick<ListRequest, "filter" | "search">,
): Sql {
  const parts = [ofTable(catalog, table, "d")];
  if (request.filter !== null) parts.push(predicate(catalog, table, request.filter, "d"));
  if (request.search !== null) parts.push(searchCondition(table, request.search));
  return join(parts, " and ");
}

function searchCondition(table: CatalogTable, search: string): Sql {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const tests = readableColumns(table)
    .filter(
      ({ type }) =>
        isTextLike(type) ||
        type === "integer" ||
        type === "bigint" ||
        type === "number" ||
        type === "numeric",
    )
    .map((column) => sql`${columnValue(table, column, "d")}::text ilike ${pattern}`);
  return tests.length === 0 ? keyword("false") : sql`(${join(tests, " or ")})`;
}

/** A partial index serves an order only when the statement says that its slot is not null, which a required column's never is. */
function requiredSlots(table: CatalogTable, sort: readonly SortKey[]): Sql[] {
  return sort.slice(0, 1).flatMap(({ column }) => {
    const { index, unique } = storageOf(table, column.name);
    const slot = unique ?? index;
    return column.required === true && slot !== undefined ? [sql`d.${ident(slot)} is not null`] : [];
  });
}

function orderBy(key: OrderedKey): Sql {
  const direction = keyword(key.isDescending ? "desc" : "asc");
  // Postgres's default order of nulls is left unsaid, since only then an index of that direction fits.
  const isDefault = key.nullsFirst === key.isDescending;
  return sql`${key.value} ${direction}${isDefault ? sql`` : keyword(key.nullsFirst ? " nulls first" : " nulls last")}`;
}

/** Ties are broken in the direction of the first key, so that turning the order around turns the whole list around. */
function isReversed(sort: readonly SortKey[]): boolean {
  return sort[0]?.isDescending ?? false;
}

function selected(table: CatalogTable, columns: readonly Column[]): Sql {
  return join(columns.map((column) => sql`${columnValue(table, column, "page")} as ${ident(column.name)}`));
}

/** The columns of the order when the request gives none: the key, which is the order of creation for a generated one. */
export function defaultSort(table: CatalogTable): readonly SortKey[] {
  const key = primaryKey(table.definition);
  return readableColumns(table)
    .filter(({ name }) => key.includes(name) && storageOf(table, name).place !== "id")
    .map((column) => ({ column, isDescending: false, nullsFirst: false }));
}
