import { type SqlType, sqlTypesByInternalName } from "./sql-types.ts";
import type { ColumnType } from "./types.ts";

export type ParsedSqlType =
  | {
      readonly ok: true;
      readonly type: ColumnType;
      /** Absent when the type is one of the contract's own. */
      readonly sql_type?: string;
      /** `serial`: not a type, but a whole number that is counted up. */
      readonly isSerial?: true;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/**
 * The type of a column as typed in a CREATE or ALTER TABLE.
 *
 * @param path the type's name as the parser gives it: `["pg_catalog", "int4"]`, `["text"]`.
 * @param typmods the constants in parentheses; of an interval the mask of its fields, then its precision.
 * @param dimensions of an array; 0 for a scalar. As in Postgres, their number is not kept.
 * @returns Postgres's own message and SQLSTATE for a type that there is not; 0A000 for one that no column may have.
 */
export function parseSqlType(
  path: readonly string[],
  typmods: readonly number[] = [],
  dimensions = 0,
): ParsedSqlType {
  const name = path.at(-1) ?? "";
  const isBuiltin = path.length === 1 || (path.length === 2 && path[0] === "pg_catalog");
  if (!isBuiltin) return refused("42704", `type "${path.join(".")}" does not exist`);
  const serial = path.length === 1 && dimensions === 0 ? serialTypes.get(name) : undefined;
  if (serial !== undefined) return { ...namedType(serial, [], false), isSerial: true };
  const isCatalogArray = name.startsWith("_");
  const base = sqlTypesByInternalName.get(isCatalogArray ? name.slice(1) : name);
  if (base === undefined) return unknownType(path);
  const problem = typmodProblem(base, typmods);
  return problem ?? namedType(base, typmods, isCatalogArray || dimensions > 0);
}

const serialTypes = new Map(
  [
    ["smallserial", "int2"],
    ["serial2", "int2"],
    ["serial", "int4"],
    ["serial4", "int4"],
    ["bigserial", "int8"],
    ["serial8", "int8"],
  ].flatMap(([word = "", internal = ""]) => {
    const base = sqlTypesByInternalName.get(internal);
    return base === undefined ? [] : [[word, base] as const];
  }),
);

/** Types of Postgres that hold nothing of a user's, name objects of the server, or are no type of a value. */
const unsupported =
  /^(?:xml|oid|xid8?|cid|tid|pg_\w+|reg\w+|aclitem|refcursor|txid_snapshot|int2vector|oidvector|gtsvector|record|void|unknown|cstring|internal|trigger|event_trigger|any\w*|\w+_handler)$/;

function unknownType(path: readonly string[]): ParsedSqlType {
  const name = path.at(-1) ?? "";
  return unsupported.test(name.replace(/^_/, ""))
    ? refused("0A000", `columns of type "${name}" are not supported`)
    : refused("42704", `type "${path.join(".")}" does not exist`);
}

/** The type's name as `format_type` would print it; left out where a type of the contract says all. */
function namedType(
  base: SqlType,
  typmods: readonly number[],
  isArray: boolean,
): ParsedSqlType & { ok: true } {
  if (isArray) {
    if (base.internal === "text") return { ok: true, type: "text[]" };
    return { ok: true, type: "text[]", sql_type: `${formatted(base, typmods)}[]` };
  }
  const isContract = typmods.length === 0 && contractTypes.has(base.internal);
  return isContract
    ? { ok: true, type: base.nearest }
    : { ok: true, type: base.nearest, sql_type: formatted(base, typmods) };
}

/** Types that are one of the contract's own when nothing stands in parentheses. */
const contractTypes = new Set(
  "bool int4 int8 float8 numeric text uuid date time timestamptz jsonb".split(" "),
);

function formatted({ internal, name }: SqlType, typmods: readonly number[]): string {
  const [first, second] = typmods;
  if (first === undefined) return internal === "bpchar" ? "bpchar" : name;
  switch (internal) {
    case "interval":
      return formattedInterval(first, second);
    case "numeric":
      return `numeric(${first},${second ?? 0})`;
    case "time":
    case "timetz":
    case "timestamp":
    case "timestamptz":
      return name.replace(/ /, `(${Math.min(first, 6)}) `);
    default:
      return `${name}(${first})`;
  }
}

const intervalFields: ReadonlyMap<number, string> = new Map([
  [4, " year"],
  [2, " month"],
  [6, " year to month"],
  [8, " day"],
  [1024, " hour"],
  [2048, " minute"],
  [4096, " second"],
  [1032, " day to hour"],
  [3080, " day to minute"],
  [7176, " day to second"],
  [3072, " hour to minute"],
  [7168, " hour to second"],
  [6144, " minute to second"],
]);

function formattedInterval(mask: number, precision: number | undefined): string {
  const digits = precision === undefined || precision > 6 ? "" : `(${precision})`;
  return `interval${intervalFields.get(mask) ?? ""}${digits}`;
}

const lengthMax = 10_485_760;
const bitLengthMax = 83_886_080;

function typmodProblem(base: SqlType, typmods: readonly number[]): ParsedSqlType | null {
  if (typmods.length === 0) return null;
  const [first = 0, second = 0] = typmods;
  switch (base.typmod) {
    case "none":
      return refused("42601", `type modifier is not allowed for type "${base.internal}"`);
    case "length":
      return typmods.length > 1 ? refused("22023", "invalid type modifier") : lengthProblem(base, first);
    case "precision":
      return first < 0
        ? refused("22023", `${base.internal.toUpperCase()}(${first}) precision must not be negative`)
        : null;
    case "interval":
      return second < 0 ? refused("22023", `INTERVAL(${second}) precision must not be negative`) : null;
    case "numeric":
      if (typmods.length > 2) return refused("22023", "invalid NUMERIC type modifier");
      if (first < 1 || first > 1000)
        return refused("22023", `NUMERIC precision ${first} must be between 1 and 1000`);
      if (second < -1000 || second > 1000)
        return refused("22023", `NUMERIC scale ${second} must be between -1000 and 1000`);
      return null;
  }
}

function lengthProblem({ internal }: SqlType, length: number): ParsedSqlType | null {
  const word = internal === "bpchar" ? "char" : internal === "varbit" ? "bit varying" : internal;
  const max = internal === "bit" || internal === "varbit" ? bitLengthMax : lengthMax;
  if (length < 1) return refused("22023", `length for type ${word} must be at least 1`);
  return length > max ? refused("22023", `length for type ${word} cannot exceed ${max}`) : null;
}

function refused(code: string, message: string): ParsedSqlType {
  return { ok: false, code, message };
}
