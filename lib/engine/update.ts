import type { Catalog, CatalogTable, Column, Json } from "../catalog/types.ts";
import { ident, join, literal, type Sql, sql } from "../sql/sql.ts";
import { columnValue, givenValue, storageOf } from "./column-sql.ts";
import { ofTable, selectList } from "./relation.ts";
import { matchesRecordId } from "./row-key.ts";
import { recordData, slotValues, type ValueFor } from "./stored-row.ts";

export interface UpdateRequest {
  readonly recordId: string;
  /** Validated; only the columns to change. */
  readonly patch: { readonly [column: string]: Json };
  /** `updated_at` as the client last saw it: the row is left alone if it moved on. */
  readonly ifMatch?: string;
}

/**
 * One statement that merges columns into a row.
 *
 * @returns one row: `found` (0 or 1), `moved_on`, and `record`, the new record's JSON text, null unless it was written.
 */
export function updateStatement(catalog: Catalog, table: CatalogTable, request: UpdateRequest): Sql {
  const { recordId, patch, ifMatch } = request;
  const changed = table.definition.columns.filter(
    ({ name }) => Object.hasOwn(patch, name) && storageOf(table, name).place !== "secret",
  );
  const names = new Set(changed.map(({ name }) => name));
  const valueFor: ValueFor = (column) =>
    names.has(column.name) ? sql`patch.${ident(column.name)}` : columnValue(table, column, "source");
  const values = changed.map((column) => sql`${patchValue(column)} as ${ident(column.name)}`);
  return sql`
with target as materialized (
  select d.* from rowhouse.project_data as d
  where ${ofTable(catalog, table, "d")} and ${matchesRecordId(table, recordId, "d")}
  for no key update
), patch as materialized (
  select ${join(values)} from (select ${JSON.stringify(patch)}::jsonb as v) as input
), source as materialized (
  select target.id, target.data, target.created_at${slotColumns(table)}
  from target
  where ${ifMatch === undefined ? sql`true` : sql`target.updated_at = ${ifMatch}::timestamptz`}
), written as (
  update rowhouse.project_data as d
  set ${join(assignments(catalog, table, changed, valueFor))}
  from source cross join patch
  where ${ofTable(catalog, table, "d")} and d.id = source.id
  returning d.*
)
select
  (select count(*) from target)::int4 as found,
  exists (select from target) and not exists (select from source) as moved_on,
  (select row_to_json(record.*)::text from (select ${selectList(table, "written")} from written) as record) as record`;
}

/** Slots that an unchanged part of a key is read from. */
function slotColumns(table: CatalogTable): Sql {
  const slots = new Set(Object.values(table.storage.columns).flatMap(({ index, unique }) => [index, unique]));
  return join(
    [...slots].filter((slot) => slot !== undefined).map((slot) => sql`, target.${ident(slot)}`),
    "",
  );
}

function patchValue(column: Column): Sql {
  return givenValue(sql`input.v`, column.name, column);
}

function assignments(
  catalog: Catalog,
  table: CatalogTable,
  changed: readonly Column[],
  valueFor: ValueFor,
): Sql[] {
  const stored = changed.filter(({ name }) => storageOf(table, name).place === "data");
  const keys = join(stored.map(({ name }) => literal(storageOf(table, name).key)));
  const data =
    stored.length === 0
      ? []
      : [sql`data = (source.data - array[${keys}]::text[]) || ${recordData(table, stored, valueFor)}`];
  const created = changed.filter(({ name }) => storageOf(table, name).place === "created_at");
  const updated = changed.find(({ name }) => storageOf(table, name).place === "updated_at");
  return [
    ...data,
    ...created.map((column) => sql`created_at = coalesce(${valueFor(column)}, d.created_at)`),
    // Not now(): two updates in transactions that overlap must not leave the same time, which If-Match compares.
    updated === undefined
      ? sql`updated_at = clock_timestamp()`
      : sql`updated_at = coalesce(${valueFor(updated)}, clock_timestamp())`,
    ...slotValues(catalog, table, valueFor, changed).map(({ slot, value }) => sql`${ident(slot)} = ${value}`),
  ];
}
