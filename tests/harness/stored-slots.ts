import type { TenantScope } from "#lib/db/scope.ts";
import { storageOf, storedValue } from "#lib/engine/column-sql.ts";
import { ofTable } from "#lib/engine/relation.ts";
import { slotValues } from "#lib/engine/stored-row.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ident, join, sql } from "#lib/sql/sql.ts";

/** How many rows have a slot that does not say what the JSON says. */
export async function wrongSlots(scope: TenantScope, name: string): Promise<number> {
  const catalog = await runtime().catalogs.get(scope);
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table === undefined) throw new Error(`the table ${name} is gone`);
  const slots = slotValues(catalog, table, (column) => {
    const { place, key, missing } = storageOf(table, column.name);
    return storedValue({ place, key, ...(missing === undefined ? {} : { missing }) }, column, "d");
  });
  if (slots.length === 0) return 0;
  const differ = slots.map(({ slot, value }) => sql`d.${ident(slot)} is distinct from ${value}`);
  const { rows } = await runtime().database.query<{ count: number }>(
    scope,
    sql`select count(*)::int4 as count from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and (${join(differ, " or ")})`,
  );
  return rows[0]?.count ?? -1;
}
