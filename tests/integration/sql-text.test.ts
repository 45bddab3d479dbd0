import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "#lib/errors/app-error.ts";
import type { RunSqlInput } from "#lib/operations/typed-sql/sql-run.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

let server: SqlServer;
let project: EngineProject;

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  const columns = [
    { name: "id", type: "bigint", primary_key: true },
    { name: "title", type: "text" },
    { name: "n", type: "integer" },
  ] as const;
  await project.apply([{ kind: "create_table", table: { name: "posts", columns } }]);
  await project.insert(
    "posts",
    [1, 2, 3].map((id) => ({ id, title: `Post ${id}`, n: id * 10 })),
  );
});

afterAll(() => server.close());

async function problem(query: string, input: Omit<RunSqlInput, "query"> = {}): Promise<object> {
  try {
    const { rows } = await server.run(project, query, input);
    return { rows };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, status, message, hint, details } = error;
    return { code, status, message, hint, details };
  }
}

describe("an error", () => {
  it.each([
    ["select nope from posts", "42703", 'column "nope" does not exist', 8],
    ["select posts.nope from posts", "42703", "column posts.nope does not exist", 8],
    ["select 'é𝒳', p.nope from posts p", "42703", "column p.nope does not exist", 14],
    ["with x as (select * from posts) select nope from x", "42703", 'column "nope" does not exist', 40],
    [
      "with posts as (select * from posts) select nope from posts",
      "42703",
      'column "nope" does not exist',
      44,
    ],
    [
      "(with x as (select * from posts) select nope from x) union select 1",
      "42703",
      'column "nope" does not exist',
      41,
    ],
    ["select title, nope, count(*) from posts group by id", "42703", 'column "nope" does not exist', 15],
    ["select public.posts.nope from public.posts", "42703", "column posts.nope does not exist", 8],
    ["select * from posts where title > 5", "42883", "operator does not exist: text > integer", 33],
    [
      "select n, count(*) from posts",
      "42803",
      'column "posts.n" must appear in the GROUP BY clause or be used in an aggregate function',
      8,
    ],
    ["select 'x'::int", "22P02", 'invalid input syntax for type integer: "x"', 8],
    ["select * from post", "42P01", 'relation "post" does not exist', 15],
    ["select uper(title) from posts", "42883", "function uper does not exist or is not available here", 8],
    ["  select * frm posts", "42601", 'syntax error at or near "frm"', 10],
    ["select pg_sleep(1)", "42501", "permission denied for function pg_sleep", 8],
    ["delete from post", "42P01", 'relation "post" does not exist', 13],
    ["select 1; select nope", "42703", 'column "nope" does not exist', 8],
    ["select 1;\n\n  -- é\n select 1 + ;", "42601", 'syntax error at or near ";"', 18],
  ])("has Postgres's words and the position in its statement: %s", async (query, code, message, position) => {
    const statement = query.includes(";") ? 1 : 0;
    expect(await problem(query)).toMatchObject({
      code,
      status: 400,
      message,
      details: { statement, position },
    });
  });

  it.each([
    ["select 1/0 from posts", "22012"],
    ["select title::int from posts", "22P02"],
    ["select (select id from posts)", "21000"],
    ["select 10::int8 ^ 400", "22003"],
    ["select * from posts limit -1", "2201W"],
    ["select array_fill(0, array[1000000000])", "54000"],
    ["select lpad('x', 2000000000)", "54000"],
  ])("that comes up while it runs is the statement's as well: %s", async (query, code) => {
    expect(await problem(query)).toMatchObject({ code, status: 400, details: { statement: 0 } });
  });

  it("has a hint where Postgres or the catalog has one", async () => {
    expect(await problem("select titel from posts")).toMatchObject({
      hint: 'Perhaps you meant to reference the column "posts.title".',
    });
    expect(await problem("select * from post")).toMatchObject({ hint: 'Perhaps you meant "posts".' });
    for (const query of ["select ctid from posts", "update posts p set n = 1 where p.xmin is null"])
      expect(await problem(query)).toMatchObject({
        code: "42703",
        hint: expect.stringContaining("primary key"),
      });
  });

  it("says nothing of how and where rows are stored", async () => {
    const { projectId } = project.scope;
    for (const query of [
      "select data from posts",
      "select d.project_id from posts",
      "select posts.u1 from posts",
      "select project_data from posts",
      "select posts.tableoid from posts",
      'select json_populate_record(posts, \'{"id": "x"}\') from posts',
      "select n::text::posts from posts",
      "select (posts).data from posts",
    ]) {
      const told = JSON.stringify(await problem(query));
      expect(told).toContain('"status":400');
      expect(told.replaceAll(query, "")).not.toMatch(new RegExp(`rowhouse|"d"|${projectId}`));
    }
  });

  it("of one statement leaves nothing of the text's other results", async () => {
    expect(await problem("select 1; select 1/0; select 2")).toMatchObject({
      code: "22012",
      details: { statement: 1 },
    });
  });
});

describe("a text", () => {
  it("may hold several statements, which read one state", async () => {
    const parsed = await server.run(
      project,
      "select now(); ; select count(*), now() = transaction_timestamp() from posts;",
    );
    expect(parsed.rows).toEqual([[3, true]]);
  });

  it("gives names, types and values", async () => {
    const query =
      "select id, title, n / 4.0 as quarter, n > 10 as big, to_jsonb(p) -> 'n' as json, array[n] as list, null as none from posts p where id = 2";
    expect(await server.run(project, query)).toMatchObject({
      command: "SELECT",
      columns: [
        { name: "id", type: "bigint" },
        { name: "title", type: "text" },
        { name: "quarter", type: "numeric" },
        { name: "big", type: "boolean" },
        { name: "json", type: "jsonb" },
        { name: "list", type: "integer[]" },
        { name: "none", type: "text" },
      ],
      rows: [[2, "Post 2", "5.0000000000000000", true, 20, [20], null]],
      row_count: 1,
      truncated: false,
    });
  });

  it("is cut at its limit", async () => {
    expect(await server.run(project, "table posts", { limit: 2 })).toMatchObject({
      row_count: 2,
      truncated: true,
    });
  });

  it("is read in UTC and by the standard's quotes, whatever the server prefers", async () => {
    const { rows } = await server.run(
      project,
      "select timestamptz '2026-01-01 12:00+02', 'a\\b', '\\x41'::bytea, interval '1 day 1 hour', 0.1::float4",
    );
    expect(rows).toEqual([["2026-01-01 10:00:00+00", "a\\b", "\\x41", "1 day 01:00:00", 0.1]]);
  });
});

describe("parameters", () => {
  it.each([
    ["select title from posts where id = $1", [2], [["Post 2"]]],
    ["select title from posts where id = any($1) order by id", [[1, 3]], [["Post 1"], ["Post 3"]]],
    [
      "select $1::jsonb -> 'a', $2::text, $3::boolean, $4::text is null",
      [{ a: [1] }, "é'", true, null],
      [[[1], "é'", true, true]],
    ],
    ["select 1; select $2::int", [1, 2], [[2]]],
  ])("take the place of $n: %s", async (query, params, rows) => {
    expect(await problem(query, { params })).toEqual({ rows });
  });

  it("that are missing or do not fit are the statement's error", async () => {
    expect(await problem("select $1::int, $3::int", { params: [1, 2] })).toMatchObject({ code: "42P02" });
    expect(await problem("select $1::int", { params: ["x"] })).toMatchObject({ code: "22P02" });
  });
});
