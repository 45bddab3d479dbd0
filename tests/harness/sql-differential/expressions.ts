import type { Choices } from "./choices.ts";
import type { ValueType } from "./tables.ts";

/** A column that an expression may name. */
export interface ScopeColumn {
  /** As it is written: `b.title`. */
  readonly text: string;
  readonly type: ValueType;
}

/** What an expression can see. */
export interface ExpressionScope {
  readonly columns: readonly ScopeColumn[];
  /** A scalar sub-select of a type, where one may stand. */
  readonly query?: (type: ValueType) => string;
}

const literals: Readonly<Record<ValueType, readonly string[]>> = {
  int: ["0", "1", "3", "-2", "12", "null::int"],
  numeric: ["0.5", "2.50", "-1.25", "null::numeric"],
  float: ["1.5::float8", "0::float8", "'-0'::float8"],
  text: ["'x'", "''", "'Novel 3'", "'i-1'", "null::text", "'Ärger'"],
  bool: ["true", "false", "null::bool"],
  time: ["timestamptz '2020-03-05 00:00:00+00'", "null::timestamptz"],
  date: ["date '2020-02-29'", "null::date"],
  jsonb: [`'{"a": {"b": 3}}'::jsonb`, "'[1, 2]'::jsonb", "'null'::jsonb", "null::jsonb"],
  texts: ["array['a', 'b']", "'{}'::text[]", "null::text[]"],
  span: ["interval '1 day 02:03:04.5'", "interval '-1 mon'", "interval '0'", "null::interval"],
  raw: ["'\\\\x00ff'::bytea", "''::bytea", "null::bytea"],
  uid: ["'c4ca4238-a0b9-2382-0dcc-509a6f75849b'::uuid", "null::uuid"],
  nums: ["array[1, null, 3]", "'{}'::int[]", "'[0:1]={7,8}'::int[]", "null::int[]"],
  clock: ["time '23:59:59.999'", "null::time"],
};

type Maker = (make: (type: ValueType) => string, choices: Choices) => string;

const makers: Readonly<Record<ValueType, readonly Maker[]>> = {
  int: [
    (e) => `(${e("int")} + ${e("int")})`,
    (e, c) => `(${e("int")} ${c.pick(["-", "*", "%"])} ${c.pick(["2", "3", "7"])})`,
    (e) => `length(${e("text")})`,
    (e) => `coalesce(${e("int")}, ${e("int")})`,
    (e) => `case when ${e("bool")} then ${e("int")} else ${e("int")} end`,
    (e) => `abs(${e("int")})`,
    (e) => `nullif(${e("int")}, 3)`,
    (e) => `cardinality(${e("texts")})`,
    (e) => `extract(month from ${e("time")})::int`,
    (e) => `(- ${e("int")})`,
    (e) => `greatest(${e("int")}, ${e("int")}, 1)`,
    (e) => `(${e("jsonb")} #>> '{a,b}')::int`,
    (e) => `position('o' in ${e("text")})`,
    (e) => `length(${e("raw")})`,
    (e) => `extract(hour from ${e("span")})::int`,
    (e) => `(${e("nums")})[1]`,
    (e) => `array_length(${e("nums")}, 1)`,
    (e) => `array_position(${e("nums")}, ${e("int")})`,
    (e) => `json_value(${e("jsonb")}, '$.a.b' returning int default 0 on error)`,
    (e) => `num_nulls(${e("int")}, ${e("text")}, ${e("span")})`,
    (e) => `width_bucket(${e("numeric")}, 0, 10, 5)`,
  ],
  numeric: [
    (e) => `(${e("numeric")} + ${e("int")})`,
    (e) => `round(${e("numeric")}, 1)`,
    (e) => `(${e("numeric")} * ${e("numeric")})`,
    (e) => `${e("int")}::numeric`,
    (e) => `coalesce(${e("numeric")}, 0)`,
  ],
  float: [(e) => `(${e("float")} / 2)`, (e) => `${e("int")}::float8`, (e) => `coalesce(${e("float")}, 1)`],
  text: [
    (e) => `(${e("text")} || ${e("text")})`,
    (e, c) => `${c.pick(["upper", "lower", "reverse", "trim"])}(${e("text")})`,
    (e) => `substring(${e("text")} from 2 for 3)`,
    (e) => `${e("int")}::text`,
    (e) => `coalesce(${e("text")}, 'none')`,
    (e) => `(${e("jsonb")} ->> 'a')`,
    (e) => `(${e("texts")})[1]`,
    (e) => `case ${e("int")} when 1 then ${e("text")} when 3 then 'three' end`,
    (e) => `array_to_string(${e("texts")}, '|')`,
    (e) => `to_char(${e("time")}, 'YYYY-MM')`,
    (e) => `replace(${e("text")}, 'o', '0')`,
    (e) => `encode(${e("raw")}, 'hex')`,
    (e, c) => `${e(c.pick(["uid", "span", "clock", "nums", "numeric", "date", "bool"]))}::text`,
    (e) => `format('%s/%L', ${e("text")}, ${e("int")})`,
    (e) => `left(regexp_replace(${e("text")}, '[aeiou]', '_', 'g'), 9)`,
    (e) => `split_part(${e("text")}, ' ', 2)`,
    (e) => `json_query(${e("jsonb")}, '$.a' with wrapper)::text`,
    (e) => `(${e("text")})::varchar(3)`,
    (e) => `(${e("text")})::char(4)`,
    (e) => `jsonb_typeof(${e("jsonb")})`,
    (e) => `(${e("text")} collate "C")`,
  ],
  bool: [
    (e, c) => `(${e("int")} ${c.pick(["=", "<>", "<", ">=", "is distinct from"])} ${e("int")})`,
    (e, c) => `(${e("text")} ${c.pick(["=", "<", "like", "is not distinct from"])} ${e("text")})`,
    (e) => `(${e("bool")} and ${e("bool")})`,
    (e) => `(${e("bool")} or ${e("bool")})`,
    (e) => `(not ${e("bool")})`,
    (e, c) => `(${e(c.pick(["int", "text", "jsonb", "texts", "time"]))} is null)`,
    (e) => `(${e("int")} in (1, 3, ${e("int")}))`,
    // From nine constants on Postgres searches a list by hash.
    (e) => `(${e("int")} in (0, 1, 2, 3, 4, 5, 6, 7, 8))`,
    (e) => `(${e("text")} not in ('a', 'b', 'c', 'd', 'e', 'f', 'x', '', 'Novel 3', null))`,
    (e) => `(${e("numeric")} in (0.5, 1, 2, 2.5, 3, 4, 5, 6, 7.10))`,
    (e) => `(${e("int")} between 1 and ${e("int")})`,
    (e) => `(${e("time")} > ${e("time")})`,
    (e) => `(${e("text")} = any (${e("texts")}))`,
    (e) => `(${e("jsonb")} ? 'a')`,
    (e) => `(${e("jsonb")} @> '{"a": {}}')`,
    (e) => `(${e("numeric")} >= ${e("numeric")})`,
    (e) => `(${e("text")} ilike '%o%')`,
    (e) => `(${e("bool")} is true)`,
    (e) => `((${e("int")}, ${e("text")}) < (3, 'n'))`,
    (e) => `(${e("date")} <= ${e("date")})`,
    (e) => `exists (select where ${e("bool")})`,
    (e) => `(${e("nums")} @> array[${e("int")}])`,
    (e) => `(${e("int")} <> all (${e("nums")}))`,
    (e, c) => `(${e("span")} ${c.pick(["<", ">=", "="])} ${e("span")})`,
    (e, c) => `(${e("raw")} ${c.pick(["<", ">=", "="])} ${e("raw")})`,
    (e) => `(${e("uid")} is distinct from ${e("uid")})`,
    (e) => `(${e("clock")} between ${e("clock")} and time '12:00')`,
    (e) => `(row(${e("int")}, ${e("text")}) is not distinct from row(${e("int")}, ${e("text")}))`,
    (e) => `(row(${e("int")}, ${e("bool")}) is not null)`,
    (e) => `((${e("date")}, ${e("date")}) overlaps (date '2020-01-01', date '2020-06-01'))`,
    (e) => `(${e("text")} similar to '%(o|e)%')`,
    (e) => `(${e("text")} ~* '^[a-n]')`,
    (e) => `json_exists(${e("jsonb")}, '$.a.b')`,
    (e) => `(${e("jsonb")} is json object)`,
    (e) => `((${e("int")}, ${e("int")}) in (values (1, 2), (3, ${e("int")})))`,
  ],
  time: [(e) => `(${e("time")} + interval '1 day')`, (e) => `date_trunc('month', ${e("time")})`],
  date: [(e) => `(${e("date")} + ${e("int")})`, (e) => `coalesce(${e("date")}, date '2021-01-01')`],
  jsonb: [
    (e) => `jsonb_build_object('k', ${e("text")}, 'n', ${e("int")})`,
    (e) => `(${e("jsonb")} -> 'a')`,
    (e) => `to_jsonb(${e("texts")})`,
    (e) => `jsonb_strip_nulls(${e("jsonb")})`,
    (e) => `(${e("jsonb")})['a']['b']`,
  ],
  span: [
    (e) => `(${e("span")} + ${e("span")})`,
    (e) => `(${e("time")} - ${e("time")})`,
    (e) => `justify_hours(${e("span")})`,
    (e) => `coalesce(${e("span")}, interval '1 hour')`,
    (e) => `(- ${e("span")})`,
  ],
  raw: [
    (e) => `(${e("raw")} || ${e("raw")})`,
    (e) => `convert_to(${e("text")}, 'UTF8')`,
    (e) => `substring(${e("raw")} from 1 for 2)`,
    (e) => `sha256(${e("raw")})`,
  ],
  uid: [(e) => `md5(${e("text")})::uuid`, (e) => `coalesce(${e("uid")}, ${e("uid")})`],
  nums: [
    (e) => `array[${e("int")}, ${e("int")}]`,
    (e) => `(${e("nums")} || ${e("int")})`,
    (e) => `(${e("nums")})[2:3]`,
    (e) => `array_remove(${e("nums")}, ${e("int")})`,
    (e) => `array(select x from unnest(${e("nums")}) x order by x)`,
  ],
  clock: [(e) => `(${e("clock")} + ${e("span")})`, (e) => `${e("time")}::time`],
  texts: [
    (e) => `array[${e("text")}, ${e("text")}]`,
    (e) => `(${e("texts")} || ${e("text")})`,
    (e) => `array_remove(${e("texts")}, 'a')`,
    (e) => `(${e("texts")})[1:1]`,
  ],
};

/** An expression of a type, which never depends on the order of rows, on the clock, or on what is computed first. */
export function expression(scope: ExpressionScope, type: ValueType, choices: Choices, depth = 0): string {
  const columns = scope.columns.filter((column) => column.type === type);
  const kind = choices.below(depth > 2 ? 2 : 5);
  if (kind === 0 && columns.length > 0) return choices.pick(columns).text;
  if (kind <= 1)
    return columns.length > 0 && choices.below(2) === 0
      ? choices.pick(columns).text
      : choices.pick(literals[type]);
  if (kind === 4 && scope.query !== undefined && choices.sometimes(3)) return scope.query(type);
  return choices.pick(makers[type])((wanted) => expression(scope, wanted, choices, depth + 1), choices);
}

export const valueTypes: readonly ValueType[] = [
  "int",
  "text",
  "bool",
  "numeric",
  "time",
  "jsonb",
  "texts",
  "date",
  "float",
  "span",
  "raw",
  "uid",
  "nums",
  "clock",
];
