import { isDocument, isList, type ReadSqlType, sqlTypeOf } from "../catalog/sql-types.ts";
import type { CatalogTable, Column, ColumnStorage, ColumnType } from "../catalog/types.ts";
import { ident, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { labelPlace } from "./enum-order.ts";

/** What of a column says how its values are stored and compared. */
export type TypedColumn = Pick<Column, "type" | "sql_type">;

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

/** The Postgres type of a column, with its length or precision: `character varying(20)`. */
export function postgresType(column: TypedColumn): Sql {
  // Not text from outside: a name that sqlTypeOf does not know raises.
  return keyword(sqlTypeOf(column) === null ? postgresTypes[column.type] : (column.sql_type ?? ""));
}

/** The same without length and precision: what stored values, which have been cut to measure already, are read as. */
export function bareType(column: TypedColumn): Sql {
  const read = sqlTypeOf(column);
  return keyword(read === null ? postgresTypes[column.type] : bareName(read));
}

function bareName({ base, isArray }: ReadSqlType): string {
  // The key words `character` and `bit` mean a length of one.
  const isLengthless = base.internal === "bpchar" || base.internal === "bit";
  const name = isLengthless ? `pg_catalog."${base.internal}"` : base.name;
  return isArray ? `${name}[]` : name;
}

/** Whether the column's values are of Postgres's `text` itself. */
export function isPlainText(column: TypedColumn): boolean {
  return column.sql_type === undefined && postgresTypes[column.type] === "text";
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
  return storedValue(storageOf(table, column.name), column, row);
}

/** The same of a column that lies in rows without being one of a table's. */
export function storedValue(storage: ColumnStorage, column: Column, row: string): Sql {
  const name = placeOf(storage, column);
  if (name === "data") return jsonValue(storedObject(storage, row), storage.key, column);
  const value = sql`${ident(row)}.${ident(name)}`;
  // The same bytes under another name, which an index sees through.
  return isVaryingText(column) ? sql`${value}::varchar` : value;
}

/** The column of a stored row that a column's value is read from. */
export function storedColumn(table: CatalogTable, column: Column): string {
  return placeOf(storageOf(table, column.name), column);
}

function placeOf(storage: ColumnStorage, column: Column): string {
  return storage.place === "data" ? (ownTypedSlot(column, storage) ?? "data") : storage.place;
}

/** The JSON object in which a row's value is looked up: one with the default where the row is older than the column. */
function storedObject({ key, missing }: ColumnStorage, row: string): Sql {
  const data = sql`${ident(row)}.data`;
  if (missing === undefined) return data;
  return sql`case when ${data} ? ${literal(key)} then ${data} else ${literal(`{${JSON.stringify(key)}: ${missing}}`)}::jsonb end`;
}

/** The typed value under a key of a stored row's JSON; null if it is absent. */
export function jsonValue(object: Sql, key: string, column: TypedColumn): Sql {
  const name = literal(key);
  if (isDocument(column)) return sql`(${object} -> ${name})`;
  if (isList(column) && column.sql_type === undefined) return sql`app.text_array(${object} -> ${name})`;
  return isPlainText(column)
    ? sql`(${object} ->> ${name})`
    : sql`(${object} ->> ${name})::${bareType(column)}`;
}

/**
 * The typed value under a key of a client's JSON record, as `json_populate_record` reads it: a list may be a JSON array
 * or Postgres's text of one, a document is any JSON, and JSON null is null.
 */
export function givenValue(object: Sql, key: string, column: TypedColumn): Sql {
  const name = literal(key);
  const read = sqlTypeOf(column);
  if (isDocument(column)) return sql`nullif(${object} -> ${name}, 'null')`;
  if (read?.base.internal === "json" && !read.isArray)
    return sql`nullif(${object} -> ${name}, 'null')::text::json`;
  if (isList(column)) {
    const isOfDocuments = read?.base.nearest === "jsonb";
    const text = keyword(isOfDocuments ? "app.document_array_text" : "app.array_text");
    return assignedValue(column, sql`${text}(${object} -> ${name})::${bareType(column)}`);
  }
  return assignedValue(column, jsonValue(object, key, column));
}

/**
 * A value of the column's bare type as an assignment would store it: numbers rounded to the column's scale, a text that
 * is too long refused with 22001 (a cast would cut it silently).
 */
export function assignedValue(column: TypedColumn, value: Sql): Sql {
  const read = sqlTypeOf(column);
  const [length] = read?.modifiers ?? [];
  if (read === null || length === undefined) return value;
  if (read.base.typmod !== "length") return sql`(${value})::${postgresType(column)}`;
  // Postgres's own length coercions, which say whether they were asked for; texts count their header of four bytes.
  const isBits = read.base.internal === "bit" || read.base.internal === "varbit";
  const typmod = keyword(String(isBits ? length : length + 4));
  return read.isArray
    ? sql`app.within_length(${value}, ${typmod})::${postgresType(column)}`
    : sql`pg_catalog.${ident(read.base.internal)}(${value}, ${typmod}, false)`;
}

/** A typed value as `jsonb_build_object` takes it into a stored row: itself where JSON is exact, else Postgres's canonical text. */
export function storedJson(column: TypedColumn, value: Sql): Sql {
  const read = sqlTypeOf(column);
  if (isDocument(column)) return value;
  const isExact = read === null || (!read.isArray && exactInJson.has(read.base.internal));
  return isExact ? value : sql`(${value})::text`;
}

/** Numbers keep every digit in jsonb; a padded text would lose its blanks as `text`. */
const exactInJson: ReadonlySet<string> = new Set(["int2", "float4", "numeric", "bpchar"]);

/** The slot whose type and values are the column's own, if there is one. */
function ownTypedSlot(column: Column, storage: ColumnStorage): string | null {
  const isText = isPlainText(column) || isVaryingText(column);
  if (isText && storage.unique !== undefined) return storage.unique;
  if (storage.referenceIsValue === true && storage.reference !== undefined) return storage.reference;
  const { index } = storage;
  if (index === undefined) return null;
  return slotTypes[index.charAt(0)] === slotType(column) ? index : null;
}

/** Whether a column's values compare in the order in which they are declared. */
export function isEnum({ type, sql_type }: TypedColumn): boolean {
  return type === "enum" && sql_type === undefined;
}

/** The type of a slot that holds the very values of the column; lengths and precisions are the same type. */
function slotType(column: Column): string | null {
  const read = sqlTypeOf(column);
  if (read === null) return postgresTypes[column.type];
  if (read.isArray) return null;
  return read.base.internal === "varchar" ? "text" : read.base.internal;
}

function isVaryingText(column: TypedColumn): boolean {
  const read = sqlTypeOf(column);
  return read?.base.internal === "varchar" && !read.isArray;
}

/** What a list is ordered by: the column's index slot where that keeps the very order of the values. */
export function orderValue(
  table: CatalogTable,
  column: Column,
  row: string,
): { readonly value: Sql; readonly type: Sql } {
  // The order of an enum's values is not that of the texts in its slot.
  if (isEnum(column))
    return {
      value: labelPlace(column.enum_values ?? [], columnValue(table, column, row)),
      type: keyword("int4"),
    };
  const { index } = storageOf(table, column.name);
  const slotType = index === undefined ? undefined : slotTypes[index.charAt(0)];
  if (index === undefined || slotType === undefined || column.type === "uuid") {
    return { value: columnValue(table, column, row), type: bareType(column) };
  }
  return { value: sql`${ident(row)}.${ident(index)}`, type: keyword(slotType) };
}

const slotTypes: { readonly [family: string]: string } = {
  t: "text",
  i: "int8",
  n: "int4",
  f: "float8",
  m: "numeric",
  d: "timestamptz",
  a: "date",
};

/** A typed value in the form of an index slot: order and equality in the slot are those of the values. */
export function slotForm(column: Column, slot: string, value: Sql): Sql {
  switch (slot.charAt(0)) {
    case "i":
      return column.type === "boolean" ? sql`(${value})::int4::int8` : sql`(${value})::int8`;
    case "d":
      return momentOf(column, value);
    case "t":
      return sql`(${value})::text`;
    case "n":
      return sql`(${value})::int4`;
    case "f":
      return sql`(${value})::float8`;
    default:
      return value;
  }
}

/** What a writing statement puts into an index slot; raises for what is too long for an entry of the key's index, which holds all slots. */
export function indexSlotValue(table: CatalogTable, column: Column, slot: string, value: Sql): Sql {
  const form = slotForm(column, slot, value);
  const tooLong = sql`app.slot_too_long(${literal(table.definition.name)}, ${literal(column.name)})`;
  switch (slot.charAt(0)) {
    case "t":
      return sql`case when octet_length(${form}) > 500 then ${tooLong} else ${form} end`;
    case "m":
      return sql`case when pg_column_size(${form}) > 250 then ${tooLong}::numeric else ${form} end`;
    default:
      return form;
  }
}

function momentOf(column: Column, value: Sql): Sql {
  const internal = sqlTypeOf(column)?.base.internal ?? column.type;
  switch (internal) {
    case "date":
      return sql`((${value})::timestamp at time zone 'UTC')`;
    case "time":
      return sql`((date '1970-01-01' + (${value})) at time zone 'UTC')`;
    case "timestamp":
      return sql`((${value}) at time zone 'UTC')`;
    default:
      return value;
  }
}

/** A typed value as the text that stands for it in a unique key: equal texts exactly for equal values. */
export function keyText(column: TypedColumn, value: Sql): Sql {
  switch (sqlTypeOf(column)?.base.internal ?? column.type) {
    case "numeric":
      return sql`trim_scale(${value})::text`;
    case "number":
      // Minus zero equals zero.
      return sql`((${value}) + 0::float8)::text`;
    case "float4":
      return sql`((${value}) + 0::real)::text`;
    case "timestamptz":
      return sql`case when isfinite(${value}) then ((extract(epoch from ${value}) * 1000000)::int8)::text else (${value})::text end`;
    case "interval":
      return sql`app.interval_key(${value})`;
    case "jsonb":
    case "text[]":
      return sql`to_jsonb(${value})::text`;
    default:
      return sql`(${value})::text`;
  }
}
