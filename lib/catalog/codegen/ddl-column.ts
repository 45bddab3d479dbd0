import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { parseDefault } from "../column-default.ts";
import { formatTypes } from "../format-types.ts";
import { readSqlType } from "../sql-types.ts";
import type { Column, Json } from "../types.ts";

/** A column's line in CREATE TABLE: name, type, default, whether it may be empty. Its constraints stand by themselves. */
export function columnDdl(column: Column, isCounted: boolean): Sql {
  const required = column.required === true && !isCounted ? sql` not null` : sql``;
  return sql`${ident(column.name)} ${typeDdl(column)}${origin(column, isCounted)}${required}`;
}

/**
 * The column's type as Postgres names it.
 *
 * @throws {RangeError} for a `sql_type` that is none of Postgres's: it was checked before it was stored.
 */
function typeDdl({ type, sql_type }: Column): Sql {
  if (sql_type === undefined) return keyword(formatTypes[type]);
  if (readSqlType(sql_type) === null) throw new RangeError(`"${sql_type}" is no type of a column`);
  return keyword(sql_type);
}

/** Where its value comes from when none is given. */
function origin(column: Column, isCounted: boolean): Sql {
  // Guarded when it was defined: one expression, whole.
  if (column.generated !== undefined) return sql` generated always as (${keyword(column.generated)}) stored`;
  if (isCounted) return sql` generated ${keyword(column.identity ?? "by default")} as identity`;
  if (column.default_expression !== undefined) return sql` default (${keyword(column.default_expression)})`;
  const value = defaultValue(column);
  return value === null ? sql`` : sql` default ${value}`;
}

function defaultValue(column: Column): Sql | null {
  // A type of SQL has its own literals, which are kept as they were typed.
  if (column.sql_type !== undefined && typeof column.default === "string") return literal(column.default);
  const parsed = parseDefault(column);
  switch (parsed.kind) {
    case "now":
      return column.type === "timestamptz" ? sql`now()` : sql`now()::${keyword(formatTypes[column.type])}`;
    case "random_uuid":
      return sql`gen_random_uuid()`;
    case "value":
      return valueDdl(column, parsed.value);
    // Who is signed in is known to the product alone.
    case "current_user":
    case "none":
    case "invalid":
      return null;
  }
}

function valueDdl({ type, sql_type }: Column, value: Json): Sql {
  if (type === "jsonb" && sql_type === undefined) return sql`${literal(JSON.stringify(value))}::jsonb`;
  if (value === null) return sql`null`;
  if (Array.isArray(value)) return sql`array[${join(value.map((item) => literal(String(item))))}]::text[]`;
  return literal(typeof value === "string" ? value : JSON.stringify(value));
}
