import type { Column, ColumnType } from "./types.ts";

/** What a type typed in SQL takes in parentheses. */
export type TypmodKind = "none" | "length" | "precision" | "numeric" | "interval";

/** One of Postgres's types that a column may have besides the contract's own. */
export interface SqlType {
  /** As `pg_type` calls it: `varchar`. */
  readonly internal: string;
  /** As `format_type` prints it, without what stands in parentheses: `character varying`. */
  readonly name: string;
  /** The contract's nearest type: what the console offers for it. */
  readonly nearest: ColumnType;
  readonly typmod: TypmodKind;
  /** Whether equality of values is equality of some text of theirs, so that they can be a key. */
  readonly isKey: boolean;
}

function type(
  internal: string,
  name: string,
  nearest: ColumnType,
  typmod: TypmodKind = "none",
  isKey = true,
): SqlType {
  return { internal, name, nearest, typmod, isKey };
}

const scalars: readonly SqlType[] = [
  type("bool", "boolean", "boolean"),
  type("int2", "smallint", "integer"),
  type("int4", "integer", "integer"),
  type("int8", "bigint", "bigint"),
  type("float4", "real", "number"),
  type("float8", "double precision", "number"),
  type("numeric", "numeric", "numeric", "numeric"),
  type("money", "money", "text"),
  type("text", "text", "text"),
  type("varchar", "character varying", "text", "length"),
  type("bpchar", "character", "text", "length"),
  type("char", '"char"', "text"),
  type("name", "name", "text"),
  type("bytea", "bytea", "text"),
  type("bit", "bit", "text", "length"),
  type("varbit", "bit varying", "text", "length"),
  type("uuid", "uuid", "uuid"),
  type("date", "date", "date"),
  type("time", "time without time zone", "time", "precision"),
  type("timetz", "time with time zone", "text", "precision"),
  type("timestamp", "timestamp without time zone", "timestamptz", "precision"),
  type("timestamptz", "timestamp with time zone", "timestamptz", "precision"),
  type("interval", "interval", "text", "interval"),
  type("json", "json", "jsonb", "none", false),
  type("jsonb", "jsonb", "jsonb", "none", false),
  type("jsonpath", "jsonpath", "text", "none", false),
  type("inet", "inet", "text"),
  type("cidr", "cidr", "text"),
  type("macaddr", "macaddr", "text"),
  type("macaddr8", "macaddr8", "text"),
  type("tsvector", "tsvector", "text", "none", false),
  type("tsquery", "tsquery", "text", "none", false),
  ...["point", "line", "lseg", "box", "path", "polygon", "circle"].map((name) =>
    type(name, name, "text", "none", false),
  ),
  // Equal ranges of whole things have one text; of numrange '[1,2)' and '[1.0,2.0)' are equal and differ.
  ...["int4", "int8", "date", "ts", "tstz"].flatMap((name) => [
    type(`${name}range`, `${name}range`, "text"),
    type(`${name}multirange`, `${name}multirange`, "text"),
  ]),
  type("numrange", "numrange", "text", "none", false),
  type("nummultirange", "nummultirange", "text", "none", false),
];

/** By the catalog's name: `int4`, `varchar`. */
export const sqlTypesByInternalName: ReadonlyMap<string, SqlType> = new Map(
  scalars.map((scalar) => [scalar.internal, scalar]),
);

const byName: ReadonlyMap<string, SqlType> = new Map(scalars.map((scalar) => [scalar.name, scalar]));

/** A `sql_type` taken apart. */
export interface ReadSqlType {
  readonly base: SqlType;
  readonly isArray: boolean;
  /** What stood in parentheses: lengths, precisions. */
  readonly modifiers: readonly number[];
}

/** `character varying(20)[]`, `timestamp(3) without time zone`, `interval day to second(3)`, as `format_type` prints. */
const pattern =
  /^("char"|[a-z][a-z0-9 ]*?)(?:\((\d+)(?:,(-?\d+))?\))?((?: with| without) time zone)?(\[\])?$/;

/** Takes the name of a type apart as `format_type` prints it; null for a text that is none of the types listed here. */
export function readSqlType(text: string): ReadSqlType | null {
  // As `format_type` prints a blank-padded text of no length.
  if (text === "bpchar" || text === "bpchar[]") return readBpchar(text);
  const [, head = "", first, second, zone = "", array] = pattern.exec(text) ?? [];
  const base =
    byName.get(head + zone) ??
    (/^interval(?: (?:year|month|day|hour|minute|second|to))+$/.test(head)
      ? byName.get("interval")
      : undefined);
  if (base === undefined) return null;
  const modifiers = [first, second].flatMap((digits) => (digits === undefined ? [] : [Number(digits)]));
  return { base, isArray: array !== undefined, modifiers };
}

function readBpchar(text: string): ReadSqlType | null {
  const base = sqlTypesByInternalName.get("bpchar");
  return base === undefined ? null : { base, isArray: text.endsWith("[]"), modifiers: [] };
}

type Typed = Pick<Column, "type" | "sql_type">;

/**
 * The type of a column typed in SQL, taken apart; null for a column of one of the contract's types.
 *
 * @throws {RangeError} if the definition names no type of Postgres: it was checked before it was stored.
 */
export function sqlTypeOf(column: Typed): ReadSqlType | null {
  if (column.sql_type === undefined) return null;
  const read = readSqlType(column.sql_type);
  if (read === null) throw new RangeError(`"${column.sql_type}" is no type of a column`);
  return read;
}

/** Whether values are JSON documents, of which null is one. */
export function isDocument(column: Typed): boolean {
  return column.type === "jsonb" && column.sql_type === undefined;
}

/** Whether values are lists, shown as JSON arrays. */
export function isList(column: Typed): boolean {
  return column.type === "text[]";
}

/** Whether the column can be a primary key, unique or the target of a reference. */
export function isKeyable(column: Typed): boolean {
  const read = sqlTypeOf(column);
  if (read !== null) return read.base.isKey && !read.isArray;
  return column.type !== "jsonb" && column.type !== "text[]";
}

/** The column's type in words: as Postgres prints it, or the contract's name. */
export function typeLabel(column: Typed): string {
  return column.sql_type ?? column.type;
}
