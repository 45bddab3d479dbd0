import type { Catalog, CatalogTable, Column, SlotName } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { isCarriedOn, referencesOf } from "../reference-slots.ts";
import { ofTable } from "../relation.ts";
import type { IncomingReference } from "./incoming-references.ts";
import type { ValueFor } from "./row-scope.ts";

interface KeyChange {
  readonly changed: readonly Column[];
  /** Whether the statement carries the new key on to a table's rows. */
  readonly carriesOn?: (child: CatalogTable) => boolean;
  /** Whether another write of the statement makes a row `c` refer to no such row any more; null: none does. */
  readonly isReleased?: ((reference: IncomingReference) => Sql | null) | undefined;
}

/**
 * A key that others refer to cannot be changed while they do. Where the key is the storage id Postgres's own foreign
 * keys see to that; another key is found by its children's slots, which point at the row whatever its key. So that it is
 * told when the statement ends, as of those, the row itself gets a reference that leads nowhere.
 *
 * @returns what a reference slot of the row is then, null for a row that may be changed; null: any may.
 */
export function keyStillReferred(
  catalog: Catalog,
  table: CatalogTable,
  { changed, carriesOn = () => false, isReleased = () => null }: KeyChange,
  valueFor: ValueFor,
  slot: SlotName,
): Sql | null {
  const names = new Set(changed.map(({ name }) => name));
  const isChanged = (key: Column) => sql`${valueFor(key)} is distinct from ${columnValue(table, key, "d")}`;
  const found = catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter((reference) => {
        const { target, targetColumns, isValue } = reference;
        if (carriesOn(child) && isCarriedOn(child, reference)) return false;
        const isKey = targetColumns.some(({ name }) => names.has(name));
        return target.id === table.id && !isValue && isKey;
      })
      .map((reference) => {
        const { name, slot: own, columns, targetColumns, onUpdate } = reference;
        const released = isReleased({ ...reference, child });
        const keys = join(targetColumns.filter((key) => names.has(key.name)).map(isChanged), " or ");
        const values = join(targetColumns.map((key) => sql`(${columnValue(table, key, "d")})::text`));
        return sql`when (${keys}) and ${hasChildren(catalog, child, own, released)} then app.key_still_referred(${literal(table.definition.name)}, ${literal(child.definition.name)}, ${literal(name)}, ${namesOf(columns)}, ${namesOf(targetColumns)}, concat_ws(', ', ${values}), ${keyword(String(onUpdate === "restrict"))}, ${literal(`${slot} changed`)})`;
      }),
  );
  return found.length === 0 ? null : sql`case ${join(found, " ")} end`;
}

const namesOf = (columns: readonly Column[]) => literal(columns.map(({ name }) => name).join(", "));

function hasChildren(catalog: Catalog, child: CatalogTable, slot: string, released: Sql | null): Sql {
  const others = released === null ? sql`` : sql` and not (${released})`;
  return sql`exists (select from rowhouse.project_data as c where ${ofTable(catalog, child, "c")} and c.${ident(slot)} = d.id${others})`;
}
