/** The types of the HTTP contract, and the values that JSON has. */

export const columnTypes = [
  "uuid",
  "text",
  "integer",
  "bigint",
  "number",
  "numeric",
  "boolean",
  "date",
  "time",
  "timestamptz",
  "jsonb",
  "enum",
  "text[]",
  "email",
  "url",
  "phone",
  "richtext",
  "file",
] as const;

/** `number` is double precision; `file` holds a URL. */
export type ColumnType = (typeof columnTypes)[number];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
