import { parseSqlType } from "../../catalog/parse-sql-type.ts";
import { postgresType, type TypedColumn } from "../../engine/column-sql.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { Refused } from "../write/refused.ts";

/** A guarded `TypeName` as Postgres's own text of the type: `integer`, `character varying(20)`, `text[]`. */
export function typeText(node: TreeFields): string {
  const typmods = asList(node.typmods).map((item) => {
    const { ival } = (unwrap(item)?.fields ?? {}) as { ival?: { ival?: number } };
    return ival?.ival ?? 0;
  });
  const parsed = parseSqlType(names(node.names), typmods, asList(node.arrayBounds).length);
  if (!parsed.ok)
    throw new Refused("featureNotSupported", parsed.message, { location: Number(node.location ?? 0) });
  const { type, sql_type } = parsed;
  return typeNameOf({ type, ...(sql_type === undefined ? {} : { sql_type }) });
}

/** The type of a column, as `format_type` prints it. */
export function typeNameOf(column: TypedColumn): string {
  const { text } = compile(postgresType(column));
  return longNames[text] ?? text;
}

/** A type's name without lengths, precisions and the fields of an interval. */
export function unmodified(type: string): string {
  return type.replace(/\(.*?\)/, "").replace(/^interval [a-z ]+/, "interval");
}

/** The contract's types go by Postgres's short names in the engine. */
const longNames: Readonly<Record<string, string>> = {
  int4: "integer",
  int8: "bigint",
  float8: "double precision",
  bool: "boolean",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
};
