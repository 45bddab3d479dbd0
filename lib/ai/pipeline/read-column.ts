import { toName } from "../../catalog/checks/names.ts";
import type { Column, ColumnType, Json, OnDelete, Reference } from "../../catalog/types.ts";
import { columnTypes } from "../../catalog/types.ts";
import { dictionary } from "../dictionary.ts";
import { isObject, text } from "./json-answer.ts";

/** What a model says of a column; what it does not say is undefined, so that an existing column keeps it. */
export interface ColumnPatch {
  readonly name: string;
  readonly type: ColumnType | undefined;
  readonly required: boolean | undefined;
  readonly unique: boolean | undefined;
  readonly indexed: boolean | undefined;
  /** Null: it has none (any more). */
  readonly default: Json | undefined;
  readonly description: string | undefined;
  readonly enum_values: readonly string[] | undefined;
  readonly references: Reference | null | undefined;
}

export type ReadColumn =
  | { readonly ok: true; readonly column: ColumnPatch }
  | { readonly ok: false; readonly problem: string };

const charactersMax = 1000;

/** Reads a column in the contract's words or in those of other dialects (`varchar(50)`, `nullable`, `"users.id"`). */
export function readColumn(value: unknown): ReadColumn {
  if (!isObject(value)) return { ok: false, problem: "a column is not an object" };
  const name = text(value.name, charactersMax);
  if (name === "") return { ok: false, problem: "a column has no name" };
  const values = readValues(value);
  const given = value.type === undefined || value.type === null ? undefined : text(value.type, charactersMax);
  const type = given === undefined ? undefined : typeOf(given, values);
  if (type === null)
    return { ok: false, problem: `column ${JSON.stringify(name)}: ${JSON.stringify(given)} is not a type` };
  return {
    ok: true,
    column: {
      name: toName(name),
      type,
      required: flag(value.required) ?? negated(flag(value.nullable)),
      unique: flag(value.unique),
      indexed: flag(value.indexed),
      default: readDefault(value.default),
      description: typeof value.description === "string" ? text(value.description, charactersMax) : undefined,
      enum_values: values,
      references: readReference(value),
    },
  };
}

/** Names of types in other dialects, without length or precision. */
const synonyms = dictionary<ColumnType>({
  string: "text",
  varchar: "text",
  "character varying": "text",
  char: "text",
  character: "text",
  citext: "text",
  longtext: "text",
  mediumtext: "text",
  str: "text",
  int: "integer",
  int4: "integer",
  smallint: "integer",
  int2: "integer",
  tinyint: "integer",
  serial: "integer",
  int8: "bigint",
  long: "bigint",
  bigserial: "bigint",
  float: "number",
  float4: "number",
  float8: "number",
  double: "number",
  "double precision": "number",
  real: "number",
  decimal: "numeric",
  money: "numeric",
  currency: "numeric",
  price: "numeric",
  bool: "boolean",
  datetime: "timestamptz",
  timestamp: "timestamptz",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamptz",
  json: "jsonb",
  object: "jsonb",
  array: "text[]",
  "string[]": "text[]",
  "varchar[]": "text[]",
  "email address": "email",
  link: "url",
  uri: "url",
  image: "file",
  picture: "file",
  attachment: "file",
  markdown: "richtext",
  html: "richtext",
  rich_text: "richtext",
  guid: "uuid",
  select: "enum",
  tel: "phone",
});

function typeOf(given: string, values: readonly string[] | undefined): ColumnType | null {
  const plain = given
    .toLowerCase()
    .replace(/\s*\([^)]*\)/, "")
    .trim();
  const type = columnTypes.find((known) => known === plain) ?? synonyms[plain];
  if (type === undefined) return null;
  // An enum of nothing can hold nothing.
  return type === "enum" && (values === undefined || values.length === 0) ? "text" : type;
}

function readValues(value: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const list = value.enum_values ?? value.values ?? value.enum;
  if (!Array.isArray(list)) return undefined;
  const strings = list.filter((one): one is string => typeof one === "string" && one.trim() !== "");
  return [...new Set(strings.map((one) => one.trim()))];
}

function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

const nowCalls = /^(now\(\)|current_timestamp(\(\))?|current_date|localtimestamp)$/i;
const uuidCalls = /^(gen_random_uuid|uuid_generate_v4|uuid)\(\)$/i;

function readDefault(value: unknown): Json | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string")
    return typeof value === "number" || typeof value === "boolean" ? value : null;
  if (nowCalls.test(value.trim())) return "now()";
  if (uuidCalls.test(value.trim())) return "gen_random_uuid()";
  // 'draft'::text, as Postgres prints defaults.
  const literal = /^'(.*)'(::[\w ]+)?$/.exec(value.trim())?.[1];
  return value.trim() === "" || /^null$/i.test(value.trim()) ? null : (literal ?? value);
}

const onDeletes: readonly OnDelete[] = ["cascade", "set null", "restrict"];

function readReference(column: Readonly<Record<string, unknown>>): Reference | null | undefined {
  const value = column.references ?? column.foreign_key;
  if (value === undefined) return undefined;
  if (typeof value === "string") return referenceText(value);
  if (!isObject(value)) return null;
  const table = text(value.table, charactersMax);
  if (table === "") return null;
  const on = onDeletes.find((one) => one === text(value.on_delete, 20).toLowerCase().replace("_", " "));
  return {
    table,
    column: text(value.column, charactersMax) || "id",
    ...(on === undefined ? {} : { on_delete: on }),
  };
}

/** `users`, `users.id`, `users(id)`. */
function referenceText(value: string): Reference | null {
  const [table = "", column = "id"] = value.split(/[.()]/).map((part) => part.trim());
  return table === "" ? null : { table, column: column === "" ? "id" : column };
}

/** The column itself, where it did not exist before. */
export function newColumn(patch: ColumnPatch): Column {
  return mergeColumn({ name: patch.name, type: patch.references == null ? "text" : "uuid" }, patch);
}

/** An existing column with what is said of it; null takes a default or a reference away. */
export function mergeColumn(column: Column, patch: ColumnPatch): Column {
  const references = patch.references === undefined ? column.references : (patch.references ?? undefined);
  const value = patch.default === undefined ? column.default : patch.default;
  const type = patch.type ?? column.type;
  const values = patch.enum_values ?? column.enum_values;
  const { description } = { description: column.description, ...defined({ description: patch.description }) };
  return {
    name: column.name,
    type,
    ...(column.primary_key === true ? { primary_key: true } : {}),
    ...kept("unique", patch.unique ?? column.unique),
    ...kept("required", patch.required ?? column.required),
    ...kept("indexed", patch.indexed ?? column.indexed),
    ...(value === undefined || value === null ? {} : { default: value }),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(type !== "enum" || values === undefined ? {} : { enum_values: values }),
    ...(references === undefined ? {} : { references }),
  };
}

function kept<Name extends string>(name: Name, value: boolean | undefined): { [name in Name]?: true } {
  return (value === true ? { [name]: true } : {}) as { [name in Name]?: true };
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
