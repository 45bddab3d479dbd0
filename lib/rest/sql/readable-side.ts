import type { CatalogFunction, CatalogTable, StoredRead } from "../../catalog/types.ts";
import { hiddenColumn } from "../../engine/stored-view.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { computedField } from "../plan/computed.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import { aliasedSide, joinCondition, junctionAlias, type Side } from "./joins.ts";

/**
 * A row as its caller may read it: a column that was taken away, and a reference that lies in one, is null and joins nothing.
 * Computed fields can be read beside its columns.
 */
export function readableSide(context: ReadContext, side: Side): Side {
  return {
    ...side,
    column(name) {
      if (name.startsWith("$")) return isOpen(context, side.table, name) ? side.column(name) : noReference;
      if (context.columns(side.table).some((column) => column.name === name)) return side.column(name);
      const called = computedField(context.catalog, side.table, name);
      return called === undefined ? keyword("null") : sql`(${callOf(context, called, side)})`;
    },
  };
}

const noReference = keyword("null::uuid");

/** `$r1`, by which rows are joined, tells of its columns. */
function isOpen(context: ReadContext, table: CatalogTable, name: string): boolean {
  return !/^\$r\d$/.test(name) || context.slots(table).some((slot) => `$${slot}` === name);
}

/** How a node's rows are joined to their parent's, if by columns. */
export function joinedBy(
  context: ReadContext,
  { alias, relationship }: ReadPlan,
  parent: Side | null,
  target: Side,
): readonly Sql[] {
  if (relationship === null || relationship.call !== undefined || parent === null) return [];
  const { junction } = relationship;
  const between =
    junction === null ? null : readableSide(context, aliasedSide(junction.table, junctionAlias(alias)));
  return [joinCondition(relationship, parent, target, between)];
}

/** What a function of one row gives for a row. */
export function callOf(context: ReadContext, called: CatalogFunction, side: Side): Sql {
  const row = called.arguments[0]?.row;
  if (row === undefined) throw new RangeError(`${called.name} takes no row`);
  return context.call(called, [rowOf(context, row, side)]);
}

/** A row under the names that its columns had when the function was made; what the caller may not read is refused. */
function rowOf(context: ReadContext, row: StoredRead, side: Side): Sql {
  const readable = new Set(context.columns(side.table).map(({ name }) => name));
  const columns = namesNow(context, row, [...readable]).map(({ now, name }) => {
    const value = readable.has(now) ? side.column(now) : hiddenColumn(side.table, now);
    return sql`${value} as ${ident(name)}`;
  });
  return sql`select ${join(columns)}`;
}

function namesNow({ catalog }: ReadContext, row: StoredRead, readable: readonly string[]) {
  const table = catalog.tables.find(({ id }) => id === row.id);
  if (table === undefined || row.columns === undefined) return readable.map((name) => ({ name, now: name }));
  const byKey = new Map(Object.entries(table.storage.columns).map(([name, { key }]) => [key, name]));
  return row.columns.flatMap(({ name, key }) => {
    const now = byKey.get(key);
    return now === undefined ? [] : [{ name, now }];
  });
}
