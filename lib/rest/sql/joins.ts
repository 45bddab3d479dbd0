import type { CatalogTable, SlotName } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { type KeyJoin, type Relationship, turned } from "../plan/relationship.ts";

/** A row that joins lead from or to. */
export interface Side {
  readonly table: CatalogTable;
  /** The value of a column; where `hasSlots`, also of `$id` and of the reference slots as `$r1`… */
  column(name: string): Sql;
  readonly hasSlots: boolean;
}

/** The rows of a relation that has what `joinableRelation` gives. */
export function aliasedSide(table: CatalogTable, alias: string, hasSlots = true): Side {
  return { table, hasSlots, column: (name) => sql`${ident(alias)}.${ident(name)}` };
}

/**
 * The condition under which a row of the target (and of the junction) belongs to the parent's row.
 *
 * @param between the junction's row, where there is one.
 */
export function joinCondition(
  { join: first, junction, isReferenced }: Relationship,
  parent: Side,
  target: Side,
  between: Side | null,
): Sql {
  if (junction === null || between === null)
    return isReferenced ? keyCondition(turned(first), target, parent) : keyCondition(first, parent, target);
  return sql`${keyCondition(turned(first), between, parent)} and ${keyCondition(junction.onward, between, target)}`;
}

/** By the reference's slot, whose index there always is, where both sides have one. */
function keyCondition(key: KeyJoin, child: Side, parent: Side): Sql {
  const slot = child.hasSlots && parent.hasSlots ? referenceSlot(child.table, key) : null;
  if (slot !== null) return sql`${child.column(`$${slot}`)} = ${parent.column("$id")}`;
  return join(
    key.pairs.map(({ own, other }) => sql`${child.column(own)} = ${parent.column(other)}`),
    " and ",
  );
}

/** The slot that holds a foreign key; null if it has none. */
export function referenceSlot({ storage }: CatalogTable, { constraint, pairs }: KeyJoin): SlotName | null {
  const named = storage.references?.[constraint];
  if (named !== undefined) return named;
  const [only, ...others] = pairs;
  if (only === undefined || others.length > 0) return null;
  return storage.columns[only.own]?.reference ?? null;
}

/** The table between, of a many-to-many relationship whose target has this alias. */
export function junctionAlias(alias: string): string {
  return `${alias}_junction`;
}
