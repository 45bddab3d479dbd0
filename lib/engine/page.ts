import type { CatalogTable, Column } from "../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../sql/sql.ts";
import { storedColumn } from "./column-sql.ts";
import { afterCursor } from "./cursor.ts";
import { isReversed, notNull, type OrderedKey, orderBy } from "./order.ts";

export interface PageRequest {
  readonly columns: readonly Column[];
  readonly keys: readonly OrderedKey[];
  readonly limit: number;
  readonly offset: number;
  readonly cursor: readonly (string | null)[] | null;
  /** The rows to choose from, as `d`. */
  readonly condition: Sql;
}

/**
 * The WITH query `page`: the parts of stored rows that the columns are read from, in order; one row more than asked for
 * where there is one. A key's value is `sort_0`, `sort_1`, ….
 */
export function pageQuery(table: CatalogTable, request: PageRequest): Sql {
  const { limit, offset } = request;
  const parts = partsOf(request);
  const [only] = parts;
  if (only !== undefined && parts.length === 1)
    return sql`page as materialized (${partQuery(table, request, only)} ${slice(limit + 1, offset)})`;
  return partedPage(table, request, parts);
}

/** Rows that one index can bring in order: those with a value of the first key, or those without. */
interface Part {
  readonly keys: readonly OrderedKey[];
  readonly conditions: readonly Sql[];
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
  if (!first.isNullable) return [{ keys: present, conditions: [isPresent, ...after(present, cursor)] }];
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

function partQuery(table: CatalogTable, { columns, keys, condition }: PageRequest, part: Part): Sql {
  const direction = keyword(isReversed(keys) ? "desc" : "asc");
  const names = new Set(["id", ...columns.map((column) => storedColumn(table, column))]);
  const stored = [...names].map((name) => sql`d.${ident(name)}`);
  const sort = keys.map(({ value }, index) => sql`${value} as ${ident(`sort_${index}`)}`);
  return sql`
  select ${join([...stored, ...sort])}
  from rowhouse.project_data as d
  where ${join([condition, ...part.conditions], " and ")}
  order by ${join([...part.keys.map((key) => orderBy(key)), sql`d.id ${direction}`])}`;
}

/** The second part is looked for only when the first does not fill the page. */
function partedPage(table: CatalogTable, request: PageRequest, parts: readonly Part[]): Sql {
  const { keys, limit, offset } = request;
  const rows = limit + 1 + offset;
  const queries = parts.map((part, index) => {
    const gate = index === 0 ? [] : [sql`(select count(*) from page_0) < ${whole(rows)}`];
    const gated = { ...part, conditions: [...part.conditions, ...gate] };
    return sql`${ident(`page_${index}`)} as materialized (${partQuery(table, request, gated)} ${slice(rows, 0)})`;
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
  select * from (${union}) as parts order by ${join(order)} ${slice(limit + 1, offset)}
)`;
}

/** Literals: a plan made for any limit whatever would fetch a tenth of the table and sort it. */
function slice(limit: number, offset: number): Sql {
  return offset === 0 ? sql`limit ${whole(limit)}` : sql`limit ${whole(limit)} offset ${whole(offset)}`;
}

/** @throws {RangeError} if it is no whole number: the doors check what clients send, this is the last line. */
export function whole(value: number): Sql {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError("not a whole number");
  return keyword(String(value));
}
