import type { CatalogTable, SlotName } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import type { KeyJoin, Relationship } from "../plan/relationships.ts";

/** A row that joins lead from or to: an alias, and whether it is a stored row with `$id` and the reference slots. */
export interface Side {
  readonly table: CatalogTable;
  readonly alias: string;
  readonly hasSlots: boolean;
}

/** The alias of the table between, of a many-to-many relationship whose target has this alias. */
export function junctionAlias(alias: string): string {
  return `${alias}_junction`;
}

/** The condition under which a row of the target (and of the junction) belongs to the parent's row. */
export function joinCondition(relationship: Relationship, parent: Side, target: Side): Sql {
  const { join: first, junction, isReferenced } = relationship;
  if (junction === null)
    return isReferenced ? keyCondition(turned(first), target, parent) : keyCondition(first, parent, target);
  const between: Side = { table: junction.table, alias: junctionAlias(target.alias), hasSlots: true };
  return sql`${keyCondition(turned(first), between, parent)} and ${keyCondition(junction.onward, between, target)}`;
}

function turned({ constraint, pairs }: KeyJoin): KeyJoin {
  return { constraint, pairs: pairs.map(({ own, other }) => ({ own: other, other: own })) };
}

/** By the reference's slot, whose index there always is, where both sides have one. */
function keyCondition(key: KeyJoin, child: Side, parent: Side): Sql {
  const slot = child.hasSlots && parent.hasSlots ? referenceSlot(child.table, key) : null;
  if (slot !== null) return sql`${column(child, `$${slot}`)} = ${column(parent, "$id")}`;
  return join(
    key.pairs.map(({ own, other }) => sql`${column(child, own)} = ${column(parent, other)}`),
    " and ",
  );
}

function column({ alias }: Side, name: string): Sql {
  return sql`${ident(alias)}.${ident(name)}`;
}

function referenceSlot({ storage }: CatalogTable, { constraint, pairs }: KeyJoin): SlotName | null {
  const named = storage.references?.[constraint];
  if (named !== undefined) return named;
  const [only, ...others] = pairs;
  if (only === undefined || others.length > 0) return null;
  return storage.columns[only.own]?.reference ?? null;
}
