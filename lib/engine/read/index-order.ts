import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { bareType, isEnum } from "../column-sql.ts";
import { type KeyIndex, type KeyPart, keyIndexes, keyPart } from "../index-key.ts";
import { type Filter, invalid } from "./filter.ts";
import { isReversed, notNull, type SortKey } from "./order.ts";
import { equalityValue, predicate } from "./predicate.ts";

/** A filter and an order that one index over several columns serves together. */
export interface IndexOrder {
  /** What of the filter the index does not answer, and what it does: conditions over the row. */
  readonly conditions: readonly Sql[];
  readonly orderBy: Sql;
  /** The rows after one, by its cursor. */
  after(cursor: readonly (string | null)[]): Sql;
}

/**
 * The index whose first columns the filter gives values for, and whose next ones are the order: its rows then come one
 * behind the other. Null if there is none.
 */
export function indexOrder(
  catalog: Catalog,
  table: CatalogTable,
  { filter, sort }: { readonly filter: Filter | null; readonly sort: readonly SortKey[] },
  row: string,
): IndexOrder | null {
  const parts = filter === null ? [] : filter.kind === "and" ? filter.filters : [filter];
  for (const index of keyIndexes(table)) {
    const fixed = fixedParts(index, parts);
    const isBackward = direction(index.parts.slice(fixed.length), sort);
    if (isBackward === null) continue;
    const others = parts.filter((part) => !fixed.some(({ filter: used }) => used === part));
    const conditions = others.map((part) => predicate(catalog, table, part, row));
    return orderOf(index, fixed, sort, { row, isBackward }, conditions);
  }
  return null;
}

interface FixedPart {
  readonly part: KeyPart;
  readonly filter: Filter;
  readonly value: Sql;
}

/** The index's first parts that the filter asks one value of. */
function fixedParts({ parts }: KeyIndex, filters: readonly Filter[]): readonly FixedPart[] {
  const fixed: FixedPart[] = [];
  for (const part of parts) {
    const filter = filters.find(
      (one) => one.kind === "test" && one.column === part.column && one.operator === "eq",
    );
    const value = filter === undefined ? null : equalityValue(filter);
    if (filter === undefined || value === null) break;
    fixed.push({ part, filter, value });
  }
  return fixed;
}

/** Whether the order is the index's from its end; null if it is neither that nor the index's own. */
function direction(parts: readonly KeyPart[], sort: readonly SortKey[]): boolean | null {
  // Exactly these: columns of the index behind them would order what the id has to order.
  if (sort.length === 0 || sort.length !== parts.length) return null;
  const isBackward = sort[0]?.isDescending !== parts[0]?.isDescending;
  const fits = sort.every((key, index) => {
    const part = parts[index];
    const isUsual = key.nullsFirst === key.isDescending || key.column.required === true;
    return (
      part?.column === key.column &&
      !isEnum(key.column) &&
      isUsual &&
      (key.isDescending !== part.isDescending) === isBackward
    );
  });
  return fits ? isBackward : null;
}

function orderOf(
  { slot, parts }: KeyIndex,
  fixed: readonly FixedPart[],
  sort: readonly SortKey[],
  { row, isBackward }: { readonly row: string; readonly isBackward: boolean },
  others: readonly Sql[],
): IndexOrder {
  const key = sql`${ident(row)}.${ident(slot)}`;
  const id = sql`${ident(row)}.id`;
  const prefix = fixed.map(({ part, value }) => keyPart(part, value));
  const start = join(prefix, " || ");
  // No part begins with this byte: it is behind whatever follows the prefix.
  const range =
    prefix.length === 0
      ? [notNull(key)]
      : [sql`${key} >= ${start}`, sql`${key} < (${start} || '\\xff'::bytea)`];
  const [keyDirection, idDirection] = [isBackward, isReversed(sort)].map((isDown) =>
    keyword(isDown ? "desc" : "asc"),
  );
  return {
    conditions: [...others, ...range],
    orderBy: sql`${key} ${keyDirection}, ${id} ${idDirection}`,
    after(cursor) {
      const idSeen = cursor.at(-1);
      if (cursor.length !== sort.length + 1 || typeof idSeen !== "string")
        throw invalid("/cursor", "The cursor belongs to another sort order.");
      const last = sort.map(({ column }, index) => {
        const seen = sql`${cursor[index] ?? null}::text::${bareType(column)}`;
        return keyPart({ column, isDescending: parts[fixed.length + index]?.isDescending ?? false }, seen);
      });
      const seen = { key: join([...prefix, ...last], " || "), id: sql`${idSeen}::uuid` };
      return afterKey({ key, id }, seen, { isBackward, isReversed: isReversed(sort) });
    },
  };
}

interface Place {
  readonly key: Sql;
  readonly id: Sql;
}

/** Behind a place in the index, or, where the keys are the same, behind it in the order of the ids. */
function afterKey(
  row: Place,
  seen: Place,
  { isBackward, isReversed }: { readonly isBackward: boolean; readonly isReversed: boolean },
): Sql {
  const further = keyword(isBackward ? "<" : ">");
  if (isBackward === isReversed) return sql`(${row.key}, ${row.id}) ${further} (${seen.key}, ${seen.id})`;
  return sql`${row.key} ${further}= ${seen.key} and (${row.key} ${further} ${seen.key} or ${row.id} ${keyword(isReversed ? "<" : ">")} ${seen.id})`;
}
