import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, Column, Constraint, Json, Table } from "#lib/catalog/types.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import {
  aggregateFunctions,
  changingFunctions,
  setReturningFunctions,
  windowFunctions,
} from "#lib/expression/function-kinds.ts";
import { sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;
let native: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  native = new pg.Client(db.owner);
  await native.connect();
});
afterAll(async () => {
  await native.end();
  await db.close();
});

let count = 0;
/** A table typed in SQL with a name of its own. */
async function created(columns: readonly Column[], constraints: readonly Constraint[] = []): Promise<string> {
  count += 1;
  const name = `t${count}`;
  const table: Table = { name, origin: "sql", columns, ...(constraints.length === 0 ? {} : { constraints }) };
  await project.apply([{ kind: "create_table", table }]);
  return name;
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "00000";
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

async function refusal(columns: readonly Column[], constraints: readonly Constraint[] = []): Promise<string> {
  try {
    await created(columns, constraints);
    return "accepted";
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code} ${message}`;
  }
}

const price: Column = { name: "price", type: "numeric" };
const check = (expression: string): Constraint => ({ kind: "check", expression });

describe("a CHECK", () => {
  it("refuses rows that break it, in Postgres's words, and takes those of which it is unknown", async () => {
    const table = await created([price], [check("price > 0 -- above nothing")]);
    expect(await codeOf(() => project.insert(table, [{ price: 1 }, { price: null }]))).toBe("00000");
    const error = await project.insert(table, [{ price: -1 }]).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: "23514",
      message: `new row for relation "${table}" violates check constraint "${table}_price_check"`,
    });
  });

  it("follows renamed columns and tables through every way of writing them", async () => {
    const name = await created(
      [
        { name: "date", type: "date" },
        { name: "note", type: "text" },
      ],
      [
        check(
          `date > '2020-01-01'::date and "date" < date '2030-01-01' and note <> 'date' and length(note) > 0`,
        ),
      ],
    );
    await project.apply([{ kind: "rename_column", table: name, column: "date", to: "day" }]);
    const table = await project.table(name);
    expect(table.definition.constraints?.[0]?.expression).toBe(
      `day > '2020-01-01'::date and day < date '2030-01-01' and note <> 'date' and length(note) > 0`,
    );
    expect(await codeOf(() => project.insert(name, [{ day: "2025-01-01", note: "x" }]))).toBe("00000");
    expect(await codeOf(() => project.insert(name, [{ day: "2019-01-01", note: "x" }]))).toBe("23514");
    await project.apply([
      {
        kind: "add_constraint",
        table: name,
        constraint: check(`public.${name}.note <> 'b' and ${name}.note <> 'c'`),
      },
      { kind: "rename_table", table: name, to: `${name}_new` },
    ]);
    expect(await codeOf(() => project.insert(`${name}_new`, [{ note: "b" }]))).toBe("23514");
    expect(await codeOf(() => project.insert(`${name}_new`, [{ note: "d" }]))).toBe("00000");
  });

  it.each([
    ["prise > 0", '42703 column "prise" does not exist'],
    ["other.price > 0", '42P01 missing FROM-clause entry for table "other"'],
    ["price > (select 1)", "0A000 cannot use subquery in check constraint"],
    ["sum(price) > 0", "42803 aggregate functions are not allowed in check constraints"],
    ["row_number() over () > 1", "42P20 window functions are not allowed in check constraints"],
    ["generate_series(1, 2) > 0", "0A000 set-returning functions are not allowed in check constraints"],
    ["price > $1", "42P02 there is no parameter $1"],
    ["price", "42804 argument of CHECK must be type boolean, not type numeric"],
    ["price > true", "42883 operator does not exist: numeric > boolean"],
    ["price > 0; drop table x", "42601 This is not one expression, like price >= 0."],
    ["price > 0) or (true", '42601 syntax error at or near ")"'],
    ["pg_sleep(1) is null", "42501 permission denied for function pg_sleep"],
    ["price > 0 limit 1", "42601 This is not one expression, like price >= 0."],
  ])("of %s is refused as %s", async (expression, message) => {
    expect(await refusal([price], [check(expression)])).toBe(message);
  });

  it("goes with the column that it is about", async () => {
    const name = await created(
      [price, { name: "amount", type: "integer" }],
      [check("amount > 0"), check("price > 0")],
    );
    await project.apply([{ kind: "drop_column", table: name, column: "amount" }]);
    expect((await project.table(name)).definition.constraints?.map(({ expression }) => expression)).toEqual([
      "price > 0",
    ]);
  });

  it("may ask who is writing", async () => {
    const name = await created(
      [{ name: "owner", type: "uuid" }],
      [check("owner is not distinct from auth.uid()")],
    );
    expect(await codeOf(() => project.insert(name, [{ owner: null }]))).toBe("00000");
    expect(
      await codeOf(() => project.insert(name, [{ owner: "018f0000-0000-7000-8000-0000000000aa" }])),
    ).toBe("23514");
  });
});

describe("a generated column", () => {
  const columns: readonly Column[] = [
    { name: "first", type: "text" },
    { name: "last", type: "text" },
    { name: "full", type: "text", generated: "first || ' ' || last", unique: true },
    {
      name: "size",
      type: "integer",
      sql_type: "smallint",
      generated: "length(first) + length(last)",
      indexed: true,
    },
  ];

  it("is computed from the row, and fills its slots", async () => {
    const name = await created(columns);
    const [row] = await project.insert(name, [{ first: "Ada", last: "Lovelace" }]);
    expect(row).toEqual({ first: "Ada", last: "Lovelace", full: "Ada Lovelace", size: 11 });
    expect(await codeOf(() => project.insert(name, [{ first: "Ada", last: "Lovelace" }]))).toBe("23505");
  });

  it("is filled in where rows exist already", async () => {
    const name = await created([price]);
    await project.insert(name, [{ price: "1.10" }, { price: null }]);
    await project.apply([
      { kind: "add_column", table: name, column: { name: "gross", type: "numeric", generated: "price * 2" } },
    ]);
    const { rows } = await native.query(
      "select d.data -> 'gross' as gross from rowhouse.project_data d where table_id = $1 order by 1",
      [(await project.table(name)).id],
    );
    expect(rows.map(({ gross }) => gross)).toEqual([2.2, null]);
  });

  it.each([
    ["now()::text", "42P17 generation expression is not immutable"],
    ["current_date::text", "42P17 generation expression is not immutable"],
    ["auth.uid()::text", "42P17 generation expression is not immutable"],
    ["concat(first, last)", "42P17 generation expression is not immutable"],
    ["full_name || 'x'", '42P17 cannot use generated column "full_name" in column generation expression'],
    ["t.*::text", "0A000 cannot use a whole row in column generation expression"],
  ])("from %s is refused as %s", async (generated, message) => {
    const all: Column[] = [
      { name: "first", type: "text" },
      { name: "last", type: "text" },
      { name: "full_name", type: "text", generated: "first || last" },
      { name: "x", type: "text", generated },
    ];
    expect(await refusal(all)).toBe(message);
  });

  it("keeps what it is computed from from being dropped or becoming another type", async () => {
    const name = await created(columns);
    const drop = (cascade: boolean): readonly Change[] => [
      { kind: "drop_column", table: name, column: "first", ...(cascade ? { cascade } : {}) },
    ];
    expect(await codeOf(() => project.apply(drop(false)))).toBe("RH203");
    expect(
      await codeOf(() =>
        project.apply([{ kind: "alter_column", table: name, column: "last", set: { type: "jsonb" } }]),
      ),
    ).toBe("RH207");
    await project.apply(drop(true));
    expect((await project.table(name)).definition.columns.map((column) => column.name)).toEqual(["last"]);
  });
});

describe("a default", () => {
  it("may be any expression without columns", async () => {
    const name = await created([
      { name: "a", type: "date", default_expression: "current_date + 1" },
      { name: "b", type: "text", sql_type: "character varying(3)", default_expression: "lower('ABC')" },
      { name: "c", type: "uuid", default_expression: "auth.uid()" },
      price,
    ]);
    const [row] = await project.insert(name, [{ price: 1 }]);
    const { rows } = await native.query("select (current_date + 1)::text as day");
    expect(row).toEqual({ a: rows[0].day, b: "abc", c: null, price: 1 });
  });

  it.each<[string, string, Column["type"], Json]>([
    ["integer[]", "{1,2}", "text[]", [1, 2]],
    ["character varying(3)[]", "{a,b}", "text[]", ["a", "b"]],
    ["json", '{"a":  [1]}', "jsonb", { a: [1] }],
    ["interval", "36 hours", "text", "36:00:00"],
    ["character(3)", "a", "text", "a  "],
    ["bit(3)", "101", "text", "101"],
    ["numeric(5,2)", "1.005", "numeric", 1.01],
    ["smallint", "7", "integer", 7],
    ["timestamp without time zone", "2024-01-01 10:00", "timestamptz", "2024-01-01T10:00:00"],
    ["int4range", "[1,3]", "text", "[1,4)"],
    ["bytea", "\\x6162", "text", "\\x6162"],
  ])(
    "of type %s may be the literal %s, for new rows and those that there are",
    async (sql_type, text, type, value) => {
      const column: Column = { name: "x", type, sql_type, default: text };
      const name = await created([price]);
      await project.insert(name, [{ price: 1 }]);
      await project.apply([{ kind: "add_column", table: name, column }]);
      const [row] = await project.insert(name, [{ price: 2 }]);
      expect(row?.x).toEqual(value);
      const relation = relationSelect(await project.catalog(), await project.table(name));
      const { rows } = await db.database.query<{ x: Json }>(
        project.scope,
        sql`select to_json(t.x) as x from (${relation}) as t order by t.price`,
      );
      expect(rows.map(({ x }) => x)).toEqual([value, value]);
    },
  );

  it.each([
    ["price + 1", "0A000 cannot use column reference in DEFAULT expression"],
    ["(select 1)", "0A000 cannot use subquery in DEFAULT expression"],
    ["1 +", "42601 syntax error at end of input"],
  ])("of %s is refused as %s", async (expression, message) => {
    expect(await refusal([price, { name: "x", type: "numeric", default_expression: expression }])).toBe(
      message,
    );
  });
});

it("knows of every function what the server's catalog says of it", async () => {
  const names = [...aggregateFunctions, ...windowFunctions, ...setReturningFunctions, ...changingFunctions];
  const { rows } = await native.query<{ name: string; kind: string; sets: boolean; changes: boolean }>(
    `select proname as name, string_agg(distinct prokind::text, '') as kind, bool_and(proretset) as sets,
       bool_and(provolatile <> 'i') as changes
     from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname = any($1) group by 1`,
    [names],
  );
  for (const { name, kind, sets, changes } of rows) {
    if (aggregateFunctions.has(name)) expect([name, kind]).toEqual([name, expect.stringContaining("a")]);
    if (windowFunctions.has(name)) expect([name, kind]).toEqual([name, expect.stringContaining("w")]);
    if (setReturningFunctions.has(name)) expect([name, sets]).toEqual([name, true]);
    if (changingFunctions.has(name)) expect([name, changes]).toEqual([name, true]);
  }
  expect(rows.length).toBeGreaterThan(100);
});
