import { AppError } from "../../errors/app-error.ts";
import { allowedTypes } from "../../expression/allowed-types.ts";

/** The names of SQL that the grammar knows as key words, in `pg_catalog`'s. */
const spoken: { readonly [name: string]: string } = {
  int: "int4",
  integer: "int4",
  bigint: "int8",
  smallint: "int2",
  real: "float4",
  float: "float8",
  "double precision": "float8",
  decimal: "numeric",
  boolean: "bool",
  character: "bpchar",
  "character varying": "varchar",
  "bit varying": "varbit",
  "time with time zone": "timetz",
  "time without time zone": "time",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
};

/**
 * A type by a name of SQL's.
 *
 * @returns it as `pg_catalog` calls it.
 * @throws {AppError} 42704 if there is no such type, or none that a client may name.
 */
export function typeNamed(name: string): string {
  const isArray = name.endsWith("[]");
  const base = (isArray ? name.slice(0, -2) : name).trim().toLowerCase().replace(/ +/g, " ");
  const type = spoken[base] ?? base;
  if (!allowedTypes.has(type) || type === "char")
    throw new AppError("42704", `type "${name}" does not exist`, { status: 400 });
  return isArray ? `${type}[]` : type;
}
