import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#lib/catalog/types.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let project: EngineProject;

const tables = `
  create table authors (id int primary key, name text not null unique);
  create table posts (
    id bigint generated always as identity primary key, title text not null, slug text unique,
    status text not null, views int not null, score int, price numeric(12,2), author_id int references authors on delete cascade,
    tags text[], meta jsonb, code varchar(20), is_live boolean not null default false, at timestamptz not null, note text);
  create table marks (id uuid primary key default gen_random_uuid(), post_id bigint references posts on delete cascade, n int);
  create view live as select id, title, views from posts where status = 'live';
  create function busy(at_least int) returns table (id bigint) language sql stable as 'select id from posts where views >= at_least'`;
const rowCount = 4_000;
const rows = `
  insert into authors select g, 'Author ' || g from generate_series(1, 100) g union all select 500, 'Nobody';
  insert into posts (title, slug, status, views, score, price, author_id, tags, meta, code, is_live, at, note)
    select 'Post ' || g, 'slug-' || g, (array['draft', 'live', 'gone'])[1 + g % 3], (g * 7919) % 10007, g, g % 100 + 0.5, 1 + g % 100,
      array['t' || g % 10], jsonb_build_object('n', g % 100), 'c' || g, g % 100 = 0, timestamptz '2026-01-01' + g * interval '1 minute',
      repeat('long ', 150)
    from generate_series(1, ${rowCount}) g;
  alter table posts add column later text default 'x';
  insert into marks (post_id, n) select g, g from generate_series(1, 100) g`;

/** As autovacuum does some time later. */
async function analyze(): Promise<void> {
  const owner = new pg.Client(server.db.owner);
  await owner.connect();
  await owner.query("analyze rowhouse.project_data");
  await owner.end();
}

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  const other = await server.project();
  await server.run(project, tables);
  await server.run(project, rows);
  // Somebody else's rows, in the same stored table.
  await server.run(other, "create table theirs (n int); insert into theirs select generate_series(1, 2500)");
  await analyze();
});
afterAll(() => server.close());

async function lines(query: string, params: readonly Json[] = []): Promise<readonly string[]> {
  const { rows: told } = await server.run(project, `explain analyze ${query}`, { params });
  return told.map(([line]) => String(line));
}

async function planJson(query: string): Promise<string> {
  const { rows: told } = await server.run(project, `explain (analyze, format json) ${query}`);
  return JSON.stringify(told);
}

const statements = [
  "select * from posts where id = 5",
  "select title from posts p where status = 'gone' and views = 77 order by at desc limit 3",
  "select * from posts where 't3' = any(tags) or tags @> array['t1']",
  "select meta from posts where meta @> '{\"n\": 7}' and meta->>'n' = '7'",
  "select * from posts where later = 'x' and code = 'c5' and is_live",
  "select p.title, a.name from posts p join authors a on a.id = p.author_id where a.name = 'Author 7'",
  "select a.id from authors a join authors b on a.id = b.id + 1 order by a.name, b.name",
  "select status, count(*), avg(price) from posts group by status having count(*) > 1",
  "select * from posts order by views desc nulls last limit 5",
  "select title, row_number() over (partition by author_id order by views) from posts",
  "with x as (select author_id, sum(views) s from posts group by 1) select * from x join authors a on a.id = x.author_id",
  "with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select p.title from r join posts p on p.id = r.n",
  "select * from authors a left join lateral (select * from posts p where p.author_id = a.id order by at limit 1) p on true",
  "select a.name, (select count(*) from posts p where p.author_id = a.id) from authors a where a.id < 5",
  "select * from authors a where not exists (select 1 from posts p where p.author_id = a.id and p.views = 3)",
  "select 1 union all select views from posts where note = 'x' union select id from authors",
  "select * from live where views > 9990",
  "select * from busy(10000)",
  "select * from posts where title = 'Post 5' for update",
  "select max(at), min(views) from posts",
  "select distinct on (status) * from posts order by status, at",
  "insert into authors (id, name) values (900, 'New') returning *",
  "insert into authors (id, name) values (1, 'x') on conflict (id) do update set name = excluded.name",
  "insert into authors (id, name) values (1, 'x') on conflict do nothing",
  "update posts set views = views + 1, tags = tags || array['z'] where price = 3.5",
  "update posts p set title = a.name from authors a where a.id = p.author_id and a.id = 3",
  "update authors set id = id + 1000 where id = 500",
  "delete from authors where id = 1",
  "delete from posts using authors a where a.id = author_id and a.id = 3 returning posts.title",
  "with gone as (delete from marks where n < 10 returning post_id) update posts set views = 0 where id in (select post_id from gone)",
  "merge into authors a using (values (1, 'x'), (2000, 'y')) v(id, name) on a.id = v.id when matched then update set name = v.name when not matched then insert (id, name) values (v.id, v.name)",
];

describe("a plan", () => {
  const withoutLiterals = (text: string) => text.replaceAll(/'(?:[^']|'')*'/g, "''");
  // Names of ours, and rows that are not of the table: those of other tables and of another project lie in the same place.
  const ours =
    /project_data|rowhouse|app\.|table_id|project_id|writable|"?\$|\b[tindfmauks][1-6]\b|\br[1-6]\b|\brt[1-6]\b|[0-9a-f]{8}-[0-9a-f]{4}|cost=|Plan Rows|Total Cost|undefined|\d_(?:rows|source|changed|written|input)/;

  it.each(statements)("speaks of nothing but the user's own names: %s", async (query) => {
    const text = await lines(query);
    expect(withoutLiterals(text.join("\n"))).not.toMatch(ours);
    expect(text.filter((line) => line.includes("<- most of the cost"))).toHaveLength(1);
    const json = await planJson(query);
    expect(withoutLiterals(json)).not.toMatch(ours);
    for (const [, count] of json.matchAll(/"(?:Actual Rows|Rows Removed by Filter)":(\d+)/g))
      expect(Number(count)).toBeLessThanOrEqual(rowCount + 201);
    const unmeasured = (await server.run(project, `explain ${query}`)).rows.join("\n");
    expect(withoutLiterals(unmeasured)).not.toMatch(ours);
  });

  it("is the one that a plain table would have, without steps of ours", async () => {
    const [scan, condition, filter, removed] = await lines(
      "select title from posts where id > 3 and views = 7919",
    );
    expect(scan).toMatch(/^(?:Index|Seq|Bitmap Heap) Scan.* on posts/);
    expect([condition, filter, removed].join("\n")).toMatch(/views = 7919/);
    const self = await lines("select a.id from authors a join authors b on a.id = b.id + 1");
    expect(self.join("\n")).toMatch(/authors_1/);
    const update = await lines("update posts set views = 1 where price = 3.5");
    expect(update[0]).toMatch(/^Update on posts/);
    expect(update.join("\n")).toMatch(/Filter: \(price = 3.5\)/);
  });

  it("counts the rows that a scan threw away of the table alone", async () => {
    const text = (await lines("select title from posts where views = 7919")).join("\n");
    expect(text).toContain(`Rows Removed by Filter: ${rowCount - 1}`);
  });

  it("names the index over several columns of which a column is looked up", async () => {
    await server.run(project, "create index several on posts (status, views)");
    expect((await lines("select title from posts where views = 7919")).join("\n")).toContain(
      "using several on posts",
    );
    await server.run(project, "drop index several");
  });
});

describe("a suggested index", () => {
  const suggested = (text: readonly string[]) =>
    text.flatMap((line) => /(CREATE INDEX ON \w+ \(\w+(?:, \w+)*\))/.exec(line)?.[1] ?? []);
  const execution = (text: readonly string[]) =>
    Number(/Execution Time: ([\d.]+)/.exec(text.join("\n"))?.[1]);

  it.each([
    ["an equality", "select * from posts where views = 7919", "views"],
    [
      "of several equalities the one that leaves fewest",
      "select * from posts where status = 'gone' and views = 7919",
      "views",
    ],
    ["an equality before a wide range", "select * from posts where views > 5 and price = 7.5", "price"],
    ["a range", "select * from posts where views between 100 and 200", "views"],
    [
      "a moment's range",
      "select * from posts where at >= '2026-01-01 10:00' and at < '2026-01-01 11:00'",
      "at",
    ],
    ["a list", "select * from posts where views in (1, 7919, 15)", "views"],
    ["one or the other", "select * from posts where views = 7919 or views = 3", "views"],
    ["a text's beginning", "select title from posts where title like 'Post 399%'", "title"],
    ["an order with a limit", "select title from posts order by views limit 5", "views"],
    [
      "an order with a limit behind a wide condition",
      "select title from posts where status = 'gone' order by at desc limit 5",
      "at",
    ],
    ["a view's condition", "select * from live where views > 9990", "views"],
    ["the rows of an update", "update posts set title = 'x' where price = 7.5", "price"],
    [
      "a foreign key that is joined",
      "select p.title from authors a join posts p on a.id = p.author_id where a.name = 'Author 7'",
      "author_id",
    ],
    [
      "a foreign key in a sub-select",
      "select (select count(*) from posts p where p.author_id = a.id) from authors a where a.id < 5",
      "author_id",
    ],
    ["a varying text", "select * from posts where code = 'c17'", "code"],
  ])("serves %s: the plan goes by it then", async (_what, query, column) => {
    const before = await lines(query);
    expect(suggested(before), before.join("\n")).toEqual([`CREATE INDEX ON posts (${column})`]);
    await server.run(project, `create index tried on posts (${column})`);
    await analyze();
    try {
      const after = await lines(query);
      expect(after.join("\n")).toMatch(/(?:using|on) tried\b/);
      expect(suggested(after)).toEqual([]);
      expect(execution(after)).toBeLessThan(execution(before));
    } finally {
      await server.run(project, "drop index tried");
    }
  });

  it.each([
    ["an expression", "select * from posts where lower(title) = 'post 7'"],
    ["a text somewhere within", "select * from posts where title like '%399%'"],
    ["a condition that keeps a third", "select * from posts where status = 'gone'"],
    ["conditions on different columns, one or the other", "select * from posts where views = 7 or score = 8"],
    ["a yes or no", "select * from posts where is_live"],
    ["a member of a list", "select * from posts where 't3' = any(tags)"],
    ["a text that is too long to be indexed", "select * from posts where note = 'x'"],
    ["a small table", "select * from authors where id + 1 = 7 and name > 'B'"],
    ["what an index serves already", "select * from posts where slug = 'slug-7' and status = 'gone'"],
    ["an order of everything", "select title from posts order by views"],
    ["an order of a column without value", "select title from posts order by score limit 5"],
  ])("is none for %s", async (_what, query) => {
    expect(suggested(await lines(query))).toEqual([]);
  });

  it("is none where the table has no room for one more", async () => {
    await server.run(
      project,
      "create table full_up (a int, b int, c int, d int); create index on full_up (a); create index on full_up (b); create index on full_up (c)",
    );
    await server.run(project, "insert into full_up select g, g, g, g from generate_series(1, 2000) g");
    expect(suggested(await lines("select * from full_up where d = 7"))).toEqual([]);
  });
});
