import { sqlTypeOf } from "../catalog/sql-types.ts";
import type { Column, ColumnStorage, ColumnType } from "../catalog/types.ts";
import { ident, literal, type Sql, sql } from "../sql/sql.ts";
import { isPlainText, jsonValue, postgresType, storedObject, type TypedColumn } from "./column-sql.ts";

const numbers: ReadonlySet<ColumnType> = new Set(["integer", "bigint", "number", "numeric"]);

/** A stored value as text, whatever its place. */
function storedText(storage: ColumnStorage, row: string): Sql {
  return storage.place === "data"
    ? sql`(${storedObject(storage, row)} ->> ${literal(storage.key)})`
    : sql`${ident(row)}.${ident(storage.place)}::text`;
}

/**
 * Whether values stored by one type are those of the other as they are, in the row and in slots: then a change of the
 * type touches no row.
 */
export function keepsForm(before: TypedColumn, after: TypedColumn): boolean {
  if (before.type === after.type && before.sql_type === after.sql_type) return true;
  const [from, to] = [formOf(before), formOf(after)];
  if (from === null || to === null) return false;
  if (from.kind === "text") return to.kind === "text" && from.size <= to.size;
  return to.kind === "number" && from.size < to.size;
}

/** Texts by their greatest length, exact numbers by what they can hold; null: neither. */
function formOf(column: TypedColumn): { readonly kind: "text" | "number"; readonly size: number } | null {
  if (isPlainText(column)) return { kind: "text", size: Number.POSITIVE_INFINITY };
  const read = sqlTypeOf(column);
  if (read === null) return wholeSizes[column.type] ?? null;
  if (read.isArray) return null;
  const [size = Number.POSITIVE_INFINITY] = read.modifiers;
  if (read.base.internal === "varchar") return { kind: "text", size };
  return read.base.internal === "int2" ? { kind: "number", size: 2 } : null;
}

const wholeSizes: {
  readonly [type in ColumnType]?: { readonly kind: "number"; readonly size: number };
} = {
  integer: { kind: "number", size: 4 },
  bigint: { kind: "number", size: 8 },
  numeric: { kind: "number", size: 16 },
};

/**
 * The value of a column after its type was changed, from a row stored before. Of values that `unconvertible` finds it
 * raises.
 */
export function convertedValue(before: Column, storage: ColumnStorage, after: Column, row: string): Sql {
  const text = storedText(storage, row);
  const json =
    storage.place === "data"
      ? sql`(${storedObject(storage, row)} -> ${literal(storage.key)})`
      : sql`to_jsonb(${text})`;
  if (before.type === after.type && storage.place === "data")
    return jsonValue(storedObject(storage, row), storage.key, after);
  if (after.type === "jsonb") return json;
  if (after.type === "text[]") {
    return before.type === "jsonb"
      ? sql`app.text_array(${json})`
      : sql`case when ${text} is not null then array[${text}] end`;
  }
  if (before.type === "boolean" && numbers.has(after.type))
    return sql`${text}::bool::int4::${postgresType(after)}`;
  return sql`${text}::${postgresType(after)}`;
}

/** The condition that finds rows whose value cannot become one of the new type; null when all can. */
export function unconvertible(
  before: Column,
  storage: ColumnStorage,
  after: Column,
  row: string,
): Sql | null {
  if (before.type === after.type && after.type !== "enum") return null;
  const text = storedText(storage, row);
  if (after.type === "enum") {
    const allowed = [...(after.enum_values ?? [])];
    return sql`(${text} is not null and not ${text} = any(${allowed}::text[]))`;
  }
  if (after.type === "jsonb") return null;
  if (after.type === "text[]") {
    return before.type === "jsonb" && storage.place === "data"
      ? sql`(${text} is not null and jsonb_typeof(${storedObject(storage, row)} -> ${literal(storage.key)}) <> 'array')`
      : null;
  }
  if (before.type === "boolean" && numbers.has(after.type)) return null;
  return sql`(${text} is not null and not pg_input_is_valid(${text}, ${typeName(after)}))`;
}

function typeName(column: Column): Sql {
  const name = postgresType(column).chunks.join("");
  return literal(name);
}
