import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSqlType } from "#lib/catalog/sql-types.ts";
import type { Column, ColumnType } from "#lib/catalog/types.ts";
import { postgresType } from "#lib/engine/column-sql.ts";
import { castFails, castValue } from "#lib/engine/evolve/casts.ts";
import { compile, keyword, literal, type Sql, sql } from "#lib/sql/sql.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// Every type into every other: what Postgres's own `ALTER TABLE … TYPE … USING x::newtype` takes becomes the same value,
// and what it refuses is found beforehand, so that no conversion ever fails half-way.

let db: TestDatabase;
let native: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  native = new pg.Client(db.owner);
  await native.connect();
  await native.query("set timezone = 'UTC'");
});
afterAll(async () => {
  await native.end();
  await db.close();
});

interface Sample {
  readonly column: Column;
  readonly values: readonly string[];
}

function contract(type: ColumnType, ...values: string[]): Sample {
  return { column: { name: "x", type }, values };
}

function typed(name: string, ...values: string[]): Sample {
  const read = readSqlType(name);
  if (read === null) throw new Error(name);
  return {
    column: { name: "x", type: read.isArray ? "text[]" : read.base.nearest, sql_type: name },
    values,
  };
}

const samples: readonly Sample[] = [
  contract(
    "text",
    "",
    "abc",
    "12",
    " 7 ",
    "1.5",
    "-3e2",
    "true",
    "no",
    "2024-02-29",
    "2024-01-01T10:00:00+02:00",
    "10:30",
    "{a,b}",
    "{1,2}",
    "{",
    '{"a": 1}',
    "[1]",
    "null",
    "018f0000-0000-7000-8000-0000000000aa",
    "99999999999",
    "NaN",
    "1 day",
    "10.0.0.1",
    "101",
    "\\x6162",
  ),
  contract("integer", "0", "1", "-5", "32768", "2147483647"),
  contract("bigint", "0", "2147483648", "-9223372036854775808"),
  contract(
    "number",
    "0",
    "0.5",
    "1.5",
    "2.5",
    "-2147483648.5",
    "2147483647.4",
    "1e18",
    "9.3e18",
    "1e300",
    "NaN",
    "Infinity",
  ),
  contract(
    "numeric",
    "0",
    "0.5",
    "2.5",
    "-0.49",
    "32767.5",
    "9223372036854775807.4",
    "1e400",
    "NaN",
    "123456789.987",
  ),
  contract("boolean", "true", "false"),
  contract("date", "2024-02-29", "0001-01-01", "infinity"),
  contract("time", "00:00", "23:59:59.999999"),
  contract("timestamptz", "2024-02-29 10:00:00.5+00", "infinity"),
  contract("uuid", "018f0000-0000-7000-8000-0000000000aa"),
  contract(
    "jsonb",
    "null",
    "1",
    "1.5",
    "99999999999",
    "1e400",
    '"abc"',
    '"12"',
    "true",
    '["a","b"]',
    "[1,2]",
    "{}",
    '"2024-02-29"',
  ),
  contract("text[]", "{}", "{a,b}", "{1,2}", "{NULL}"),
  typed("smallint", "0", "-32768"),
  typed("real", "0.5", "3e38", "NaN"),
  typed("numeric(5,2)", "0", "999.99"),
  typed("character varying(3)", "abc", "12", ""),
  typed("character(5)", "abc", "12345"),
  typed("timestamp without time zone", "2024-02-29 10:00:00.5", "infinity"),
  typed("timestamp(0) without time zone", "2024-02-29 10:00:00"),
  typed("time with time zone", "10:00:00+02"),
  typed("interval", "1 day", "25:00:00", "-1 month"),
  typed("json", '{"a":  1}', "1", "null", '"x"'),
  typed("bytea", "\\x6162"),
  typed("inet", "10.0.0.1", "10.0.0.0/8", "10.0.0.1/8"),
  typed("cidr", "10.0.0.0/8"),
  typed("macaddr", "08:00:2b:01:02:03"),
  typed("macaddr8", "08:00:2b:ff:fe:01:02:03", "08:00:2b:01:02:03:04:05"),
  typed("bit(3)", "101", "000"),
  typed("bit varying(4)", "1", "1010"),
  typed("money", "1.50", "-2000000"),
  typed("tsvector", "a b"),
  typed("int4range", "[1,5)", "empty"),
  typed("integer[]", "{}", "{1,2}", "{NULL,3}"),
  typed("numeric(4,1)[]", "{1.5}"),
  typed("boolean[]", "{t,f}"),
];

const name = ({ type, sql_type }: Column) => sql_type ?? type;

interface Result {
  readonly isTaken: boolean;
  readonly text: string | null;
}

/** @param row the FROM item `t` with the value as its column `x`. */
async function natively(row: string, expression: Sql): Promise<Result & { readonly code: string }> {
  try {
    const { rows } = await native.query<{ text: string | null }>(
      `select (${compile(expression).text})::text as text from ${row} as t`,
    );
    return { isTaken: true, text: rows[0]?.text ?? null, code: "00000" };
  } catch (error) {
    return { isTaken: false, text: null, code: String((error as { code?: unknown }).code) };
  }
}

/** An assignment refuses a text that is too long, where a cast would cut it. */
function isCut({ sql_type = "" }: Column): boolean {
  return /^(character|bit)/.test(sql_type) && /\(\d+\)/.test(sql_type);
}

/** Casts between numbers and bytes came with Postgres 18, and go by way of text here; blanks that pad a text mean nothing. */
function isOtherwise(from: Column, to: Column): boolean {
  return [from, to].some((column) => name(column) === "bytea") && name(from) !== "text";
}

async function compare(from: Sample, to: Column, value: string): Promise<string | null> {
  const given = sql`t.x`;
  // OFFSET 0 keeps the planner from computing with a constant what no row would compute.
  const row = compile(sql`(select ${literal(value)}::${postgresType(from.column)} as x offset 0)`).text;
  const fails = castFails(from.column, to, given) ?? keyword("false");
  const found = await natively(row, sql`coalesce(${fails}, false)`);
  const isFound = found.text === "true";
  const own = await natively(row, castValue(from.column, to, given));
  const label = `${name(from.column)} '${value}' -> ${name(to)}`;
  if (!found.isTaken) return `${label}: looking fails with ${found.code}`;
  if (isFound === own.isTaken)
    return `${label}: ${isFound ? "found, but taken" : `not found, but ${own.code}`}`;
  const other = await natively(row, sql`${given}::${postgresType(to)}`);
  // 42846: Postgres has no cast at all.
  if (other.code === "42846" || isCut(to) || isOtherwise(from.column, to)) return null;
  if (other.isTaken && !own.isTaken) return `${label}: Postgres gives ${other.text}`;
  if (other.isTaken && other.text !== own.text) return `${label}: ${own.text} instead of ${other.text}`;
  const isWider = to.type === "text[]" || from.column.type === "jsonb";
  return !other.isTaken && own.isTaken && !isWider
    ? `${label}: ${own.text}, but Postgres says ${other.code}`
    : null;
}

describe("a change of type", () => {
  it.each(samples.map((sample) => [name(sample.column), sample] as const))("from %s", async (_, from) => {
    const wrong: (string | null)[] = [];
    for (const { column: to } of samples) {
      for (const value of from.values) wrong.push(await compare(from, to, value));
    }
    expect(wrong.filter((each) => each !== null)).toEqual([]);
  });
});
