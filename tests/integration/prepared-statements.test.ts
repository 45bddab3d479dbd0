import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "#lib/db/scope.ts";
import { keyword, sql } from "#lib/sql/sql.ts";
import { engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.allow("select on pg_prepared_statements");
  await db.allow("execute on function pg_prepared_statement()");
});
afterAll(() => db.close());

const run = (statement: ReturnType<typeof sql>) => db.database.query<{ n: number }>(systemScope, statement);
const numbered = (n: number, value: unknown = n) =>
  sql`select ${value}::int4 as n, ${keyword(String(n))} as text`;

/** The names of queries on the connection that the pool gives to one caller at a time, without its transactions' own. */
async function prepared(): Promise<readonly string[]> {
  const { rows } = await db.database.query<{ name: string }>(
    systemScope,
    sql`select name from pg_prepared_statements where name ~ '^p[^ ]{22}$'`,
  );
  return rows.map(({ name }) => name);
}

describe("prepared statements", () => {
  it("plan a text once, from its second use on, whatever its values", async () => {
    await run(numbered(-1));
    const before = (await prepared()).length;
    await run(numbered(-2, 1));
    expect(await prepared()).toHaveLength(before + 1);
    for (const value of [2, 3, 4]) expect((await run(numbered(-2, value))).rows[0]?.n).toBe(value);
    expect(await prepared()).toHaveLength(before + 2);
  });

  it("stay within a bound on each connection, and still answer after they went", async () => {
    for (const _ of [1, 2]) {
      for (let n = 0; n < 200; n += 1) await run(numbered(n));
    }
    expect((await prepared()).length).toBeLessThanOrEqual(151);
    for (let n = 0; n < 200; n += 1) expect((await run(numbered(n, 7))).rows[0]?.n).toBe(7);
  });

  it("are forgotten without a word in transactions of one snapshot", async () => {
    const project = await engineProject(db);
    const catalog = await project.catalog();
    const settings = { readOnly: true, schema: catalog };
    for (const _ of [1, 2]) {
      for (let n = 1000; n < 1200; n += 1) await db.database.query(project.scope, numbered(n), settings);
    }
    const work = db.database.transaction(project.scope, (tx) => tx.query(numbered(1000)), settings);
    expect((await work).rows).toMatchObject([{ n: 1000 }]);
    expect((await prepared()).length).toBeLessThanOrEqual(151);
  });

  it("outlive a transaction that fails, in the middle of a pipeline too", async () => {
    for (const _ of [1, 2, 3]) {
      const work = db.database.transaction(systemScope, (tx) =>
        Promise.all([
          tx.query(numbered(-3)),
          tx.query(sql`select 1/0`),
          tx.query(numbered(-4)),
          tx.query(numbered(-4)),
        ]),
      );
      await expect(work).rejects.toMatchObject({ code: "22012" });
    }
    expect((await run(numbered(-3))).rows[0]?.n).toBe(-3);
    expect((await run(numbered(-4))).rows[0]?.n).toBe(-4);
  });
});
