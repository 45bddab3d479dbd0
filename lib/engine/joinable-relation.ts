import type { Catalog, CatalogTable, SlotName } from "../catalog/types.ts";
import { ident, join, type Sql, sql } from "../sql/sql.ts";
import { ofTable, selectList } from "./relation.ts";

/**
 * A virtual table as a SELECT with what joins go by beside its columns: `$id`, the storage id, and `$r1`… the
 * reference slots that it uses, whose indexes there always are.
 */
export function joinableRelation(catalog: Catalog, table: CatalogTable): Sql {
  const row = "d";
  const slots = referenceSlots(table).map(
    (slot) => sql`, ${ident(row)}.${ident(slot)} as ${ident(`$${slot}`)}`,
  );
  return sql`select ${ident(row)}.id as "$id"${join(slots, "")}, ${selectList(table, row)} from rowhouse.project_data as ${ident(row)} where ${ofTable(catalog, table, row)}`;
}

function referenceSlots({ storage }: CatalogTable): readonly SlotName[] {
  const single = Object.values(storage.columns).flatMap(({ reference }) => reference ?? []);
  return [...new Set([...single, ...Object.values(storage.references ?? {})])];
}
