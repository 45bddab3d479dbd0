import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loose } from "./api-client.ts";
import { type PanelApi, panelApi } from "./panel-api.ts";

let panel: PanelApi;
let base: PanelApi["base"];
let owner: PanelApi["owner"];
let colleague: PanelApi["colleague"];
let run: PanelApi["run"];
let rows: PanelApi["rows"];
let everything: PanelApi["everything"];

beforeAll(async () => {
  panel = await panelApi();
  ({ base, owner, colleague, run, rows, everything } = panel);
});
afterAll(() => panel.close());

describe("history", () => {
  it("has what was run, how long it took, its rows and its error, newest first", async () => {
    await run("select title from posts where views > $1", { params: [4] });
    await run("select nothing from posts");
    const { body } = await owner("GET", `${base}/sql/history?limit=2`);
    expect(body).toMatchObject({
      items: [
        { query: "select nothing from posts", status: "failed", error: { code: "42703" }, row_count: 0 },
        {
          query: "select title from posts where views > $1",
          status: "done",
          params: [4],
          row_count: 2,
          error: null,
          commands: ["SELECT"],
        },
      ],
    });
    expect(Number(body.items?.[0]?.ms)).toBeGreaterThan(0);
    expect(Number(body.total)).toBeGreaterThanOrEqual(3);
  });

  it("keeps the parameters' names, where they are those of what was run", async () => {
    const query = "select title from posts where views > $1      ";
    const named = "select title from posts where views > {{least}}";
    await run(query.slice(0, named.length).padEnd(named.length), { params: [4], named_query: named });
    await run("select 1 where 4 > $1", { params: [4], named_query: "select {{least}}" });
    const { body } = await owner("GET", `${base}/sql/history?limit=2`);
    expect(body).toMatchObject({
      items: [
        { query: "select 1 where 4 > $1", params: [4] },
        { query: named, params: [4], row_count: 2 },
      ],
    });
  });

  it("is searched by text and is everybody's own", async () => {
    await run("select 'needle'");
    const found = await owner("GET", `${base}/sql/history?search=NEEDLE`);
    expect(found.body).toMatchObject({ total: 1, items: [{ query: "select 'needle'" }] });
    expect((await colleague("GET", `${base}/sql/history`)).body).toMatchObject({ total: 0, items: [] });
  });

  it("keeps the newest 500 runs, and of a long text its beginning", async () => {
    await panel.database.query(`insert into rowhouse.sql_runs (project_id, id, user_id, query, status, ms, created_at)
      select project_id, gen_random_uuid(), user_id, 'select ' || n, 'done', 1, now() - interval '1 day' from rowhouse.sql_runs, generate_series(1, 600) n
       where query = 'select ''needle'''`);
    await run(`select 1 -- ${"x".repeat(30_000)}`);
    const { body } = await owner("GET", `${base}/sql/history?limit=1`);
    expect(body).toMatchObject({ total: 500, items: [{ is_cut: true }] });
    expect(String(body.items?.[0]?.query)).toHaveLength(20_000);
  });

  it("leaves out what a personal access token runs, unless that asks for it", async () => {
    const { body } = await owner("POST", "/api/tokens", { name: "machine" });
    const headers = { Authorization: `Bearer ${String(body.token?.token)}` };
    await owner("POST", `${base}/sql`, { query: "select 'machine'" }, headers);
    expect((await owner("GET", `${base}/sql/history?search=machine`)).body.total).toBe(0);
    await owner("POST", `${base}/sql`, { query: "select 'machine'", history: true }, headers);
    expect((await owner("GET", `${base}/sql/history?search=machine`)).body.total).toBe(1);
  });

  it("says of a dry run that it was one", async () => {
    await run("delete from notes where id = 2", { dry_run: true, undo: true });
    const { body } = await owner("GET", `${base}/sql/history?limit=1`);
    expect(body.items?.[0]).toMatchObject({ is_trial: true, undo_rows: 0 });
    expect(await rows("select count(*) from notes")).toEqual([[2]]);
  });
});

describe("a look at a text", () => {
  const check = async (query: string, more: object = {}) =>
    (await owner("POST", `${base}/sql/check`, { query, ...more })).body;

  it("finds nothing wrong with what would run, and tells what it would do", async () => {
    expect(
      await check("select p.title, count(*) as n from posts p group by 1; update posts set views = $1"),
    ).toMatchObject({
      problems: [],
      statements: [
        {
          command: "SELECT",
          kind: "query",
          is_unbounded: false,
          columns: [
            { name: "title", type: "text" },
            { name: "n", type: "bigint" },
          ],
          start: 0,
          end: 53,
        },
        { command: "UPDATE", kind: "write", is_unbounded: true, tables: ["posts"], columns: [], start: 55 },
      ],
    });
  });

  it.each([
    ["a syntax error", "select 1; selec title from posts", "42601", 1, 1],
    ["an unknown table", "select 1; select * from post", "42P01", 1, 15],
    ["an unknown column behind characters of two units", "select '𝒳', titel from posts", "42703", 0, 13],
    ["an unknown column of an alias", "select p.nothing from posts p", "42703", 0, 8],
    ["an unknown column of a write", "update posts set nothing = 1", "42703", 0, 18],
    ["a function that is not allowed", "select pg_sleep(1)", "42501", 0, 8],
    ["types that do not go together", "select title + 1 from posts", "42883", 0, 14],
    ["a definition over something unknown", "alter table nothing add column a int", "42P01", 0, 13],
  ])("finds %s where it is", async (_what, query, code, statement, position) => {
    const { problems } = await check(query);
    expect(problems).toMatchObject([{ code, statement, position }]);
  });

  it("finds a problem in each statement, and none in what stands behind a definition", async () => {
    expect((await check("select a from posts; select b from posts")).problems).toHaveLength(2);
    expect((await check("create table fresh (id int); insert into fresh values (1)")).problems).toEqual([]);
  });

  it("finds the problems of the statements around a syntax error, where they are", async () => {
    const { problems } = await check(
      "select '𝒳' frm posts x y; select titel from posts; selct '𝒳'; select 1 + ; sel",
    );
    expect(problems).toMatchObject([
      { code: "42601", statement: 0, position: 16 },
      { code: "42703", statement: 1, position: 8 },
      { code: "42601", statement: 2, position: 1 },
      { code: "42601", statement: 3, position: 12 },
      { code: "42601", statement: 4, position: 1 },
    ]);
    expect(
      (await check("select titel from posts; selct 1; select '𝒳', boddy from posts")).problems,
    ).toMatchObject([
      { code: "42703", statement: 0, position: 8 },
      { code: "42601", statement: 1, position: 1 },
      { code: "42703", statement: 2, position: 13 },
    ]);
  });

  it("runs nothing", async () => {
    const before = await everything();
    await check("delete from posts; drop table notes");
    expect(await everything()).toEqual(before);
  });
});

describe("an upsert or a MERGE", () => {
  it("says how many of its rows it added, changed and deleted, whatever it returns", async () => {
    await run("create table seats (id int primary key, taken boolean)");
    await run("insert into seats values (1, false), (2, false)");
    const upsert =
      "insert into seats select g, true from generate_series(2, 2500) g on conflict (id) do update set taken = true where not seats.taken";
    const merge =
      "merge into seats s using generate_series(1, 3) g on s.id = g when matched and g = 1 then delete when matched then update set taken = true when not matched then insert values (g, true)";
    const results = async (query: string) => (await run(query, { dry_run: true })).body.results;
    const counts = { row_count: 2499, effects: { added: 2498, changed: 1 } };
    expect(await results(upsert)).toMatchObject([{ ...counts, columns: [], rows: [] }]);
    const shown = (await results(`${upsert} returning taken, id`))?.[0];
    expect(shown).toMatchObject({
      ...{ ...counts, truncated: true },
      columns: [{ name: "taken" }, { name: "id" }],
    });
    expect(shown).toHaveProperty("rows.0", [true, 2]);
    const merged = { row_count: 3, effects: { added: 1, changed: 1, deleted: 1 } };
    expect(await results(merge)).toMatchObject([{ ...merged, columns: [] }]);
    expect(await results(`${merge} returning s.id, merge_action()`)).toMatchObject([
      { ...merged, columns: [{ name: "id" }, { name: "merge_action" }] },
    ]);
    const none =
      "insert into seats values (1, true) on conflict (id) do update set taken = true where false returning id";
    expect(await results(none)).toMatchObject([{ effects: { added: 0, changed: 0 }, rows: [] }]);
    const plain = await results("insert into seats values (9, true) on conflict do nothing");
    expect(plain?.[0]).not.toHaveProperty("effects");
  });
});

describe("parts of a result", () => {
  it("end at the limit, which is told, and are followed by the run", async () => {
    const response = await fetch(`${panel.url}${base}/sql`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: "application/x-ndjson",
      },
      body: JSON.stringify({
        query: "select * from generate_series(1, 5000); select 1",
        limit: 1200,
        history: true,
      }),
    });
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Loose);
    const counts = lines.map(({ rows: part }) => (part === undefined ? 0 : Object.keys(part).length));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1201);
    expect(lines.filter((line) => "row_count" in line)).toMatchObject([
      { row_count: 1200, truncated: true },
      { row_count: 1, truncated: false },
    ]);
    expect(lines.at(-1)).toMatchObject({ run: { undo: null } });
  });
});

it("a value that is too large behind a write is an error of its statement, and nothing was written", async () => {
  const { status, body } = await run("insert into labels values ('big', 'B'); select repeat('x', 100000000)");
  expect([status, body.error?.code]).toEqual([400, "54000"]);
  expect(await rows("select count(*) from labels where code = 'big'")).toEqual([[0]]);
});
