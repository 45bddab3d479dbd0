import type { Column, ColumnType } from "../types.ts";

/** A column by what `format_type` prints of its type: for code that shows a value of it. */
export function formatColumn(name: string, format: string): Column {
  const type = contractTypes[format];
  return type === undefined ? { name, type: "text", sql_type: format } : { name, type };
}

/** Postgres's names of the types that the contract has, and of the nearest ones. */
const contractTypes: { readonly [format: string]: ColumnType } = {
  uuid: "uuid",
  text: "text",
  smallint: "integer",
  integer: "integer",
  bigint: "bigint",
  real: "number",
  "double precision": "number",
  numeric: "numeric",
  boolean: "boolean",
  date: "date",
  "time without time zone": "time",
  time: "time",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamptz",
  json: "jsonb",
  jsonb: "jsonb",
  "text[]": "text[]",
};
