import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { similarName } from "../response/similar-name.ts";
import { computedRelationship } from "./computed.ts";
import { isDerived } from "./derived-table.ts";
import type { Cardinality, KeyJoin, Relationship } from "./relationship.ts";
import { relationshipsOf } from "./relationships.ts";
import { schemaName } from "./schema-name.ts";

/**
 * The relationship that an embedding means.
 *
 * @param name a table, or a foreign key (by its own name or its one column) of the table that embeds.
 * @param hint a foreign key, one of its columns, or a junction, where the name alone leaves a choice.
 * @throws {AppError} PGRST200 when there is none, PGRST201 when there are several.
 */
export function findRelationship(
  catalog: Catalog,
  table: CatalogTable,
  name: string,
  hint: string | null,
): Relationship {
  const computed = computedRelationship(catalog, table, name);
  if (computed !== undefined) return computed;
  const found = relationshipsOf(catalog, table).filter((relationship) =>
    hint === null ? isNamed(relationship, name) : isHinted(relationship, name, hint),
  );
  const [only, ...others] = found;
  if (only === undefined) throw noRelationship(catalog, table, name, hint);
  if (others.length > 0) throw ambiguous(table, name, found);
  return only;
}

function isNamed(relationship: Relationship, name: string): boolean {
  const { join, target, isReferenced, isSelf, cardinality } = relationship;
  const isTable = target.definition.name === name;
  // One foreign key to its own table is two relationships: the table's name means the many, the column's the one.
  if (isSelf && cardinality !== "many-to-many")
    return isReferenced ? isTable : isConstraint(join, name) || isOwnColumn(join, name);
  // A foreign key's own name means its tables, not the views that show it.
  if (cardinality === "many-to-many" || isDerived(target)) return isTable;
  // Between one and one each side's column means the other side.
  const isColumn = !isReferenced || cardinality === "one-to-one";
  return isTable || isConstraint(join, name) || (isColumn && isOwnColumn(join, name));
}

function isHinted(relationship: Relationship, name: string, hint: string): boolean {
  const { join, target, junction, isReferenced, isSelf, cardinality } = relationship;
  if (target.definition.name !== name) return false;
  if (junction !== null) return junction.table.definition.name === hint;
  if (isSelf && cardinality !== "many-to-many")
    return isReferenced && (isConstraint(join, hint) || isOtherColumn(join, hint));
  return isConstraint(join, hint) || isOwnColumn(join, hint) || isOtherColumn(join, hint);
}

function isConstraint({ constraint }: KeyJoin, name: string): boolean {
  return constraint === name;
}

function isOwnColumn({ pairs }: KeyJoin, name: string): boolean {
  return pairs.length === 1 && pairs[0]?.own === name;
}

function isOtherColumn({ pairs }: KeyJoin, name: string): boolean {
  return pairs.length === 1 && pairs[0]?.other === name;
}

function noRelationship(catalog: Catalog, table: CatalogTable, name: string, hint: string | null): AppError {
  const own = table.definition.name;
  const using = hint === null ? "" : ` using the hint '${hint}'`;
  const meant = meantInstead(catalog, table, name);
  return new AppError(
    "PGRST200",
    `Could not find a relationship between '${own}' and '${name}' in the schema cache`,
    {
      details: `Searched for a foreign key relationship between '${own}' and '${name}'${using} in the schema '${schemaName}', but no matches were found.`,
      ...(meant === null ? {} : { hint: meant }),
    },
  );
}

/** Another name among what the table leads to; of one that leads nowhere, another table that leads somewhere. */
function meantInstead(catalog: Catalog, table: CatalogTable, name: string): string | null {
  const own = relationshipsOf(catalog, table);
  const isStray = own.length === 0;
  // Both names are right then; what is missing is a foreign key.
  if (isStray && catalog.tables.some(({ definition }) => definition.name === name)) return null;
  const given = isStray ? table.definition.name : name;
  const candidates = isStray
    ? catalog.tables.filter((other) => relationshipsOf(catalog, other).length > 0)
    : own.map(({ target }) => target);
  const nearest = similarName(
    given,
    candidates.map(({ definition }) => definition.name),
  );
  return nearest === null || nearest === given
    ? null
    : `Perhaps you meant '${nearest}' instead of '${given}'.`;
}

const cardinalities: readonly Cardinality[] = ["one-to-many", "many-to-one", "one-to-one", "many-to-many"];

function ambiguous(table: CatalogTable, name: string, several: readonly Relationship[]): AppError {
  const own = table.definition.name;
  const found = several.toSorted(byKindAndName);
  const choices = found
    .map((relationship) => `'${relationship.target.definition.name}!${hintOf(relationship)}'`)
    .join(", ");
  return new AppError(
    "PGRST201",
    `Could not embed because more than one relationship was found for '${own}' and '${name}'`,
    {
      details: found.map((relationship) => ({
        cardinality: relationship.cardinality,
        embedding: `${own} with ${relationship.target.definition.name}`,
        relationship: described(relationship),
      })),
      hint: `Try changing '${name}' to one of the following: ${choices}. Find the desired relationship in the 'details' key.`,
    },
  );
}

/** By their kind as PostgREST orders them, of each kind in the order of their names. */
function byKindAndName(a: Relationship, b: Relationship): number {
  const place = ({ cardinality }: Relationship) => cardinalities.indexOf(cardinality);
  const name = ({ junction, join }: Relationship) =>
    [junction?.table.definition.name ?? "", join.constraint, junction?.onward.constraint ?? ""].join("\n");
  return place(a) - place(b) || (name(a) < name(b) ? -1 : 1);
}

function hintOf({ join, junction }: Relationship): string {
  return junction?.table.definition.name ?? join.constraint;
}

function described({ table, target, join, junction }: Relationship): string {
  const columns = (names: readonly string[]) => `(${names.join(", ")})`;
  const own = columns(join.pairs.map((pair) => pair.own));
  const other = columns(join.pairs.map((pair) => pair.other));
  if (junction === null)
    return `${join.constraint} using ${table.definition.name}${own} and ${target.definition.name}${other}`;
  const onward = columns(junction.onward.pairs.map((pair) => pair.own));
  return `${junction.table.definition.name} using ${join.constraint}${other} and ${junction.onward.constraint}${onward}`;
}
