import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType } from "../column-sql.ts";
import { isCarriedOn, referencesOf, type TableReference, tableSlot } from "../reference-slots.ts";
import { ofTable } from "../relation.ts";
import type { QueryName } from "./request.ts";
import { rowAssignments } from "./row-assignments.ts";
import type { ValueFor } from "./row-scope.ts";

/** A reference of another table whose rows follow when a key of `target` changes. */
interface Following extends TableReference {
  readonly child: CatalogTable;
}

/**
 * `ON UPDATE CASCADE` and `SET NULL` of the references to a table: rows point at the storage id of what they refer to,
 * which stays, so that they are found by it and get the key's new value.
 *
 * @returns `name as (update …)`, behind the query `changed` of the rows as they are now.
 */
export function keyCascades(
  catalog: Catalog,
  table: CatalogTable,
  changed: readonly Column[],
  name: QueryName,
): readonly Sql[] {
  const names = new Set(changed.map((column) => column.name));
  const following = catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter((reference) => reference.target.id === table.id && isCarriedOn(child, reference))
      .filter(({ targetColumns }) => targetColumns.some((key) => names.has(key.name)))
      .map((reference): Following => ({ ...reference, child })),
  );
  const byChild = [...Map.groupBy(following, ({ child }) => child.id).values()];
  return byChild.map((references, index) => cascade(catalog, references, index, name));
}

function cascade(catalog: Catalog, references: readonly Following[], index: number, name: QueryName): Sql {
  const [first] = references;
  if (first === undefined) return keyword("");
  const { child } = first;
  const changed = ident(name("changed"));
  const points = ({ slot }: Following) => sql`d.${ident(slot)} = any (array(select id from ${changed}))`;
  const newKey = ({ slot, target }: Following, key: Column) =>
    sql`(select ${columnValue(target, key, "k")} from ${changed} as k where k.id = d.${ident(slot)})`;
  const valueFor: ValueFor = (column) => {
    const before = columnValue(child, column, "d");
    const arms = references.flatMap((reference) => {
      const key =
        reference.targetColumns[reference.columns.findIndex(({ name: own }) => own === column.name)];
      if (key === undefined) return [];
      const type = postgresType(column);
      const value =
        reference.onUpdate === "set null"
          ? // Only where the key is another one now.
            sql`case when ${newKey(reference, key)} is distinct from ${before} then null::${type} else ${before} end`
          : sql`${newKey(reference, key)}::${type}`;
      return [sql`when coalesce(${points(reference)}, false) then ${value}`];
    });
    return arms.length === 0 ? before : sql`case ${join(arms, " ")} else ${before} end`;
  };
  const columns = [...new Set(references.flatMap((reference) => reference.columns))];
  const kept = new Set(
    references
      .filter(({ onUpdate }) => onUpdate === "cascade")
      .flatMap(({ slot }): string[] => [slot, tableSlot(slot)]),
  );
  // What a row points at stays the same; by its new key nobody finds it before the statement is done.
  const set = rowAssignments(catalog, child, { changed: columns, valueFor, guards: [] })
    .filter(({ column }) => !kept.has(column))
    .map(({ column, value }) => sql`${ident(column)} = ${value}`);
  const differs = columns.map(
    (column) => sql`${valueFor(column)} is distinct from ${columnValue(child, column, "d")}`,
  );
  return sql`${ident(`${name("nullified")}_key_${index}`)} as (
  update rowhouse.project_data as d set ${join(set)}
  where ${ofTable(catalog, child, "d")} and (${join(references.map(points), " or ")}) and (${join(differs, " or ")})
)`;
}
