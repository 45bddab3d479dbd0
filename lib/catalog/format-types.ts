import type { ColumnType } from "./types.ts";

/**
 * Postgres's types for the contract's, as `format_type` prints them: e-mail addresses and the like are texts whose form the
 * product checks, and so are choices where they have no enum type of their own.
 */
export const formatTypes: { readonly [type in ColumnType]: string } = {
  uuid: "uuid",
  text: "text",
  integer: "integer",
  bigint: "bigint",
  number: "double precision",
  numeric: "numeric",
  boolean: "boolean",
  date: "date",
  time: "time without time zone",
  timestamptz: "timestamp with time zone",
  jsonb: "jsonb",
  enum: "text",
  "text[]": "text[]",
  email: "text",
  url: "text",
  phone: "text",
  richtext: "text",
  file: "text",
};
