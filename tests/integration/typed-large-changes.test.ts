import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { cancelJob } from "#lib/operations/schema/cancel-job.ts";
import { getJob } from "#lib/operations/schema/get-job.ts";
import { workOnDueJob } from "#lib/operations/schema/work-on-jobs.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

// What typed definitions of large tables cost, and what else can be changed meanwhile.

let harness: AccountsHarness;
let owner: pg.Client;
let actor: Actor;
let databaseId: string;
let closeSql: () => Promise<void>;

beforeAll(async () => {
  harness = await accountsRuntime();
  const typedSql = sqlServer(harness);
  Object.assign(runtime(), { sqlParser: typedSql.sqlParser, sqlRunner: typedSql.sqlRunner });
  Object.assign(runtime().config, { largeTableRows: 3_000 });
  closeSql = typedSql.close;
  owner = new pg.Client(harness.owner);
  await owner.connect();
  actor = await newActor("typed-large@example.org");
}, 60_000);
afterAll(async () => {
  await closeSql();
  await owner.end();
  await harness.close();
});

const run = async (query: string, input: object = {}) =>
  (await runSql(actor, databaseId, { query, ...input })).results;
const value = async (query: string) => (await run(query))[0]?.rows[0]?.[0];
const apply = (...changes: Change[]) => applySchema(actor, databaseId, { changes });

beforeEach(async () => {
  const { database } = await createProjectWithDatabase(actor, { name: "Large" });
  databaseId = database.id;
  await run(`
    create table makers (id integer primary key, name text);
    create table goods (id integer primary key, code text, size text, maker integer);
    create table orders (id integer primary key, good integer references goods, n integer);
    create table notes (id integer primary key, body text);
    insert into makers select n, 'm' || n from generate_series(1, 10) as n;
    insert into goods select n, 'c' || n, (n % 100)::text, n % 10 + 1 from generate_series(1, 5000) as n;`);
});

/** How many transactions have written rows of the table. */
const writers = async (name: string) => {
  const { rows } = await owner.query<{ count: number }>(
    `select count(distinct d.xmin::text)::int4 as count from rowhouse.project_data as d
       join rowhouse.project_tables as t on t.id = d.table_id where t.table_name = $1 and t.database_id = $2`,
    [name, databaseId],
  );
  return rows[0]?.count;
};

/** Takes the job away from whoever works on it, as if that server had died. */
const kill = () =>
  eventually(
    async () => {
      const { rows } = await owner.query<{ id: string }>(
        `update rowhouse.schema_jobs set worker = $1, lease_until = now() - interval '1 second'
          where status = 'running' and rows_done > 0 and database_id = $2 returning id`,
        [randomUUID(), databaseId],
      );
      expect(rows).toHaveLength(1);
      return String(rows[0]?.id);
    },
    { intervalMs: 3 },
  );

describe("a statement of definitions over a large table", () => {
  it.each([
    ["alter table goods alter column size type integer using size::integer", "ALTER TABLE"],
    ["alter table goods add constraint one_code unique (code)", "ALTER TABLE"],
    ["create index on goods (size)", "CREATE INDEX"],
    ["create unique index on goods (lower(code))", "CREATE INDEX"],
    ["alter table goods add foreign key (maker) references makers", "ALTER TABLE"],
  ])("is carried out in batches: %s", async (statement, command) => {
    expect(await writers("goods")).toBe(1);
    expect(await run(statement)).toMatchObject([{ command, row_count: 0 }]);
    expect(await writers("goods")).toBe(3);
    expect(await value("select count(*) from goods")).toBe(5000);
  });

  it("only looks at the rows where they stay as they are", async () => {
    await run("alter table goods alter column code set not null");
    expect(await writers("goods")).toBe(1);
    await expect(run("insert into goods (id) values (0)")).rejects.toMatchObject({ code: "23502" });
  });

  it("is refused with the rows that do not fit, and a trial changes nothing", async () => {
    await run("update goods set code = 'c1' where id = 5000");
    const unique = "alter table goods add constraint one_code unique (code)";
    for (const input of [{ dry_run: true }, {}])
      await expect(run(unique, input)).rejects.toMatchObject({
        code: "23505",
        details: {
          statement: 0,
          misfits: [
            {
              // In no order: it is the planner's.
              rows: expect.toSatisfy(
                (rows: readonly { key: string; value: string }[]) =>
                  rows.every((row) => row.value === "c1") &&
                  rows
                    .map((row) => row.key)
                    .sort()
                    .join() === "1,5000",
              ),
            },
          ],
        },
      });
    await run("update goods set code = 'c5000' where id = 5000");
    const before = await writers("goods");
    expect(await run(unique, { dry_run: true })).toMatchObject([{ command: "ALTER TABLE" }]);
    expect(await writers("goods")).toBe(before);
    expect(await value("select count(*) from goods where code = 'c5000'")).toBe(1);
    await run("insert into goods (id, code) values (0, 'c1')");
  });

  it("answers with its job where that takes long, and is made by it", async () => {
    const answer = run("alter table goods alter column size type integer using size::integer");
    const id = await kill();
    const [result] = await answer;
    expect(result).toMatchObject({
      command: "ALTER TABLE",
      job: { id, status: "running", rows: { total: 5000 } },
      notice: expect.stringContaining(id),
    });
    await expect(run("alter table goods add column more text")).rejects.toMatchObject({
      code: "RH208",
      details: { job: id, table: "goods" },
    });
    while (await workOnDueJob());
    expect(await getJob(actor, databaseId, id)).toMatchObject({ job: { status: "done" } });
    expect(await value("select sum(size) from goods")).toBe(247_500);
  });

  it("is one with the other statements of its text", async () => {
    await run("alter table goods add constraint one_code unique (code); insert into notes values (1, 'x')");
    expect(await writers("goods")).toBe(1);
    await expect(
      run("create index on goods (size); insert into notes values (1, 'again')"),
    ).rejects.toMatchObject({ code: "23505" });
    expect(await writers("goods")).toBe(1);
  });
});

describe("while a large table is changed", () => {
  const change = () => run("alter table goods alter column size type integer using size::integer");

  it("tables that have nothing to do with it are made, changed and dropped", async () => {
    const answer = change();
    await kill();
    await answer;
    await run("alter table notes alter column body set not null; alter table notes rename to remarks");
    await apply({
      kind: "create_table",
      table: { name: "others", columns: [{ name: "n", type: "integer" }] },
    });
    await run("create table more (id integer primary key); drop table more");
    await run("create view sizes as select code from goods");
    while (await workOnDueJob());
    expect(await value("select sum(size) from goods")).toBe(247_500);
    expect(await value("select count(*) from remarks")).toBe(0);
  });

  it("another large table is changed", async () => {
    await run("insert into notes select n, 'text ' || n from generate_series(1, 4000) as n");
    const answer = change();
    const id = await kill();
    await answer;
    await run("alter table notes add constraint one_body unique (body)");
    expect(await writers("notes")).toBe(2);
    expect(await getJob(actor, databaseId, id)).toMatchObject({ job: { status: "running" } });
    while (await workOnDueJob());
    expect(await value("select sum(size) from goods")).toBe(247_500);
    await expect(run("insert into notes values (0, 'text 7')")).rejects.toMatchObject({ code: "23505" });
  });

  it.each([
    ["the table itself", "alter table goods rename column code to name", "goods"],
    [
      "its access",
      "alter table goods enable row level security; create policy p on goods using (true)",
      "goods",
    ],
    ["one that refers to it", "alter table orders drop column good", "orders"],
    [
      "a new one that refers to it",
      "create table parts (id integer primary key, good integer references goods)",
      "goods",
    ],
  ])("a change of %s is refused with the job", async (_, statement, table) => {
    const answer = change();
    const id = await kill();
    await answer;
    await expect(run(statement)).rejects.toMatchObject({ code: "RH208", details: { job: id, table } });
    await cancelJob(actor, databaseId, id);
    while (await workOnDueJob());
    await run(statement);
  });

  it("what rows are about to refer to cannot go, and says why in the tables' own names", async () => {
    const answer = run("alter table goods add foreign key (maker) references makers");
    const id = await kill();
    await answer;
    const refused = {
      code: "23503",
      message:
        'update or delete on table "makers" violates foreign key constraint "goods_maker_fkey" on table "goods"',
    };
    await expect(run("delete from makers where id = 2")).rejects.toMatchObject(refused);
    await expect(run("truncate makers")).rejects.toMatchObject(refused);
    await expect(run("insert into goods (id, maker) values (0, 99)")).rejects.toMatchObject({
      code: "23503",
    });
    await cancelJob(actor, databaseId, id);
    while (await workOnDueJob());
    await run("delete from makers where id = 2");
  });

  it("rows are written in both forms, and refused where they fit only the present one", async () => {
    const answer = run("alter table goods alter column size type integer using size::integer");
    await kill();
    await answer;
    await expect(run("insert into goods (id, size) values (0, 'many')")).rejects.toMatchObject({
      code: "22P02",
    });
    await expect(run("update goods set size = 'many' where id = 1")).rejects.toMatchObject({ code: "22P02" });
    await run(
      "insert into goods (id, size) values (1, '70') on conflict (id) do update set size = excluded.size || '0'",
    );
    await run("delete from goods where id > 4000");
    while (await workOnDueJob());
    expect(await value("select size from goods where id = 1")).toBe(700);
  });

  it("a view that reads the column is not broken by a job that drops it", async () => {
    const answer = apply(
      { kind: "alter_column", table: "goods", column: "size", set: { type: "integer" } },
      { kind: "drop_column", table: "goods", column: "code" },
    );
    const id = await kill();
    await answer;
    await run("create view codes as select code from goods");
    while (await workOnDueJob());
    expect(await getJob(actor, databaseId, id)).toMatchObject({
      job: { status: "failed", error: { code: "RH203" } },
    });
    expect(await value("select count(code) from codes")).toBe(5000);
  });
});
