import type { CatalogTable, Column, ColumnStorage, ColumnType } from "../catalog/types.ts";
import { ident, keyword, literal, type Sql, sql } from "../sql/sql.ts";

const postgresTypes: { readonly [type in ColumnType]: string } = {
  uuid: "uuid",
  text: "text",
  integer: "int4",
  bigint: "int8",
  number: "float8",
  numeric: "numeric",
  boolean: "bool",
  date: "date",
  time: "time",
  timestamptz: "timestamptz",
  jsonb: "jsonb",
  enum: "text",
  "text[]": "text[]",
  email: "text",
  url: "text",
  phone: "text",
  richtext: "text",
  file: "text",
};

/** The Postgres type that a column's values have in SQL. */
export function postgresType(type: ColumnType): Sql {
  return keyword(postgresTypes[type]);
}

/** @throws {RangeError} if the catalog is damaged: every column of a definition has a storage. */
export function storageOf(table: CatalogTable, column: string): ColumnStorage {
  const storage = table.storage.columns[column];
  if (storage === undefined) throw new RangeError(`column ${column} of table ${table.id} has no storage`);
  return storage;
}

/** The columns that a reader may see: all but the write-only ones. */
export function readableColumns(table: CatalogTable): readonly Column[] {
  return table.definition.columns.filter(({ name }) => storageOf(table, name).place !== "secret");
}

/**
 * A column's value in its own type, read from a stored row.
 *
 * A slot stands for the column itself wherever its type is the column's, so that a predicate over it reaches the index
 * without being rewritten.
 *
 * @param row the alias of `rowhouse.project_data` (or of a CTE with its columns).
 */
export function columnValue(table: CatalogTable, column: Column, row: string): Sql {
  const storage = storageOf(table, column.name);
  if (storage.place !== "data") return sql`${ident(row)}.${ident(storage.place)}`;
  const slot = ownTypedSlot(column, storage);
  return slot === null
    ? jsonValue(sql`${ident(row)}.data`, storage.key, column.type)
    : sql`${ident(row)}.${ident(slot)}`;
}

/** The typed value under a key of a JSON object; null if it is absent. */
export function jsonValue(object: Sql, key: string, type: ColumnType): Sql {
  const name = literal(key);
  switch (type) {
    case "jsonb":
      return sql`(${object} -> ${name})`;
    case "text[]":
      return sql`app.text_array(${object} -> ${name})`;
    default:
      return postgresTypes[type] === "text"
        ? sql`(${object} ->> ${name})`
        : sql`(${object} ->> ${name})::${postgresType(type)}`;
  }
}

/** The slot whose type and values are the column's own, if there is one. */
function ownTypedSlot(column: Column, storage: ColumnStorage): string | null {
  const isText = postgresTypes[column.type] === "text";
  if (isText && storage.unique !== undefined) return storage.unique;
  if (storage.index === undefined) return null;
  const family = {
    t: isText,
    i: column.type === "bigint",
    f: column.type === "number",
    d: column.type === "timestamptz",
  };
  return family[storage.index.charAt(0) as keyof typeof family] ? storage.index : null;
}

/** What a list is ordered by: the column's index slot where that keeps the very order of the values. */
export function orderValue(
  table: CatalogTable,
  column: Column,
  row: string,
): { readonly value: Sql; readonly type: Sql } {
  const { index } = storageOf(table, column.name);
  const slotType = index === undefined ? undefined : slotTypes[index.charAt(0)];
  if (index === undefined || slotType === undefined || column.type === "numeric" || column.type === "uuid") {
    return { value: columnValue(table, column, row), type: postgresType(column.type) };
  }
  return { value: sql`${ident(row)}.${ident(index)}`, type: keyword(slotType) };
}

const slotTypes: { readonly [family: string]: string } = {
  t: "text",
  i: "int8",
  f: "float8",
  d: "timestamptz",
};

/** What an index slot holds for a typed value: order and equality in the slot are those of the values. */
export function indexSlotValue(table: CatalogTable, column: Column, value: Sql): Sql {
  switch (column.type) {
    case "boolean":
      return sql`(${value})::int4::int8`;
    case "integer":
    case "bigint":
      return sql`(${value})::int8`;
    case "number":
    case "numeric":
      return sql`(${value})::float8`;
    case "timestamptz":
      return value;
    case "date":
      return sql`((${value})::timestamp at time zone 'UTC')`;
    case "time":
      return sql`((date '1970-01-01' + (${value})) at time zone 'UTC')`;
    default:
      return sql`app.slot_text((${value})::text, ${literal(table.definition.name)}, ${literal(column.name)})`;
  }
}

/** A typed value as the text that stands for it in a unique key: equal texts exactly for equal values. */
export function keyText(type: ColumnType, value: Sql): Sql {
  switch (type) {
    case "numeric":
      return sql`trim_scale(${value})::text`;
    case "number":
      // Minus zero equals zero.
      return sql`((${value}) + 0::float8)::text`;
    case "timestamptz":
      return sql`(extract(epoch from ${value}) * 1000000)::int8::text`;
    case "jsonb":
    case "text[]":
      return sql`to_jsonb(${value})::text`;
    default:
      return sql`(${value})::text`;
  }
}
