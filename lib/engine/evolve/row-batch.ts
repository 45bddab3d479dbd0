import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, literal, type Sql, sql } from "../../sql/sql.ts";
import { ofTable, uuidLiteral } from "../relation.ts";
import { letGo } from "../write/let-go.ts";
import type { TableVersion } from "./column-pairs.ts";
import { type RowChanges, rowAssignments, rowChanges } from "./migrate-rows.ts";
import { pendingTable } from "./pending-form.ts";

/** A table with the one that it is to become, in the definitions as they are meanwhile. */
export function pendingVersions({ catalog, table }: TableVersion): {
  readonly from: TableVersion;
  readonly to: TableVersion;
} {
  const next: CatalogTable = pendingTable(table) ?? table;
  return { from: { catalog, table }, to: { catalog, table: next } };
}

/** What a batch does to rows; null when the change has only to be checked. */
export function pendingRowChanges(version: TableVersion): RowChanges | null {
  const { from, to } = pendingVersions(version);
  return rowChanges(from, to);
}

/**
 * Brings the next rows of a table along, in the order of their ids.
 *
 * @returns a statement with one row: `rows`, how many there were; `last`, the id to go on after.
 */
export function fillBatch({ catalog, table }: TableVersion, changes: RowChanges, batch: Batch): Sql {
  const { to } = pendingVersions({ catalog, table });
  const write = sql`update rowhouse.project_data as d set ${rowAssignments(to.table, changes)}`;
  return overBatch(ofTable(catalog, table, "d"), write, sql``, batch);
}

interface Batch {
  /** The last id of the batch before. */
  readonly after: string | null;
  readonly size: number;
}

/**
 * A write of the next rows in the order of their ids. By a range of ids, not by a join with them: the planner, who does not
 * know how many they are, would compare each with every row of the table.
 *
 * @param condition more that a row `d` has to meet to be written.
 * @param others further queries, of the rows called `batch`.
 */
function overBatch(
  where: Sql,
  write: Sql,
  condition: Sql,
  { after, size }: Batch,
  others: readonly Sql[] = [],
): Sql {
  const next = after === null ? sql`` : sql` and d.id > ${literal(after)}::uuid`;
  return sql`
with batch as materialized (
  select d.id from rowhouse.project_data as d where ${where}${next} order by d.id limit ${size}::int8
), written as (
  ${write} where ${where}${next} and d.id <= (select id from batch order by id desc limit 1)${condition}
)${joined(others.map((other) => sql`, ${other}`))}
select count(*)::int8 as rows, (array_agg(id order by id desc))[1]::text as last from batch`;
}

/** Deletes the next rows of a table that is in the trash; answers as `fillBatch`. */
export function deleteBatch(catalog: Catalog, tableId: string, batch: Batch): Sql {
  const doomed = sql`select ${uuidLiteral(tableId)} as table_id, id from batch`;
  const write = sql`delete from rowhouse.project_data as d`;
  const others = letGo(catalog, doomed, "let_go");
  return overBatch(ofTable(catalog, { id: tableId }, "d"), write, sql``, batch, others);
}

/** What is nobody's in rows of a table that lives on: JSON keys and slots. */
export interface Leftovers {
  readonly keys: readonly string[];
  readonly slots: readonly string[];
}

/** Clears leftovers from the next rows of a table; answers as `fillBatch`. */
export function clearBatch({ catalog, table }: TableVersion, { keys, slots }: Leftovers, batch: Batch): Sql {
  const cleared = slots.map((slot) => sql`, ${ident(slot)} = null`);
  const held = slots.map((slot) => sql` or d.${ident(slot)} is not null`);
  const list = sql`${[...keys]}::text[]`;
  return overBatch(
    ofTable(catalog, table, "d"),
    sql`update rowhouse.project_data as d set data = d.data - ${list}${joined(cleared)}`,
    sql` and (d.data ?| ${list}${joined(held)})`,
    batch,
  );
}

function joined(parts: readonly Sql[]): Sql {
  return parts.reduce((all, part) => sql`${all}${part}`, sql``);
}
