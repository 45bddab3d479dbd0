import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { compile, ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, isPlainText, readableColumns, storageOf } from "../column-sql.ts";
import { ofTable } from "../relation.ts";
import type { Filter } from "./filter.ts";
import { indexOrder } from "./index-order.ts";
import { KnownWays, type Way } from "./known-ways.ts";
import { orderBy, orderedKey, type SortKey } from "./order.ts";
import { hasWays, isMany, type PageRequest, pageQuery, whole } from "./page.ts";
import { anchorOf, predicate } from "./predicate.ts";
import { searchCondition } from "./search.ts";

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
  /** Longer texts and documents are answered by their first so many characters. Default: whole. */
  readonly cut?: number | null;
}

/** What a list answers: one row. */
export interface ListRow {
  /** The text of a JSON array. */
  readonly records: string;
  /** The cursor of the last record; null on the last page. */
  readonly last_key: readonly (string | null)[] | null;
  /** The text of a JSON object: the columns that were cut, by the record's place. */
  readonly cut: string | null;
  /** What was counted; null where there was nothing to count. */
  readonly is_many: boolean | null;
}

/** A page of records, built as JSON by Postgres: one `ListRow`. */
export function listStatement(
  catalog: Catalog,
  table: CatalogTable,
  request: ListRequest,
  way: Way = "counted",
): Sql {
  const { columns, limit } = request;
  const keys = request.sort.map((key) => orderedKey(table, key, "d"));
  const page: PageRequest = {
    ...request,
    keys,
    condition: listCondition(catalog, table, request),
    anchor: anchored(catalog, table, request),
    indexOrder: searchedOrder(catalog, table, request),
    way,
  };
  const counted = way === "counted" && hasWays(page) ? isMany : sql`null::boolean`;
  const lastKey = keys.map((_, index) => sql`(page.${ident(`sort_${index}`)})::text`);
  return sql`
with ${pageQuery(table, page)}
select
  coalesce((select json_agg(row_to_json(record.*)) from (
    select ${selected(table, columns, request.cut ?? null)} from page limit ${whole(limit)}
  ) as record), '[]')::text as records,
  ${cutColumns(table, request)} as cut,
  case when exists (select from page offset ${whole(limit)}) then (
    select array[${join([...lastKey, sql`page.id::text`])}]
    from page limit 1 offset ${whole(Math.max(0, limit - 1))}
  ) end as last_key,
  ${counted} as is_many`;
}

/** A list of which it may be known whether it has to count. */
export interface KnownList {
  readonly statement: Sql;
  /** Tells the answer to those who ask for the same next. */
  learn(row: ListRow): void;
}

/** By table, which is another object after each change of the definitions. */
const knownWays = new WeakMap<CatalogTable, KnownWays>();

/** As `listStatement`, by the way that the same list has lately been found to be the shortest. */
export function knownList(catalog: Catalog, table: CatalogTable, request: ListRequest): KnownList {
  const statement = listStatement(catalog, table, request);
  const known = knownWays.get(table) ?? new KnownWays();
  knownWays.set(table, known);
  const { text, values } = compile(statement);
  const asked = JSON.stringify([text, values]);
  const way = known.wayTo(asked);
  return {
    statement: way === "counted" ? statement : listStatement(catalog, table, request, way),
    learn({ is_many: isMany, last_key: lastKey }) {
      if (isMany !== null) known.counted(asked, isMany);
      else if (way === "followed" && lastKey === null) known.forget(asked);
    },
  };
}

/** All rows that the request's conditions find, in its order, with its columns under their names. */
export function selectionStatement(
  catalog: Catalog,
  table: CatalogTable,
  { columns, sort, ...request }: Pick<ListRequest, "columns" | "filter" | "search" | "sort">,
): Sql {
  const keys = sort.map((key) => orderBy(orderedKey(table, key, "d")));
  const order = keys.length === 0 ? sql`` : sql` order by ${join(keys)}`;
  const values = columns.map((column) => sql`${columnValue(table, column, "d")} as ${ident(column.name)}`);
  return sql`select ${join(values)} from rowhouse.project_data as d where ${listCondition(catalog, table, request)}${order}`;
}

/** How many rows the request's conditions find, at most `max` of them counted. */
export function countStatement(
  catalog: Catalog,
  table: CatalogTable,
  request: Pick<ListRequest, "filter" | "search">,
  max?: number,
): Sql {
  const rows = matchingRows(catalog, table, request);
  return sql`select count(*)::int8 as count from (${rows}${max === undefined ? sql`` : sql` limit ${whole(max)}`}) as counted`;
}

function matchingRows(
  catalog: Catalog,
  table: CatalogTable,
  request: Pick<ListRequest, "filter" | "search">,
): Sql {
  return sql`select from rowhouse.project_data as d where ${listCondition(catalog, table, request)}`;
}

/** What a row must be like to be in the list. */
export function listCondition(
  catalog: Catalog,
  table: CatalogTable,
  request: Pick<ListRequest, "filter" | "search">,
): Sql {
  const parts = [ofTable(catalog, table, "d")];
  if (request.filter !== null) parts.push(predicate(catalog, table, request.filter, "d"));
  if (request.search !== null) parts.push(searchCondition(table, request.search, "d"));
  return join(parts, " and ");
}

function searchedOrder(
  catalog: Catalog,
  table: CatalogTable,
  request: ListRequest,
): PageRequest["indexOrder"] {
  const order = indexOrder(catalog, table, request, "d");
  if (order === null) return null;
  const searched = request.search === null ? [] : [searchCondition(table, request.search, "d")];
  return { ...order, conditions: [ofTable(catalog, table, "d"), ...order.conditions, ...searched] };
}

function anchored(
  catalog: Catalog,
  table: CatalogTable,
  { filter, search }: ListRequest,
): PageRequest["anchor"] {
  const anchor = filter === null ? null : anchorOf(catalog, table, filter, "d");
  if (anchor === null) return null;
  const searched = search === null ? [] : [searchCondition(table, search, "d")];
  const all = (test: Sql, others: readonly Sql[]) =>
    join([ofTable(catalog, table, "d"), test, ...others], " and ");
  return {
    some: all(anchor.found, []),
    tested: all(anchor.tested, [...anchor.others, ...searched]),
  };
}

function selected(table: CatalogTable, columns: readonly Column[], cut: number | null): Sql {
  return join(
    columns.map((column) => {
      const value = columnValue(table, column, "page");
      const shown = cut !== null && isLong(column) ? cutValue(column, value, cut) : value;
      return sql`${shown} as ${ident(column.name)}`;
    }),
  );
}

/** Whether values of the column may be of any length. A key has to come whole: it is what the row is known by. */
function isLong(column: Column): boolean {
  const isDocument = column.type === "jsonb" && column.sql_type === undefined;
  return (
    (isDocument || isPlainText(column)) && column.primary_key !== true && column.references === undefined
  );
}

/** A document that is too long becomes a text of its beginning. */
function cutValue(column: Column, value: Sql, cut: number): Sql {
  const text = sql`(${value})::text`;
  const start = sql`left(${text}, ${whole(cut)})`;
  const short = column.type === "jsonb" ? sql`to_jsonb(${start})` : start;
  return sql`case when length(${text}) > ${whole(cut)} then ${short} else ${value} end`;
}

function cutColumns(table: CatalogTable, { columns, cut = null, limit }: ListRequest): Sql {
  const long = cut === null ? [] : columns.filter(isLong);
  if (cut === null || long.length === 0) return sql`null`;
  const names = long.map((column) => {
    const text = sql`(${columnValue(table, column, "page")})::text`;
    return sql`case when length(${text}) > ${whole(cut)} then ${literal(column.name)} end`;
  });
  return sql`(select json_object_agg(place, names)::text from (
    select row_number() over () - 1 as place, array_remove(array[${join(names)}], null) as names
      from (select * from page limit ${whole(limit)}) as page
  ) as long where cardinality(names) > 0)`;
}

/** The columns of the order when the request gives none: the key, which is the order of creation for a generated one. */
export function defaultSort(table: CatalogTable): readonly SortKey[] {
  const key = primaryKey(table.definition);
  return readableColumns(table)
    .filter(({ name }) => key.includes(name) && storageOf(table, name).place !== "id")
    .map((column) => ({ column, isDescending: false, nullsFirst: false }));
}
