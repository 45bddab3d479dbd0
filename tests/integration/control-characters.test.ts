import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

// A compiler that puts signs of its own into texts must not find them where somebody has typed them.

let server: OwnSqlServer;
let project: EngineProject;

beforeAll(async () => {
  server = await ownSqlServer();
});
beforeEach(async () => {
  project = await server.project();
});
afterAll(() => server.close());

const run = async (query: string) => (await server.run(project, query)).rows;
const signs = ["\u0001", "\u0002", "\u0003"];

describe.each(signs)("a control character (%j)", (sign) => {
  const typed = `${sign}0${sign}`;

  it("in a check is compared with as it is, whatever a statement beside it says", async () => {
    await run(`create table m (id int primary key, a text check (a <> '${typed}'))`);
    const upsert = (value: string) =>
      run(`insert into m values (1, 'x') on conflict (id) do update set a = ${value} returning a`);
    expect(await upsert("'y'")).toEqual([["x"]]);
    expect(await upsert("''' or length(''x'') > 0 or '''")).toEqual([["' or length('x') > 0 or '"]]);
    await expect(upsert(`'${typed}'`)).rejects.toMatchObject({ code: "23514" });
  });

  it("in a default and in a generated column is what rows get", async () => {
    await run(
      `create table m (a text default '${typed}', b text generated always as (coalesce(a, '') || '${sign}') stored, c int unique)`,
    );
    expect(
      await run("insert into m (c) values (1) on conflict (c) do update set a = 'x' returning a, b"),
    ).toEqual([[typed, `${typed}${sign}`]]);
  });

  it("in what a function writes is written, and nothing behind it is lost", async () => {
    await run(`create table m (id int, a text default '${typed}')`);
    await run(
      `create function f(i int) returns text language sql as $$ insert into m (id) values (i); update m set a = a || '${sign}' where id = i returning a $$`,
    );
    expect(await run("select f(1)")).toEqual([[`${typed}${sign}`]]);
    await run(
      `create function g(i int) returns text language plpgsql as $$ declare v text := '${sign}'; begin if i > 0 then v := v || '${typed}'; end if; insert into m values (i, v); return v; end $$`,
    );
    expect(await run("select g(2)")).toEqual([[`${sign}${typed}`]]);
  });

  it("in a value beside an enum is no list of labels", async () => {
    await run(
      "create type mood as enum (') || repeat(''x'', 3) || (', 'b'); create function f(x text) returns text language sql as 'select x'; create table m (x mood)",
    );
    const { types = [] } = (await project.catalog()) as { types?: readonly { id: string }[] };
    const ids = JSON.stringify(types).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? ["0"];
    for (const id of ids)
      expect(await run(`select f('${sign}${id}${sign}') from (select 'b'::mood as y order by y) z`)).toEqual([
        [`${sign}${id}${sign}`],
      ]);
  });

  it("in a view or a rule is refused, or shown as it is", async () => {
    await run("create function f(x text) returns text language sql as 'select x'; create table m (a text)");
    const view = `create view v as select f('a) || repeat(''x'', 3) || (b') as x, '${typed}' as y`;
    if (sign === "\u0002") await expect(run(view)).rejects.toMatchObject({ code: "0A000" });
    else {
      await run(view);
      expect(await run("select * from v")).toEqual([["a) || repeat('x', 3) || (b", typed]]);
    }
  });
});
