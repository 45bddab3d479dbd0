import { parseDefault } from "../catalog/column-default.ts";
import { isIdentity } from "../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column, Json } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { givenValue, jsonValue, postgresType, storageOf } from "./column-sql.ts";
import { selectList, uuidLiteral } from "./relation.ts";
import { recordData, slotValues, type ValueFor } from "./stored-row.ts";

/**
 * One statement that inserts records and answers them as JSON: it casts, fills defaults, checks the definition,
 * resolves references and derives the slots. All or nothing.
 *
 * @param records validated objects; keys are column names.
 * @returns a statement with one row: `records`, the text of a JSON array in the order given; `ids`, the storage ids.
 */
export function insertStatement(
  catalog: Catalog,
  table: CatalogTable,
  records: readonly { readonly [column: string]: Json }[],
): Sql {
  const valueFor: ValueFor = ({ name }) =>
    storageOf(table, name).place === "id" ? sql`source."$id"` : sql`source.${ident(name)}`;
  const slots = slotValues(catalog, table, valueFor, table.definition.columns, "source");
  const targets = join(
    slots.map(({ slot }) => sql`, ${ident(slot)}`),
    "",
  );
  const values = join(
    slots.map(({ value }) => sql`, ${value}`),
    "",
  );
  return sql`
with input as materialized (
  select item.ordinality as ordinal, item.value as v from jsonb_array_elements(${JSON.stringify(records)}::jsonb) with ordinality as item
), ${identity(catalog, table)}source as materialized (
  select ${sourceColumns(table)} from input
), written as (
  insert into rowhouse.project_data (project_id, table_id, id, data, created_at, updated_at${targets})
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, source."$id",
    ${recordData(table, table.definition.columns, valueFor)}, ${timestamp(table, "created_at")}, ${timestamp(table, "updated_at")}${values}
  from source
  returning *
)
select
  coalesce((select json_agg(row_to_json(record.*)) from (
    select ${selectList(table, "written")} from written join source on source."$id" = written.id order by source."$ordinal"
  ) as record), '[]')::text as records,
  (select array_agg(source."$id"::text order by source."$ordinal") from source) as ids`;
}

/** Typed values with defaults, one per column under its own name; the storage id (and a uuid key) is `$id`, which no column can be named. */
function sourceColumns(table: CatalogTable): Sql {
  const readable = table.definition.columns.filter(({ name }) => storageOf(table, name).place !== "secret");
  const key = readable.find(({ name }) => storageOf(table, name).place === "id");
  const values = readable
    .filter((column) => column !== key)
    .map((column) => sql`${inputValue(table, column)} as ${ident(column.name)}`);
  const generated = sql`app.uuid_v7(input.ordinal)`;
  const id =
    key === undefined ? generated : sql`coalesce(${jsonValue(sql`input.v`, key.name, key)}, ${generated})`;
  const head = [sql`input.ordinal as "$ordinal"`, sql`${id} as "$id"`];
  return join([...head, ...values]);
}

function inputValue(table: CatalogTable, column: Column): Sql {
  // JSON null means SQL NULL at the doors; a stored JSON null can only come from SQL.
  const value = givenValue(sql`input.v`, column.name, column);
  if (isIdentity(table.definition, column)) {
    const numbered = sql`(select numbers.first_value from numbers) + (select count(*) from input as earlier where earlier.ordinal <= input.ordinal and (earlier.v ->> ${literal(column.name)}) is null) - 1`;
    return sql`coalesce(${value}, (${numbered})::${postgresType(column)})`;
  }
  const fallback = defaultValue(column);
  return fallback === null
    ? value
    : sql`case when input.v ? ${literal(column.name)} then ${value} else ${fallback} end`;
}

/** A column's default as a typed value; null if it has none. */
export function defaultValue(column: Column): Sql | null {
  const type = postgresType(column);
  const parsed = parseDefault(column);
  switch (parsed.kind) {
    case "none":
      return null;
    case "now":
      return sql`now()::${type}`;
    case "random_uuid":
      return keyword("gen_random_uuid()");
    case "current_user":
      return keyword("app.end_user_id()");
    case "value":
      return jsonValue(sql`${literal(JSON.stringify({ default: parsed.value }))}::jsonb`, "default", column);
    case "invalid":
      throw new RangeError(`the default of ${column.name} ${parsed.problem}`);
  }
}

/** Counts up as many numbers as rows ask for one; an explicit value is respected by starting after it. */
function identity(catalog: Catalog, table: CatalogTable): Sql {
  const column = table.definition.columns.find((candidate) => isIdentity(table.definition, candidate));
  if (column === undefined) return sql``;
  const given = sql`(input.v ->> ${literal(column.name)})::int8`;
  return sql`wanted as (
  select count(*) filter (where ${given} is null) as missing, coalesce(max(${given}), 0) as highest from input
), counted as (
  insert into rowhouse.project_sequences as sequence (project_id, table_id, last_value)
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, greatest(wanted.highest, 0) + wanted.missing from wanted
  on conflict (project_id, table_id) do update
    set last_value = greatest(sequence.last_value, (select wanted.highest from wanted)) + (select wanted.missing from wanted)
  returning last_value
), numbers as materialized (
  select counted.last_value - wanted.missing + 1 as first_value from counted, wanted
), `;
}

function timestamp(table: CatalogTable, name: "created_at" | "updated_at"): Sql {
  const column = table.definition.columns.find(
    (candidate) => storageOf(table, candidate.name).place === name,
  );
  return column === undefined ? keyword("now()") : sql`coalesce(source.${ident(column.name)}, now())`;
}
