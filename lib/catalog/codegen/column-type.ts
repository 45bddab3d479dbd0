import { type EnumType, enumWithId } from "../enum-type.ts";
import { sqlTypeOf } from "../sql-types.ts";
import type { Catalog, Column, ColumnType } from "../types.ts";

/** What a generated type is made from; the parts of a catalog that clients see. */
export type TypedSchema = Pick<Catalog, "views" | "functions" | "enums"> & {
  readonly tables: readonly Pick<Catalog["tables"][number], "id" | "definition" | "storage">[];
};

const contractTypes: { readonly [type in ColumnType]: string } = {
  uuid: "string",
  text: "string",
  integer: "number",
  bigint: "number",
  number: "number",
  numeric: "number",
  boolean: "boolean",
  date: "string",
  time: "string",
  timestamptz: "string",
  jsonb: "Json",
  enum: "string",
  "text[]": "string[]",
  email: "string",
  url: "string",
  phone: "string",
  richtext: "string",
  file: "string",
};

/** What a value of the column is in TypeScript, as it comes in JSON; null left aside. */
export function columnTypeScript(column: Column): string {
  if (sqlTypeOf(column) !== null) return sqlTypeScript(column.sql_type ?? "text");
  if (column.type === "enum" && column.enum_values !== undefined && column.enum_values.length > 0)
    return column.enum_values.map((value) => JSON.stringify(value)).join(" | ");
  return contractTypes[column.type];
}

const numbers =
  /^(?:smallint|integer|bigint|real|double precision|numeric|int[248]?|float[48]?|oid|decimal)\b/;

/** An enum by its name; one that has none, of a column with values of its own, by these. */
export function enumTypeScript({ enums = [] }: TypedSchema, { id, name, labels }: EnumType): string {
  return enums.some((known) => known.id === id)
    ? `Database["public"]["Enums"][${JSON.stringify(name)}]`
    : labels.map((label) => JSON.stringify(label)).join(" | ");
}

/** What a query or a function gives; `labels` is the id of an enum's type. */
export function valueTypeScript(
  schema: TypedSchema,
  { type, labels }: { readonly type: string; readonly labels?: string },
): string {
  const named = labels === undefined ? null : enumWithId(schema, labels);
  if (named === null) return sqlTypeScript(type);
  return type.endsWith("[]") ? arrayOf(enumTypeScript(schema, named)) : enumTypeScript(schema, named);
}

/** @param type as `format_type` prints it. */
export function sqlTypeScript(type: string): string {
  if (type.endsWith("[]")) return arrayOf(sqlTypeScript(type.slice(0, -2)));
  if (numbers.test(type)) return "number";
  if (type === "boolean" || type === "bool") return "boolean";
  if (type === "json" || type === "jsonb") return "Json";
  if (type === "void") return "undefined";
  if (type === "record") return "Record<string, unknown>";
  // Ranges and what else has no form of its own in JSON come as text.
  return "string";
}

export function arrayOf(type: string): string {
  return /[|&]/.test(type) ? `(${type})[]` : `${type}[]`;
}

/** A property's key: bare where JavaScript allows it. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
