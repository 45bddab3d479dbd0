import type { RelationshipShape } from "../../catalog/codegen/table-shape.ts";
import { isKeyOf, primaryKey } from "../../catalog/column-facts.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { type Relationship, turned } from "./relationship.ts";
import { throughViews } from "./view-relationships.ts";

/** A cache of pure values by their source; nothing is lost when it is empty. */
const cache = new WeakMap<Catalog, ReadonlyMap<string, readonly Relationship[]>>();

/** Every relationship that starts at a table, by foreign keys and through junctions. */
export function relationshipsOf(catalog: Catalog, table: CatalogTable): readonly Relationship[] {
  const known = cache.get(catalog);
  if (known !== undefined) return known.get(table.id) ?? [];
  const all = allRelationships(catalog);
  const byTable = Map.groupBy(all, (relationship) => relationship.table.id);
  cache.set(catalog, byTable);
  return byTable.get(table.id) ?? [];
}

/** Those that start or end at a view, as a foreign key leads, by the name of where they start: for generated types. */
export function viewRelationships(catalog: Catalog): ReadonlyMap<string, readonly RelationshipShape[]> {
  const keys = catalog.tables.flatMap((table) => foreignKeys(catalog, table));
  return Map.groupBy(
    throughViews(catalog, keys).map((key) => ({ from: key.table.definition.name, ...shapeOf(key) })),
    ({ from }) => from,
  );
}

function shapeOf({ join, target, cardinality }: Relationship): RelationshipShape {
  return {
    name: join.constraint,
    columns: join.pairs.map(({ own }) => own),
    isOneToOne: cardinality === "one-to-one",
    target: target.definition.name,
    targetColumns: join.pairs.map(({ other }) => other),
  };
}

function allRelationships(catalog: Catalog): readonly Relationship[] {
  const keys = catalog.tables.flatMap((table) => foreignKeys(catalog, table));
  const forward = [...keys, ...throughViews(catalog, keys)];
  return [...forward, ...forward.map(reversed), ...throughJunctions(forward)];
}

function foreignKeys(catalog: Catalog, table: CatalogTable): Relationship[] {
  return namedConstraints(table.definition).flatMap(({ name, constraint }) => {
    const { kind, columns = [], references } = constraint;
    const target = catalog.tables.find(({ definition }) => definition.name === references?.table);
    if (kind !== "foreign_key" || references === undefined || target === undefined) return [];
    const others = references.columns ?? primaryKey(target.definition);
    const pairs = columns.flatMap((own, index) => {
      const other = others[index];
      return other === undefined ? [] : [{ own, other }];
    });
    const cardinality = isKeyOf(table.definition, columns) ? "one-to-one" : "many-to-one";
    const join = { constraint: name, pairs };
    const isSelf = target.id === table.id;
    return [{ cardinality, table, target, join, junction: null, isReferenced: false, isSelf }];
  });
}

function reversed({ cardinality, table, target, join, isSelf }: Relationship): Relationship {
  return {
    cardinality: cardinality === "one-to-one" ? "one-to-one" : "one-to-many",
    table: target,
    target: table,
    join: turned(join),
    junction: null,
    isReferenced: true,
    isSelf,
  };
}

/** A table whose primary key holds two of its foreign keys joins what these refer to, and so does a view that shows it. */
function throughJunctions(forward: readonly Relationship[]): Relationship[] {
  const candidates = forward.filter(
    ({ cardinality, table, join, viewKey }) =>
      cardinality === "many-to-one" &&
      join.pairs.every(({ own }) => (viewKey ?? primaryKey(table.definition)).includes(own)),
  );
  return [...Map.groupBy(candidates, ({ table }) => table.id).values()].flatMap((keys) =>
    keys.flatMap((first) =>
      keys
        .filter((second) => second.join.constraint !== first.join.constraint)
        .map(
          (second): Relationship => ({
            cardinality: "many-to-many",
            table: first.target,
            target: second.target,
            join: turned(first.join),
            junction: { table: first.table, onward: second.join },
            isReferenced: true,
            isSelf: first.target.id === second.target.id,
          }),
        ),
    ),
  );
}
