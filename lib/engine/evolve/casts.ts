import { sqlTypeOf } from "../../catalog/sql-types.ts";
import type { Column, ColumnType } from "../../catalog/types.ts";
import { keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { assignedValue, bareType, postgresType, type TypedColumn } from "../column-sql.ts";

/**
 * What becomes of values when a column changes its type. Where Postgres has a cast it is Postgres's: `x::newtype`. Where
 * it has none, the value goes by way of its text; a scalar becomes a list of one, and anything becomes JSON.
 */

interface Kind {
  readonly name: string;
  readonly isArray: boolean;
}

const contractNames: { readonly [type in ColumnType]?: string } = {
  integer: "int4",
  bigint: "int8",
  number: "float8",
  numeric: "numeric",
  boolean: "bool",
  uuid: "uuid",
  date: "date",
  time: "time",
  timestamptz: "timestamptz",
  jsonb: "jsonb",
};

function kindOf(column: TypedColumn): Kind {
  const read = sqlTypeOf(column);
  if (read !== null) return { name: read.base.internal, isArray: read.isArray };
  return { name: contractNames[column.type] ?? "text", isArray: column.type === "text[]" };
}

const texts: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "name", "char"]);
const whole: ReadonlySet<string> = new Set(["int2", "int4", "int8"]);
const numbers: ReadonlySet<string> = new Set([...whole, "float4", "float8", "numeric"]);

/** Casts of Postgres's own between other types than texts, numbers and documents. */
const casts: { readonly [from: string]: string } = {
  bit: "int4 int8 varbit",
  varbit: "bit",
  int4: "bit money",
  int8: "bit money",
  numeric: "money",
  money: "numeric",
  date: "timestamp timestamptz",
  time: "interval timetz",
  timetz: "time",
  timestamp: "date time timestamptz",
  timestamptz: "date time timestamp timetz",
  interval: "time",
  inet: "cidr",
  cidr: "inet",
  macaddr: "macaddr8",
  macaddr8: "macaddr",
  box: "circle lseg point polygon",
  circle: "box point polygon",
  lseg: "point",
  path: "polygon",
  polygon: "box circle path point",
  ...Object.fromEntries(
    ["int4", "int8", "num", "date", "ts", "tstz"].map((of) => [`${of}range`, `${of}multirange`]),
  ),
};

function hasCast(from: string, to: string): boolean {
  return (
    from === to || (numbers.has(from) && numbers.has(to)) || (casts[from]?.split(" ").includes(to) ?? false)
  );
}

/** A typed value in another type. Of a value that `castFails` finds it raises. */
export function castValue(before: TypedColumn, after: TypedColumn, value: Sql): Sql {
  const [from, to] = [kindOf(before), kindOf(after)];
  const text = sql`(${value})::text`;
  if (to.isArray) return listValue(from, before, after, value);
  if (to.name === "jsonb" || to.name === "json") return documentValue(from, to, value);
  if (texts.has(to.name)) return assignedValue(after, sql`(${text})::${bareType(after)}`);
  if (from.isArray) return sql`(${text})::${postgresType(after)}`;
  if (from.name === "jsonb" || from.name === "json") return fromDocument(to, after, value);
  if (from.name === "bool" && numbers.has(to.name)) return sql`(${value})::int4::${postgresType(after)}`;
  if (numbers.has(from.name) && to.name === "bool") return sql`((${value}) <> 0)`;
  if (hasCast(from.name, to.name)) return sql`(${value})::${postgresType(after)}`;
  return assignedValue(after, sql`(${text})::${bareType(after)}`);
}

function listValue(from: Kind, before: TypedColumn, after: TypedColumn, value: Sql): Sql {
  const elements = kindOf(elementOf(after)).name;
  if (from.isArray) {
    const isByElement =
      hasCast(from.name, elements) ||
      texts.has(from.name) ||
      texts.has(elements) ||
      isTruthNumber(from.name, elements);
    const each = castValue(elementOf(before), elementOf(after), sql`e.e`);
    return isByElement
      ? sql`(${value})::${postgresType(after)}`
      : sql`case when (${value}) is not null then array(select ${each} from unnest(${value}) with ordinality as e (e, n) order by n)::${postgresType(after)} end`;
  }
  if (from.name === "jsonb" || from.name === "json")
    return sql`app.array_text((${value})::jsonb)::${postgresType(after)}`;
  const element = elementOf(after);
  const one = sql`case when (${value}) is not null then array[${castValue(before, element, value)}] end`;
  if (!texts.has(from.name)) return one;
  // A text that is Postgres's own text of such a list is one.
  return sql`case when ${isListText(value, after)} then (${value})::text::${postgresType(after)} else ${one} end`;
}

/** Between truth values and numbers Postgres itself casts. */
function isTruthNumber(from: string, to: string): boolean {
  return (from === "bool" && to === "int4") || (from === "int4" && to === "bool");
}

function isListText(value: Sql, after: TypedColumn): Sql {
  return sql`((${value})::text like '{%' and pg_input_is_valid((${value})::text, ${typeName(after)}))`;
}

function elementOf(list: TypedColumn): TypedColumn {
  const name = list.sql_type?.replace(/\[\]$/, "");
  return name === undefined ? { type: "text" } : { type: "text", sql_type: name };
}

function documentValue(from: Kind, to: Kind, value: Sql): Sql {
  const type = keyword(to.name);
  const isParsed = !from.isArray && (texts.has(from.name) || from.name === "json" || from.name === "jsonb");
  return isParsed ? sql`(${value})::text::${type}` : sql`to_jsonb(${value})::${type}`;
}

/** JSON null is null; a number or a truth value is one, any other scalar its text. */
function fromDocument(to: Kind, after: TypedColumn, value: Sql): Sql {
  const document = sql`nullif((${value})::jsonb, 'null')`;
  const isOwnCast = numbers.has(to.name) || to.name === "bool";
  return isOwnCast
    ? sql`(${document})::${postgresType(after)}`
    : assignedValue(after, sql`(${document} #>> '{}')::${bareType(after)}`);
}

/** The condition under which a value has no counterpart in the other type; null when all have. */
export function castFails(before: TypedColumn, after: Column, value: Sql): Sql | null {
  const [from, to] = [kindOf(before), kindOf(after)];
  const invalid = (given: Sql) => sql`(not pg_input_is_valid(${given}, ${typeName(after)}))`;
  const text = sql`(${value})::text`;
  if (to.isArray) return listFails(from, before, after, value);
  if (to.name === "jsonb" || to.name === "json")
    return !from.isArray && texts.has(from.name) ? invalid(text) : null;
  if (from.isArray) return texts.has(to.name) ? lengthFails(after, text) : invalid(text);
  if (texts.has(to.name)) return lengthFails(after, text);
  if (from.name === "jsonb" || from.name === "json") return documentFails(to, after, value);
  if (from.name === "bool" && numbers.has(to.name)) return invalid(sql`((${value})::int4)::text`);
  if (numbers.has(from.name) && to.name === "bool") return null;
  if (numbers.has(from.name) && numbers.has(to.name)) return numberFails(from, to, after, value);
  return hasCast(from.name, to.name) ? ownCastFails(from.name, to.name, after, value) : invalid(text);
}

function lengthFails(after: TypedColumn, text: Sql): Sql | null {
  const [length] = sqlTypeOf(after)?.modifiers ?? [];
  return length === undefined ? null : sql`(not pg_input_is_valid(${text}, ${typeName(after)}))`;
}

function listFails(from: Kind, before: TypedColumn, after: Column, value: Sql): Sql | null {
  if (from.isArray) {
    const one = castFails(elementOf(before), { ...elementOf(after), name: after.name }, sql`e.e`);
    return one === null ? null : sql`exists (select from unnest(${value}) as e (e) where ${one})`;
  }
  if (from.name === "jsonb" || from.name === "json") {
    const document = sql`(${value})::jsonb`;
    return sql`case jsonb_typeof(${document}) when 'null' then false
      when 'array' then not pg_input_is_valid(app.array_text(${document}), ${typeName(after)}) else true end`;
  }
  const one = castFails(before, { ...elementOf(after), name: after.name }, value);
  if (one === null || !texts.has(from.name)) return one;
  return sql`(not ${isListText(value, after)} and ${one})`;
}

const bounds: { readonly [name: string]: readonly [string, string] } = {
  int2: ["-32768", "32767"],
  int4: ["-2147483648", "2147483647"],
  int8: ["-9223372036854775808", "9223372036854775807"],
};

function numberFails(from: Kind, to: Kind, after: TypedColumn, value: Sql): Sql | null {
  const range = bounds[to.name];
  // NaN counts as greater than all numbers. The greatest bigint is no double: 2^63 already is too large.
  if (range !== undefined) {
    if (whole.has(from.name)) return from.name <= to.name ? null : outside(sql`${value}`, range, "numeric");
    return from.name === "numeric"
      ? outside(sql`round(${value})`, range, "numeric")
      : sql`((${value}) in ('NaN', 'Infinity', '-Infinity') or case when abs(${value}) < 1e30 then ${outside(sql`round((${value})::float8)::numeric`, range, "numeric")} else true end)`;
  }
  const [modifier] = sqlTypeOf(after)?.modifiers ?? [];
  const isExact = to.name === "numeric" && modifier === undefined;
  if (isExact || (to.name === "float8" && from.name !== "numeric")) return null;
  const digits = to.name === "numeric" ? sql`((${value})::numeric)::text` : sql`(${value})::text`;
  return sql`(not pg_input_is_valid(${digits}, ${typeName(after)}))`;
}

function outside(value: Sql, [low, high]: readonly [string, string], type: string): Sql {
  return sql`((${value}) not between ${keyword(low)}::${keyword(type)} and ${keyword(high)}::${keyword(type)})`;
}

function documentFails(to: Kind, after: Column, value: Sql): Sql {
  const document = sql`(${value})::jsonb`;
  const text = sql`(${document} #>> '{}')`;
  const wanted = numbers.has(to.name) ? "number" : to.name === "bool" ? "boolean" : null;
  if (wanted === null)
    return sql`case jsonb_typeof(${document}) when 'null' then false else not pg_input_is_valid(${text}, ${typeName(after)}) end`;
  const number = numbers.has(to.name)
    ? (castFails({ type: "numeric" }, after, sql`${text}::numeric`) ?? keyword("false"))
    : keyword("false");
  return sql`case jsonb_typeof(${document}) when 'null' then false when ${literal(wanted)} then ${number} else true end`;
}

/** The few casts of Postgres's own that do not take every value. */
function ownCastFails(from: string, to: string, after: TypedColumn, value: Sql): Sql | null {
  if (from === to) return lengthFails(after, sql`(${value})::text`);
  switch (`${from} ${to}`) {
    case "bit int4":
      return sql`(length(${value}) > 32)`;
    case "bit int8":
      return sql`(length(${value}) > 64)`;
    case "date timestamp":
    case "date timestamptz":
    case "numeric money":
    case "int4 money":
    case "int8 money":
    case "money numeric":
      return sql`(not pg_input_is_valid(${from === "money" ? sql`((${value})::numeric)::text` : sql`(${value})::text`}, ${typeName(after)}))`;
    case "path polygon":
      return sql`(isopen(${value}))`;
    case "macaddr8 macaddr":
      return sql`(substring((${value})::text from 10 for 5) <> 'ff:fe')`;
    default:
      return null;
  }
}

function typeName(column: TypedColumn): Sql {
  return literal(postgresType(column).chunks.join(""));
}
