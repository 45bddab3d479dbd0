import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType } from "../column-sql.ts";
import { isCarriedOn, referencesOf, type TableReference, tableSlot } from "../reference-slots.ts";
import { ofTable } from "../relation.ts";
import type { QueryName } from "./request.ts";
import { rowAssignments, setClause } from "./row-assignments.ts";
import type { ValueFor } from "./row-scope.ts";

/** A query of the statement that gives rows of a table new values in some columns. */
interface Writing {
  readonly table: CatalogTable;
  readonly changed: readonly Column[];
  readonly query: string;
}

/** A reference of another table whose rows follow when a key of `target` changes. */
interface Following extends TableReference {
  readonly child: CatalogTable;
  /** The query of the target's rows as they are now. */
  readonly query: string;
}

/**
 * `ON UPDATE CASCADE` and `SET NULL` of the references to a table, and to those that follow: rows point at the storage id
 * of what they refer to, which stays, so that they are found by it and get the key's new value. A statement changes a row
 * once: a table follows the first that reaches it, and holds the keys of others back.
 *
 * @param isLeft a condition over `d`: rows that other writes of the statement are about.
 * @returns `name as (update …)`, behind the query `changed` of the rows as they are now.
 */
export function keyCascades(
  catalog: Catalog,
  table: CatalogTable,
  changed: readonly Column[],
  name: QueryName,
  isLeft: Sql | null = null,
): readonly Sql[] {
  const queries: Sql[] = [];
  const seen = new Set([table.id]);
  let level: readonly Writing[] = [{ table, changed, query: name("changed") }];
  while (level.length > 0) {
    const following = level.flatMap((writing) => followers(catalog, writing, seen));
    const groups = [...Map.groupBy(following, ({ child }) => child).entries()];
    for (const [child] of groups) seen.add(child.id);
    level = groups.map(([child, references]): Writing => {
      const columns = [...new Set(references.flatMap((reference) => reference.columns))];
      const writing = { table: child, changed: columns, query: `${name("nullified")}_key_${queries.length}` };
      queries.push(cascade(catalog, writing, references, { seen, isLeft }));
      return writing;
    });
  }
  return queries;
}

function followers(
  catalog: Catalog,
  { table, changed, query }: Writing,
  seen: ReadonlySet<string>,
): readonly Following[] {
  const names = new Set(changed.map((column) => column.name));
  return catalog.tables
    .filter(({ id }) => !seen.has(id))
    .flatMap((child) =>
      referencesOf(catalog, child)
        .filter((reference) => reference.target.id === table.id && isCarriedOn(child, reference))
        .filter(({ targetColumns }) => targetColumns.some((key) => names.has(key.name)))
        .map((reference): Following => ({ ...reference, child, query })),
    );
}

function cascade(
  catalog: Catalog,
  { table: child, changed: columns, query }: Writing,
  references: readonly Following[],
  { seen, isLeft }: { readonly seen: ReadonlySet<string>; readonly isLeft: Sql | null },
): Sql {
  const points = ({ slot, query: changed }: Following) =>
    sql`d.${ident(slot)} = any (array(select id from ${ident(changed)}))`;
  const newKey = ({ slot, target, query: changed }: Following, key: Column) =>
    sql`(select ${columnValue(target, key, "k")} from ${ident(changed)} as k where k.id = d.${ident(slot)})`;
  // All columns are emptied where any of the key is another one now.
  const isMoved = (reference: Following) =>
    join(
      reference.targetColumns.flatMap((key, index) => {
        const column = reference.columns[index];
        if (column === undefined) return [];
        return [sql`${newKey(reference, key)} is distinct from ${columnValue(child, column, "d")}`];
      }),
      " or ",
    );
  const valueFor: ValueFor = (column) => {
    const before = columnValue(child, column, "d");
    const arms = references.flatMap((reference) => {
      const key =
        reference.targetColumns[reference.columns.findIndex(({ name: own }) => own === column.name)];
      if (key === undefined) return [];
      const type = postgresType(column);
      const value =
        reference.onUpdate === "set null"
          ? sql`case when ${isMoved(reference)} then null::${type} else ${before} end`
          : sql`${newKey(reference, key)}::${type}`;
      return [sql`when coalesce(${points(reference)}, false) then ${value}`];
    });
    return arms.length === 0 ? before : sql`case ${join(arms, " ")} else ${before} end`;
  };
  const ownSlots = references
    .filter(({ onUpdate }) => onUpdate === "cascade")
    .flatMap(({ slot }) => [slot, tableSlot(slot)])
    .map((column) => ({ column, value: sql`d.${ident(column)}` }));
  // What a row points at stays the same; by its new key nobody finds it before the statement is done.
  const carriesOn = ({ id }: CatalogTable) => !seen.has(id);
  const set = setClause(rowAssignments(catalog, child, { changed: columns, valueFor, carriesOn, ownSlots }));
  const differs = columns.map(
    (column) => sql`${valueFor(column)} is distinct from ${columnValue(child, column, "d")}`,
  );
  return sql`${ident(query)} as (
  update rowhouse.project_data as d set ${set}
  where ${ofTable(catalog, child, "d")} and (${join(references.map(points), " or ")}) and (${join(differs, " or ")})${isLeft === null ? sql`` : sql` and not (${isLeft})`}
  returning d.*
)`;
}
