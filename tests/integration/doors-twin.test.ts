import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Column, Json } from "#lib/catalog/types.ts";
import { openTenantScope } from "#lib/db/scope.ts";
import { columnValue, jsonValue, storageOf } from "#lib/engine/column-sql.ts";
import { ofTable, relationSelect } from "#lib/engine/relation.ts";
import { slotValues } from "#lib/engine/stored-row.ts";
import { endUserSignUp } from "#lib/operations/end-users/end-user-sign-up.ts";
import { importRecords } from "#lib/operations/records/import-records.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ident, join, sql } from "#lib/sql/sql.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { type AccountsHarness, accountsRuntime, client } from "./accounts-harness.ts";

// Rows that come by an import or by people who sign up meet the same definition as those written by hand: a native table
// takes and refuses the same ones and ends up the same, and every slot says what the data says.

let harness: AccountsHarness;
let native: pg.Client;
let app: AppProject;

const goods: readonly Column[] = [
  { name: "sku", type: "text", required: true, unique: true },
  { name: "price", type: "numeric", indexed: true },
  { name: "stock", type: "integer", default: 1, indexed: true },
  { name: "due", type: "date", indexed: true },
  { name: "maker", type: "bigint", references: { table: "makers", column: "id", on_delete: "cascade" } },
  { name: "doubled", type: "numeric", generated: "price * 2" },
];

beforeAll(async () => {
  harness = await accountsRuntime();
  native = new pg.Client(harness.owner);
  await native.connect();
  await native.query("set timezone = 'UTC'");
  app = await appProject("Doors");
  await app.apply(
    {
      kind: "create_table",
      table: { name: "makers", columns: [{ name: "id", type: "bigint", primary_key: true }] },
    },
    {
      kind: "create_table",
      table: {
        name: "goods",
        origin: "sql",
        columns: [...goods],
        constraints: [{ kind: "check", name: "goods_price", expression: "price >= 0 or stock = 0" }],
      },
    },
    {
      kind: "add_constraint",
      table: "users",
      constraint: { kind: "check", name: "named", expression: "length(full_name) > 2" },
    },
    {
      kind: "add_column",
      table: "users",
      column: { name: "shout", type: "text", generated: "upper(full_name)", indexed: true },
    },
    {
      kind: "add_column",
      table: "users",
      column: { name: "level", type: "integer", default: 3, indexed: true },
    },
  );
  await app.insert("makers", [{ id: 1 }, { id: 2 }]);
}, 60_000);
afterAll(async () => {
  await native.end();
  await harness.close();
});

function scope() {
  return openTenantScope({
    projectId: app.projectId,
    databaseId: app.databaseId,
    userId: null,
    role: "owner",
  });
}

async function stored(name: string): Promise<{ rows: unknown[]; stale: number }> {
  const catalog = await runtime().catalogs.get(scope());
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  const { rows } = await harness.database.query<{ row: unknown }>(
    scope(),
    sql`select to_json(t.*) as row from (${relationSelect(catalog, table)}) as t order by to_json(t.*)::text`,
  );
  const fromData = (column: Column) => {
    const { place, key } = storageOf(table, column.name);
    return place === "data" ? jsonValue(sql`d.data`, key, column) : columnValue(table, column, "d");
  };
  const tests = slotValues(catalog, table, fromData).map(
    ({ slot, value }) => sql`d.${ident(slot)} is distinct from ${value}`,
  );
  const { rows: found } = await harness.database.query<{ count: number }>(
    scope(),
    sql`select count(*)::int4 as count from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and (${join(tests, " or ")})`,
  );
  return { rows: rows.map(({ row }) => row), stale: found[0]?.count ?? -1 };
}

async function isTaken(text: string, values: readonly unknown[]): Promise<boolean> {
  await native.query("savepoint one");
  try {
    await native.query(text, [...values]);
    await native.query("release savepoint one");
    return true;
  } catch {
    // Refused, as the import is expected to.
    await native.query("rollback to savepoint one");
    return false;
  }
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 6 });
const rows = fc.record(
  {
    sku: maybe(fc.constantFrom("a", "b", "c", "d", "e", "Ä", "")),
    price: maybe(fc.constantFrom<Json>(0, 1.5, -2, 12_345.678, "many")),
    stock: maybe(fc.constantFrom<Json>(0, 1, 7, 2.5, 3_000_000_000, true)),
    due: maybe(fc.constantFrom<Json>("2026-02-28", "2026-02-30", "soon")),
    maker: maybe(fc.constantFrom<Json>(1, 2, 3)),
  },
  { requiredKeys: [] },
);

const runs = randomRuns(40);

it("an import takes the rows that a native table takes, all of them or the good ones", async () => {
  const modes = fc.constantFrom("stop" as const, "skip" as const);
  await fc.assert(
    fc.asyncProperty(modes, fc.array(rows, { minLength: 1, maxLength: 12 }), async (onError, given) => {
      await app.apply(
        { kind: "drop_table", table: "goods" },
        {
          kind: "create_table",
          table: {
            name: "goods",
            origin: "sql",
            columns: [...goods],
            constraints: [{ kind: "check", name: "goods_price", expression: "price >= 0 or stock = 0" }],
          },
        },
      );
      const schema = `twin_${randomUUID().replaceAll("-", "")}`;
      await native.query(`begin; create schema ${schema}; set local search_path = ${schema};
        create table makers (id bigint primary key); insert into makers values (1), (2);
        create table goods (sku text not null unique, price numeric, stock int default 1, due date,
          maker bigint references makers on delete cascade, doubled numeric generated always as (price * 2) stored,
          constraint goods_price check (price >= 0 or stock = 0))`);
      let taken = 0;
      for (const row of given) {
        const names = Object.keys(row);
        const list = names.map((name) => `"${name}"`).join(", ");
        const text =
          names.length === 0
            ? "insert into goods default values"
            : `insert into goods (${list}) select ${list} from json_populate_record(null::goods, $1)`;
        if (await isTaken(text, names.length === 0 ? [] : [JSON.stringify(row)])) taken += 1;
      }
      async function* lines() {
        for (const [index, value] of given.entries()) yield { line: index + 1, value };
      }
      const report = await importRecords(app.actor, app.databaseId, {
        tableName: "goods",
        onError,
        rows: lines(),
      }).catch(() => null);
      const { rows: found } = await native.query<{ row: unknown }>(
        "select to_json(t.*) as row from goods as t order by to_json(t.*)::text",
      );
      await native.query("rollback");
      const isAll = taken === given.length;
      const expected = onError === "skip" || isAll ? found.map(({ row }) => row) : [];
      if (onError === "skip")
        expect(report).toMatchObject({ inserted: taken, skipped: given.length - taken });
      else expect(report === null).toBe(!isAll);
      expect(await stored("goods")).toEqual({ rows: expected, stale: 0 });
    }),
    runs,
  );
}, 120_000);

it("a sign-up makes the profiles that a native table takes", async () => {
  await native.query(`create schema people; set search_path = people;
    create table users (email text unique, full_name text check (length(full_name) > 2),
      shout text generated always as (upper(full_name)) stored, level int default 3)`);
  const people = fc.record({
    email: fc.constantFrom("a", "b", "c", "d", "e").map((name) => `${name}@example.com`),
    full_name: maybe(fc.constantFrom("Ada", "Bo", "Çelik Öz", "<b>Zoë</b>", "x".repeat(150))),
  });
  await fc.assert(
    fc.asyncProperty(people, async (person) => {
      await native.query("begin");
      const values = [person.email, person.full_name];
      const isGood = await isTaken("insert into users (email, full_name) values ($1, $2)", values);
      await native.query("commit");
      const made = await endUserSignUp(
        app.databaseId,
        { ...person, password: "correct horse battery" },
        client,
      ).catch(() => null);
      expect(made !== null).toBe(isGood);
      const { rows: found } = await native.query("select * from users order by email");
      const profiles = await stored("users");
      const columns = ["email", "full_name", "shout", "level"];
      const told = profiles.rows.map((row) =>
        Object.fromEntries(columns.map((name) => [name, (row as Record<string, unknown>)[name]])),
      );
      expect(told.toSorted((a, b) => String(a.email).localeCompare(String(b.email)))).toEqual(found);
      expect(profiles.stale).toBe(0);
    }),
    runs,
  );
}, 60_000);
