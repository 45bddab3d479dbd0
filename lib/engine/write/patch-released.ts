import type { Catalog, CatalogTable, Json } from "../../catalog/types.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { compileWrite } from "./compile-write.ts";
import { withTriggersDisabled } from "./row-triggers.ts";

/** Gives rows back the references that a delete had emptied, where they are still empty. */
export function patchReleased(
  catalog: Catalog,
  table: CatalogTable,
  {
    released,
    ids,
  }: { readonly released: { readonly [column: string]: Json }; readonly ids: readonly string[] },
): Sql {
  const set = table.definition.columns.filter(({ name }) => Object.hasOwn(released, name));
  const isEmpty = set.map((column) => sql`${columnValue(table, column, "d")} is null`);
  const write = compileWrite(withTriggersDisabled(catalog), table, {
    kind: "patch",
    values: sql`${JSON.stringify(released)}::jsonb`,
    set,
    where: sql`d.id = any(${ids}::uuid[]) and ${join(isEmpty, " and ")}`,
  });
  return sql`with ${write.with} select where false`;
}
