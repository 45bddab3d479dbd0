import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "sql@example.org");
  base = `/api/database/${(await newDatabase(owner, "Typed")).databaseId}`;
  const columns = [
    { name: "title", type: "text" },
    { name: "views", type: "integer" },
  ];
  await owner("POST", `${base}/tables/create`, { schemaJson: { name: "posts", columns } });
  const records = [1, 2, 3].map((views) => ({ title: `Post ${views}`, views }));
  await owner("POST", `${base}/records/create`, { tableName: "posts", records });
});
afterAll(async () => {
  await server.close();
  await sql.close();
  await harness.close();
});

const run = (query: unknown, more: object = {}) => owner("POST", `${base}/sql`, { query, ...more });

describe("SQL over HTTP", () => {
  it("answers one result for each statement", async () => {
    const { status, body } = await run(
      "select title, views from posts where views > $1 order by views; select 1 as one",
      { params: [1] },
    );
    expect(status).toBe(200);
    const results = body.results as unknown as readonly { ms: number }[];
    expect(results.map(({ ms, ...result }) => ({ ...result, isTimed: ms > 0 }))).toEqual([
      {
        command: "SELECT",
        columns: [
          { name: "title", type: "text" },
          { name: "views", type: "integer" },
        ],
        rows: [
          ["Post 2", 2],
          ["Post 3", 3],
        ],
        row_count: 2,
        truncated: false,
        isTimed: true,
      },
      {
        command: "SELECT",
        columns: [{ name: "one", type: "integer" }],
        rows: [[1]],
        row_count: 1,
        truncated: false,
        isTimed: true,
      },
    ]);
  });

  it("cuts at the limit, 1,000 when none is given", async () => {
    expect((await run("table posts", { limit: 2 })).body.results?.[0]).toMatchObject({
      row_count: 2,
      truncated: true,
    });
    const many = await run("select * from generate_series(1, 2000)");
    expect(many.body.results?.[0]).toMatchObject({ row_count: 1000, truncated: true });
    const most = await run("select * from generate_series(1, 20000)", { limit: 10_000 });
    expect(most.body.results?.[0]).toMatchObject({ row_count: 10_000, truncated: true });
  });

  it("is no error for a text without statements, and takes dry_run and read_only as it only reads", async () => {
    expect((await run(" -- nothing\n")).body).toEqual({ results: [] });
    expect((await run("select 1", { dry_run: true, read_only: true })).status).toBe(200);
  });

  it("tells what is wrong with a statement, where, and under which SQLSTATE", async () => {
    const { status, headers, body } = await run("select 1; select 'é', titel from posts");
    expect(status).toBe(400);
    expect(body.error).toEqual({
      code: "42703",
      message: 'column "titel" does not exist',
      details: { statement: 1, position: 13 },
      hint: 'Perhaps you meant to reference the column "posts.title".',
      id: headers.get("X-Request-Id"),
    });
  });

  it.each([
    ["insert into post (title) values ('x')", "42P01"],
    ["select pg_read_file('/etc/passwd')", "42501"],
    ["select * from rowhouse.users", "42P01"],
    ["select 1/0", "22012"],
    ["selec", "42601"],
  ])("answers 400 whatever the SQLSTATE is: %s", async (query, code) => {
    const { status, body } = await run(query);
    expect([status, body.error?.code]).toEqual([400, code]);
  });

  it("refuses a body that is not of its shape", async () => {
    for (const more of [
      { limit: 0 },
      { limit: 10_001 },
      { limit: "5" },
      { params: {} },
      { nope: 1 },
      { dry_run: 1 },
    ]) {
      expect((await run("select 1", more)).status).toBe(400);
    }
    expect((await run(5)).status).toBe(400);
    expect((await run("select 1", { unsupported: "ignore" })).status).toBe(400);
  });

  it("shows a stranger nothing, not even that the database exists", async () => {
    const stranger = await newUser(server.url, "stranger@example.org");
    expect((await stranger("POST", `${base}/sql`, { query: "select 1" })).status).toBe(404);
  });

  it("reads the caller's own tables where two databases have the same ones", async () => {
    const other = await newUser(server.url, "other@example.org");
    const path = `/api/database/${(await newDatabase(other, "Other")).databaseId}/sql`;
    expect((await other("POST", path, { query: "select * from posts" })).body.error).toMatchObject({
      code: "42P01",
    });
    expect(
      (await other("POST", path, { query: "select count(*) from users" })).body.results?.[0]?.rows,
    ).toEqual([[0]]);
  });
});

describe("SQL over HTTP in parts", () => {
  const stream = (query: string) =>
    fetch(`${server.url}${base}/sql`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: "application/x-ndjson",
      },
      body: JSON.stringify({ query }),
    });

  it("gives all rows, some a line, and at the end how many there were", async () => {
    const response = await stream("select g from generate_series(1, 20000) g; select 'x' as y");
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ statement: 0, command: "SELECT", columns: [{ name: "g", type: "integer" }] });
    const rows = lines.flatMap((line) => line.rows ?? []);
    expect(rows).toHaveLength(20_001);
    expect(rows.at(-2)).toEqual([20_000]);
    expect(lines.filter((line) => line.row_count !== undefined).map((line) => line.row_count)).toEqual([
      20_000, 1,
    ]);
  });

  it("has a status of its own for what is wrong from the start, and a last line for what goes wrong later", async () => {
    expect((await stream("selec")).status).toBe(400);
    const response = await stream("select 1 / (1000 - g) from generate_series(1, 2000) g");
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(-1).error).toMatchObject({ code: "22012" });
  });
});
