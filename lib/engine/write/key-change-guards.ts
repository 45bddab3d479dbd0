import type { Catalog, CatalogTable, Column, SlotName } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { isCarriedOn, referencesOf } from "../reference-slots.ts";
import { ofTable, uuidLiteral } from "../relation.ts";
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
 * Rows that come to refer to it hold it `FOR KEY SHARE`, which a change of a slot alone would not wait for: it is held `FOR
 * UPDATE` first. Of those that came before that the statement's snapshot may know nothing: then it is begun again.
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
  const references = catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter(
        ({ target, targetColumns, isValue }) =>
          target.id === table.id && !isValue && targetColumns.some(({ name }) => names.has(name)),
      )
      .map((reference) => ({ ...reference, child })),
  );
  if (references.length === 0) return null;
  const keysOf = ({ targetColumns }: IncomingReference) =>
    join(targetColumns.filter((key) => names.has(key.name)).map(isChanged), " or ");
  const held = sql`app.hold_row(${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, d.id)`;
  const arms = references.flatMap((reference) => {
    const keys = keysOf(reference);
    const late = sql`when (${keys}) and ${cameMeanwhile(catalog, reference)} and app.overtaken() then null::uuid`;
    if (carriesOn(reference.child) && isCarriedOn(reference.child, reference)) return [late];
    const { child, name, slot: own, columns, targetColumns, onUpdate } = reference;
    const values = join(targetColumns.map((key) => sql`(${columnValue(table, key, "d")})::text`));
    return [
      sql`when (${keys}) and ${hasChildren(catalog, child, own, isReleased(reference))} then app.key_still_referred(${literal(table.definition.name)}, ${literal(child.definition.name)}, ${literal(name)}, ${namesOf(columns)}, ${namesOf(targetColumns)}, concat_ws(', ', ${values}), ${keyword(String(onUpdate === "restrict"))}, ${literal(`${slot} changed`)})`,
      late,
    ];
  });
  return sql`case when not ((${join(references.map(keysOf), " or ")}) and ${held}) then null::uuid ${join(arms, " ")} end`;
}

/** Whether rows of other transactions refer to the row by now that the snapshot does not show to. */
function cameMeanwhile(catalog: Catalog, { child, slot }: IncomingReference): Sql {
  const now = sql`app.referring_rows(${uuidLiteral(catalog.projectId)}, ${uuidLiteral(child.id)}, ${literal(slot)}, d.id)`;
  return sql`exists (select from ${now} as n where app.is_of_others(n.version) and not exists (select from rowhouse.project_data as c where ${ofTable(catalog, child, "c")} and c.id = n.id and c.${ident(slot)} = d.id))`;
}

const namesOf = (columns: readonly Column[]) => literal(columns.map(({ name }) => name).join(", "));

function hasChildren(catalog: Catalog, child: CatalogTable, slot: string, released: Sql | null): Sql {
  const others = released === null ? sql`` : sql` and not (${released})`;
  return sql`exists (select from rowhouse.project_data as c where ${ofTable(catalog, child, "c")} and c.${ident(slot)} = d.id${others} for key share of c)`;
}
