import type { CatalogFunction, StoredRead } from "../../catalog/types.ts";
import { hiddenColumn } from "../../engine/stored-view.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { computedField } from "../plan/computed.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { Side } from "./joins.ts";

/** A row whose computed fields can be read beside its columns. */
export function withComputed(context: ReadContext, side: Side): Side {
  return {
    ...side,
    column(name) {
      const isOwn =
        name.startsWith("$") || context.columns(side.table).some((column) => column.name === name);
      const called = isOwn ? undefined : computedField(context.catalog, side.table, name);
      return called === undefined ? side.column(name) : sql`(${callOf(context, called, side)})`;
    },
  };
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
