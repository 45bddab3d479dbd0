import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { isCarriedOn, referencesOf } from "../reference-slots.ts";
import { ofTable } from "../relation.ts";
import type { Guard } from "./row-guards.ts";
import type { ValueFor } from "./row-scope.ts";

/**
 * A key that others refer to cannot be changed while they do. Where the key is the storage id Postgres's own foreign
 * keys see to that; another key is found by its children's slots, which point at the row whatever its key.
 */
export function keyChangeGuards(
  catalog: Catalog,
  table: CatalogTable,
  {
    changed,
    carriesOn = () => false,
  }: { readonly changed: readonly Column[]; readonly carriesOn?: (child: CatalogTable) => boolean },
  valueFor: ValueFor,
): readonly Guard[] {
  const names = new Set(changed.map(({ name }) => name));
  return catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter((reference) => {
        const { target, targetColumns, isValue } = reference;
        if (carriesOn(child) && isCarriedOn(child, reference)) return false;
        const isKey = targetColumns.some(({ name }) => names.has(name));
        return target.id === table.id && !isValue && isKey;
      })
      .map(({ name, slot, columns, targetColumns, onUpdate }) => {
        const isChanged = join(
          targetColumns
            .filter((key) => names.has(key.name))
            .map((key) => sql`${valueFor(key)} is distinct from ${columnValue(table, key, "d")}`),
          " or ",
        );
        return {
          // Raises itself: the message tells the key.
          fails: sql`((${isChanged}) and ${hasChildren(catalog, child, slot)} and app.violates_reference(${literal(table.definition.name)}, ${literal(child.definition.name)}, ${literal(name)}, ${namesOf(columns)}, ${namesOf(targetColumns)}, concat_ws(', ', ${join(targetColumns.map((key) => sql`(${columnValue(table, key, "d")})::text`))}), ${keyword(String(onUpdate === "restrict"))}))`,
          code: onUpdate === "restrict" ? "23001" : "23503",
          message: `update or delete on table "${table.definition.name}" violates ${onUpdate === "restrict" ? "RESTRICT setting of " : ""}foreign key constraint "${name}" on table "${child.definition.name}"`,
          constraint: name,
        };
      }),
  );
}

const namesOf = (columns: readonly Column[]) => literal(columns.map(({ name }) => name).join(", "));

function hasChildren(catalog: Catalog, child: CatalogTable, slot: string): Sql {
  return sql`exists (select from rowhouse.project_data as c where ${ofTable(catalog, child, "c")} and c.${ident(slot)} = d.id)`;
}
