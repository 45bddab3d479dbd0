import type { Catalog, CatalogTable } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { compositeKeys } from "./allocate-storage.ts";
import { storageOf } from "./column-sql.ts";
import { type Edge, reachableEdges } from "./references.ts";
import { ofTable, selectList, uuidLiteral } from "./relation.ts";
import { matchesRecordId } from "./row-key.ts";
import { tableSlot } from "./stored-row.ts";

/**
 * One statement that deletes a row with all that its references ask for: cascades, sets null, or does nothing when a
 * `restrict` reference still points at a row that would go.
 *
 * @returns one row: `record`, the deleted record's JSON text, null if there is none or it was kept; `blocked_by`, the
 * text of a JSON object `{table, column}` naming the first reference in the way; `deleted`, how many rows went in all.
 */
export function deleteStatement(catalog: Catalog, table: CatalogTable, recordId: string): Sql {
  const edges = reachableEdges(catalog, table);
  const setNull = groupByChild(edges.filter(({ onDelete }) => onDelete === "set null"));
  return sql`
with recursive target as materialized (
  select d.* from rowhouse.project_data as d
  where ${ofTable(catalog, table, "d")} and ${matchesRecordId(table, recordId, "d")}
  for update
), doomed (id, table_id) as (
  select target.id, target.table_id from target${cascade(catalog, edges)}
), blocked as materialized (
  ${blocked(catalog, edges)}
)${join(
    setNull.map((group, index) => sql`, ${nullified(catalog, group, index)}`),
    "",
  )}, deleted as (
  delete from rowhouse.project_data as d using doomed
  where d.project_id = ${uuidLiteral(catalog.projectId)} and d.table_id = doomed.table_id and d.id = doomed.id
    and not exists (select from blocked)
  returning d.id
)
select
  (select row_to_json(record.*)::text from (
    select ${selectList(table, "target")} from target where not exists (select from blocked)
  ) as record) as record,
  (select row_to_json(blocked)::text from blocked limit 1) as blocked_by,
  (select count(*) from deleted)::int8 as deleted`;
}

/** The recursive step: children of doomed rows through `cascade` references. One lateral item, since SQL allows the recursive relation to be named once. */
function cascade(catalog: Catalog, edges: readonly Edge[]): Sql {
  const steps = edges
    .filter(({ onDelete }) => onDelete === "cascade")
    .map(
      (edge) => sql`select c.id, c.table_id from rowhouse.project_data as c
      where ${ofTable(catalog, edge.child, "c")} and c.${ident(edge.slot)} = doomed.id and doomed.table_id = ${uuidLiteral(edge.parent.id)}`,
    );
  if (steps.length === 0) return keyword("");
  return sql`
  union
  select child.id, child.table_id from doomed cross join lateral (
      ${join(steps, "\n      union all ")}
  ) as child`;
}

function blocked(catalog: Catalog, edges: readonly Edge[]): Sql {
  const checks = edges
    .filter(({ onDelete }) => onDelete === "restrict")
    .map(
      (
        edge,
      ) => sql`(select ${literal(edge.child.definition.name)}::text as "table", ${literal(edge.column.name)}::text as "column"
    from doomed join rowhouse.project_data as c on ${ofTable(catalog, edge.child, "c")} and c.${ident(edge.slot)} = doomed.id
    where doomed.table_id = ${uuidLiteral(edge.parent.id)} and (c.table_id, c.id) not in (select table_id, id from doomed) limit 1)`,
    );
  if (checks.length === 0) return sql`select null::text as "table", null::text as "column" where false`;
  return join(checks, "\n  union all ");
}

function groupByChild(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  return [...Map.groupBy(edges, ({ child }) => child.id).values()];
}

/** All `set null` references of one table in one UPDATE: a row may be changed only once in a statement. */
function nullified(catalog: Catalog, edges: readonly Edge[], index: number): Sql {
  const [first] = edges;
  if (first === undefined) return keyword("");
  const { child } = first;
  const points = (edge: Edge) =>
    sql`coalesce(c.${ident(edge.slot)} in (select id from doomed where table_id = ${uuidLiteral(edge.parent.id)}), false)`;
  const keys = edges.map(
    (edge) => sql`case when ${points(edge)} then ${literal(storageOf(child, edge.column.name).key)} end`,
  );
  const slots = edges.flatMap((edge) => {
    const { index: indexSlot, unique, reference } = storageOf(child, edge.column.name);
    // A key over several columns is null as soon as one of them is.
    const keys = compositeKeys(child.definition)
      .filter(({ columns }) => columns.includes(edge.column.name))
      .map(({ name }) => child.storage.keys[name]);
    const target = reference === undefined ? undefined : tableSlot(reference);
    return [indexSlot, unique, reference, target, ...keys]
      .filter((slot) => slot !== undefined)
      .map((slot) => sql`, ${ident(slot)} = case when ${points(edge)} then null else c.${ident(slot)} end`);
  });
  return sql`${ident(`nullified_${index}`)} as (
  update rowhouse.project_data as c
  set data = c.data - array_remove(array[${join(keys)}]::text[], null), updated_at = clock_timestamp()${join(slots, "")}
  where ${ofTable(catalog, child, "c")} and (${join(edges.map(points), " or ")})
    and (c.table_id, c.id) not in (select table_id, id from doomed) and not exists (select from blocked)
)`;
}
