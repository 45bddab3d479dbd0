import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SqlResult } from "#lib/operations/typed-sql/sql-run.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

let server: SqlServer;

beforeAll(async () => {
  server = await ownSqlServer();
});

afterAll(() => server.close());

/** A file in the style of some tool, pasted into a new project. */
async function pasted(name: string): Promise<{ project: EngineProject; left: readonly string[] }> {
  const text = readFileSync(new URL(`./sql-statements/migrations/${name}.sql`, import.meta.url), "utf8");
  const project = await server.project();
  const results = await server.results(project, text, { unsupported: "skip" });
  const lines = text.split("\n");
  const left = results.flatMap(({ skipped }: SqlResult) => {
    if (skipped === undefined) return [];
    // Every report says what to do instead, and points at the statement's first word.
    expect(skipped.hint, skipped.message).not.toBeNull();
    const line = lines[skipped.line - 1] ?? "";
    expect(
      Array.from(text)
        .slice(skipped.position - 1)
        .join("")
        .startsWith(line.trimStart()),
    ).toBe(true);
    return [line.split(/\s+/).slice(0, 3).join(" ").toUpperCase()];
  });
  return { project, left: left.filter((line) => !line.startsWith("SET ")) };
}

describe("a migration file of", () => {
  it("Supabase: its tables, policies, views and functions are there, the rest is listed", async () => {
    const { project, left } = await pasted("supabase-start");
    expect(left).toEqual(["INSERT INTO STORAGE.BUCKETS", "ALTER PUBLICATION SUPABASE_REALTIME"]);
    await server
      .run(project, "insert into users (id, email, password_hash) values (gen_random_uuid(), 'a@x.io', 'x')")
      .catch(() => null);
    const { rows } = await server.run(project, "select count(*) from open_todos");
    expect(rows).toEqual([[0]]);
  });

  it("pg_dump: rows come with COPY, counters go on, keys and indexes hold", async () => {
    const { project, left } = await pasted("pg-dump");
    expect(left).not.toContain("ALTER TABLE ONLY");
    const { rows } = await server.run(
      project,
      "select id, name, tags, settings, balance from customers order by id",
    );
    expect(rows).toEqual([
      [1, "Ann", ["a", "b c"], { mail: false }, "10.50"],
      [2, "Bob", [], null, "0.00"],
      [3, "A\tB\\C", ["x"], { k: "a\tb" }, "1.00"],
    ]);
    const next = await server.run(
      project,
      "insert into customers (email) values ('d@x.io') returning id, name",
    );
    expect(next.rows).toEqual([[4, "unknown"]]);
    const order = "insert into orders (customer_id, total) values (2, 7)";
    await expect(server.run(project, order)).rejects.toMatchObject({ code: "23505" });
    await server.run(project, "update orders set state = 'sent' where customer_id = 2");
    const tax = await server.run(project, `${order} returning id, total_with_tax, state`);
    expect(tax.rows).toEqual([[3, 8, "open"]]);
    await expect(
      server.run(project, "insert into customers (email) values ('ANN@example.org')"),
    ).rejects.toMatchObject({ code: "23505" });
    expect((await server.run(project, "select * from open_orders")).rows).toEqual([[3, "Bob", 7]]);
  });

  it("Prisma: all of it", async () => {
    const { project, left } = await pasted("prisma");
    expect(left).toEqual([]);
    await server.run(project, `insert into "User" (email, name, role) values ('a', 'A', 'GUEST')`);
    await server.run(project, `insert into "Post" (title, "authorId", price) values ('t', 1, 1.5)`);
    await server.run(project, `update "User" set id = 100`);
    const { rows } = await server.run(project, `select id, "authorId", price, labels from "Post"`);
    expect(rows).toEqual([[1, 100, "1.500000000000000000000000000000", null]]);
  });

  it("Drizzle: types in anonymous blocks, keys whose nulls are equal, values of types renamed", async () => {
    const { project, left } = await pasted("drizzle");
    expect(left).toEqual([]);
    const [table] = (await project.catalog()).tables.filter(({ definition }) => definition.name === "shirts");
    const size = table?.definition.columns.find(({ name }) => name === "size");
    expect(size?.enum_values).toEqual(["small", "m", "xl", "l"]);
  });

  it("Rails: sequences become the counters of their columns", async () => {
    const { project, left } = await pasted("rails-structure");
    expect(left).toEqual(["SELECT PG_CATALOG.SET_CONFIG('SEARCH_PATH', '',"]);
    expect((await project.catalog()).sequences).toEqual([]);
    const { rows } = await server.run(
      project,
      "insert into authors (name, created_at) values ('A', '2020-01-01') returning id",
    );
    expect(rows).toEqual([[1]]);
  });

  it("Django: all of it", async () => {
    const { project, left } = await pasted("django");
    expect(left).toEqual([]);
    await server.run(project, `insert into shop_category (name, slug, position) values ('a', 'a', 1)`);
    const product = `insert into shop_product (name, price, details, created, active, category_id, stock)`;
    await server.run(project, `${product} values ('x', 1, '{}', now(), true, 1, 0)`);
    await expect(
      server.run(project, `${product} values ('x', 1, '{}', now(), true, 1, 0)`),
    ).rejects.toMatchObject({ code: "23505", message: expect.stringContaining("one_active") });
  });

  it("Knex: all of it", async () => {
    const { project, left } = await pasted("knex");
    expect(left).toEqual([]);
    const { rows } = await server.run(
      project,
      "insert into articles (title, slug) values ('t', 's') returning id, status, views, tags",
    );
    expect(rows).toEqual([[1, "draft", 7, []]]);
  });

  it("a blog as AI builders write it: only what other schemas and grants say is left out", async () => {
    const { project, left } = await pasted("blog");
    expect(left).toEqual([
      "INSERT INTO STORAGE.BUCKETS",
      'CREATE POLICY "AVATAR',
      'CREATE POLICY "USERS',
      "ALTER TABLE PUBLIC.COMMENTS",
      "ALTER PUBLICATION SUPABASE_REALTIME",
    ]);
    await server.run(project, "insert into categories (name, slug) values ('New', 'new')");
    const { rows } = await server.run(project, "select id from categories order by id");
    expect(rows).toEqual([[1], [2], [3], [4]]);
    const touched = await server.run(
      project,
      `insert into users (id, email) values ('11111111-1111-1111-1111-111111111111', 'a@x.io');
       insert into profiles (id, updated_at) values ('11111111-1111-1111-1111-111111111111', '2020-01-01');
       update profiles set bio = 'x';
       select updated_at = now() from profiles`,
    );
    expect(touched.rows).toEqual([[true]]);
  });

  it("a CRM: seed rows over a partial key of an expression, sequences and triggers", async () => {
    const { project, left } = await pasted("crm");
    expect(left).toEqual([
      "CREATE OR REPLACE",
      "CREATE TRIGGER DEAL_STAGE_CHANGED",
      "REFRESH MATERIALIZED VIEW",
    ]);
    const { rows } = await server.run(project, "select full_name, updated_at > created_at from contacts");
    expect(rows).toEqual([["Robert ", false]]);
    const deal = `insert into deals (org_id, title) select id, 'Next' from organizations returning id`;
    expect((await server.run(project, deal)).rows).toEqual([[3]]);
  });

  it("a Supabase starter for teams: its policies ask its functions, what belongs to other schemas is listed", async () => {
    const { project, left } = await pasted("supabase-saas");
    expect(left.filter((line) => /TABLE|VIEW|POLICY|PUBLIC/.test(line))).toEqual([
      "CREATE PUBLICATION SUPABASE_REALTIME",
      'CREATE POLICY "AVATAR',
      'CREATE POLICY "ANYONE',
      "ALTER TABLE PRODUCTS",
    ]);
    const { rows } = await server.run(
      project,
      "select name, from_amount from active_products union all select name, dist from nearby(1, 2), products",
    );
    expect(rows).toEqual([]);
  });
});
