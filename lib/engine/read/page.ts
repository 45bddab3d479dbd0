import type { CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { storedColumn } from "../column-sql.ts";
import { afterCursor } from "./cursor.ts";
import type { IndexOrder } from "./index-order.ts";
import type { Way } from "./known-ways.ts";
import { isReversed, notNull, type OrderedKey, orderBy } from "./order.ts";

export interface PageRequest {
  readonly columns: readonly Column[];
  /** Further parts of stored rows that are asked for. */
  readonly stored?: readonly string[];
  /** What stands for `project_data`: those of its rows that the caller may see. */
  readonly source?: Sql;
  readonly keys: readonly OrderedKey[];
  readonly limit: number;
  readonly offset: number;
  readonly cursor: readonly (string | null)[] | null;
  /** The rows to choose from, as `d`. */
  readonly condition: Sql;
  /** Set when an index can find the rows by a value: */
  readonly anchor: {
    /** the rows with the value, as the index finds them; */
    readonly some: Sql;
    /** the whole condition again, where that index is of no use. */
    readonly tested: Sql;
  } | null;
  /** Set when an index over several columns serves the whole: its conditions are all that the rows must meet. */
  readonly indexOrder: IndexOrder | null;
  /** How the rows of the anchor come into the order; see `hasWays`. Default: as the statement itself finds out. */
  readonly way?: Way;
  /** Whether nobody asks what is behind the page; else one row more is fetched, where there is one. */
  readonly isLast?: boolean;
}

/**
 * The WITH query `page`: the parts of stored rows that the columns are read from, in order; one row more than asked for
 * where there is one, unless `isLast`. A key's value is `sort_0`, `sort_1`, ….
 */
export function pageQuery(table: CatalogTable, request: PageRequest): Sql {
  if (request.indexOrder !== null) return indexPage(table, request, request.indexOrder);
  const parts = partsOf(request);
  const [only] = parts;
  if (only === undefined || parts.length > 1) return partedPage(table, request, parts);
  if (request.anchor !== null && isInIndexOrder(request))
    return anchoredPage(table, request, only, request.anchor);
  return sql`page as materialized (${partQuery(table, request, only)} ${slice(request)})`;
}

/** Whether there are several ways to the rows of a page: `isMany` then is what decides between them. */
export function hasWays(request: PageRequest): boolean {
  if (request.anchor === null || request.indexOrder !== null) return false;
  return isInIndexOrder(request) && partsOf(request).length === 1;
}

/** What a page that was read by counting has counted. */
export const isMany = sql`(select is_many from sampled)`;

/** Rows that one index can bring in order: those with a value of the first key, or those without. */
interface Part {
  readonly keys: readonly OrderedKey[];
  readonly conditions: readonly Sql[];
  /** The same where the index of the first key is followed in any case. */
  readonly followed?: readonly Sql[];
  /** The same for rows that another index finds. */
  readonly unordered?: readonly Sql[];
}

function partsOf({ keys, cursor }: PageRequest): readonly Part[] {
  const [first, ...rest] = keys;
  const reversed = isReversed(keys);
  const after = (some: readonly OrderedKey[], seen: readonly (string | null)[] | null) =>
    seen === null ? [] : [afterCursor(some, seen, reversed)];
  if (first === undefined || !first.isIndexed) return [{ keys, conditions: after(keys, cursor) }];
  // An index has no entry for nulls, and serves an order only of a statement that leaves them out.
  const present = [{ ...first, isNullable: false }, ...rest];
  const isPresent = notNull(first.value);
  if (!first.isNullable) {
    const seen = after(present, cursor);
    // Implied by the index, hence asked of no row; but by it the planner takes the table to have as many nulls as all have.
    const followed = [sql`${first.value} is not null`, ...seen];
    return [{ keys: present, conditions: [isPresent, ...seen], followed, unordered: seen }];
  }
  const isAbsent = sql`${first.value} is null`;
  const lastWasNull = cursor !== null && cursor.length > 1 && cursor[0] === null;
  const absentSeen = lastWasNull ? cursor.slice(1) : null;
  const presentPart = {
    keys: present,
    conditions: [isPresent, ...after(present, lastWasNull ? null : cursor)],
  };
  const absentPart = { keys: rest, conditions: [isAbsent, ...after(rest, absentSeen)] };
  if (first.nullsFirst) return cursor === null || lastWasNull ? [absentPart, presentPart] : [presentPart];
  return lastWasNull ? [absentPart] : [presentPart, absentPart];
}

function indexPage(table: CatalogTable, request: PageRequest, order: IndexOrder): Sql {
  const { keys, cursor } = request;
  const after = cursor === null ? [] : [order.after(cursor)];
  const rows = selectPart(
    table,
    { ...request, condition: join([...order.conditions, ...after], " and ") },
    { keys, conditions: [] },
  );
  return sql`page as materialized (${rows}
  order by ${order.orderBy} ${slice(request)})`;
}

/** By the storage id alone, or by a key that has an index. */
function isInIndexOrder({ keys: [first] }: PageRequest): boolean {
  return first === undefined || first.isIndexed;
}

/**
 * Rows with a value, in the order of something else: either the index of the order is followed until enough of them have
 * come by, or the index of the value finds them all and they are sorted. Which one is right depends on how many there
 * are, and the planner cannot know it, whose statistics are of all tenants. Who knows says it; else the statement counts them
 * first, as far as it matters, and of the two ways one is never begun.
 */
function anchoredPage(
  table: CatalogTable,
  request: PageRequest,
  part: Part,
  { some, tested }: NonNullable<PageRequest["anchor"]>,
): Sql {
  const { way = "counted", source = keyword("rowhouse.project_data") } = request;
  const limit = slice(request);
  const gated = (gate: Sql, condition: Sql) =>
    way === "counted" ? join([gate, condition], " and ") : condition;
  const followed = partQuery(
    table,
    { ...request, condition: gated(isMany, tested) },
    { ...part, conditions: part.followed ?? part.conditions },
  );
  const found = selectPart(
    table,
    { ...request, condition: gated(sql`not ${isMany}`, request.condition) },
    // Nothing that the index of the order could be taken for.
    { ...part, conditions: part.unordered ?? part.conditions },
  );
  const order = [
    ...request.keys.map((key, index) => orderBy(key, sql`${ident(`sort_${index}`)}`)),
    sql`id ${keyword(isReversed(request.keys) ? "desc" : "asc")}`,
  ];
  const sorted = sql`select * from (${found} offset 0) as found order by ${join(order)}`;
  if (way !== "counted")
    return sql`page as materialized (${way === "followed" ? followed : sorted} ${limit})`;
  return sql`sampled as materialized (
  select exists (select from ${source} as d where ${some} offset ${whole(fewRows(request))}) as is_many
), page as materialized (
  (${followed} ${limit})
  union all
  (${sorted} ${limit})
)`;
}

/** Up to how many rows with a value are sorted, for a page that ends at some row: more are followed in order. */
function fewRows({ limit, offset }: PageRequest): number {
  return Math.min(100 + 2 * (limit + 1 + offset), 10_000);
}

function partQuery(table: CatalogTable, request: PageRequest, part: Part): Sql {
  const direction = keyword(isReversed(request.keys) ? "desc" : "asc");
  return sql`${selectPart(table, request, part)}
  order by ${join([...part.keys.map((key) => orderBy(key)), sql`d.id ${direction}`])}`;
}

function selectPart(table: CatalogTable, request: PageRequest, part: Part): Sql {
  const { columns, keys, condition, source = keyword("rowhouse.project_data") } = request;
  const names = new Set([
    "id",
    ...columns.map((column) => storedColumn(table, column)),
    ...(request.stored ?? []),
  ]);
  const stored = [...names].map((name) => sql`d.${ident(name)}`);
  const sort = keys.map(({ value }, index) => sql`${value} as ${ident(`sort_${index}`)}`);
  return sql`
  select ${join([...stored, ...sort])}
  from ${source} as d
  where ${join([condition, ...part.conditions], " and ")}`;
}

/** The second part is looked for only when the first does not fill the page. */
function partedPage(table: CatalogTable, request: PageRequest, parts: readonly Part[]): Sql {
  const { keys } = request;
  const rows = rowsOf(request) + request.offset;
  const queries = parts.map((part, index) => {
    const gate = index === 0 ? [] : [sql`(select count(*) from page_0) < ${whole(rows)}`];
    const gated = { ...part, conditions: [...part.conditions, ...gate] };
    return sql`${ident(`page_${index}`)} as materialized (${partQuery(table, request, gated)} limit ${whole(rows)})`;
  });
  const union = join(
    parts.map((_, index) => sql`select *, ${keyword(String(index))} as part from ${ident(`page_${index}`)}`),
    " union all ",
  );
  const order = [
    sql`part`,
    ...keys.map((key, index) => orderBy(key, sql`${ident(`sort_${index}`)}`)),
    sql`id ${keyword(isReversed(keys) ? "desc" : "asc")}`,
  ];
  return sql`${join(queries)}, page as materialized (
  select * from (${union}) as parts order by ${join(order)} ${slice(request)}
)`;
}

/** Literals: a plan made for any limit whatever would fetch a tenth of the table and sort it. */
function slice(request: PageRequest): Sql {
  const { offset } = request;
  const limit = whole(rowsOf(request));
  return offset === 0 ? sql`limit ${limit}` : sql`limit ${limit} offset ${whole(offset)}`;
}

const rowsOf = ({ limit, isLast = false }: PageRequest) => (isLast ? limit : limit + 1);

/** @throws {RangeError} if it is no whole number: the doors check what clients send, this is the last line. */
export function whole(value: number): Sql {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError("not a whole number");
  return keyword(String(value));
}
