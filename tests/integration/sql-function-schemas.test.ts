import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callable } from "#lib/rest/rpc/find-function.ts";
import { databaseScript } from "#lib/transfer/ddl/script.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;

beforeAll(async () => {
  server = await ownSqlServer();
});

afterAll(() => server.close());

describe("a name in another schema", () => {
  const made = `create table posts (id int primary key, state text); insert into posts values (1, 'a');
    create type mood as enum ('a'); create domain price as int; create sequence no; create view v as select 1 as a;
    create index posts_state on posts (state); create function f() returns int language sql as 'select 1';
    create function touch() returns trigger language plpgsql as $$ begin new.at = now(); return new; end $$;
    alter table posts add column at timestamptz; create trigger t before update on posts for each row execute function touch();
    revoke execute on function f() from anon;`;

  it("is never that in public: nothing of it is dropped, renamed, commented on or closed", async () => {
    const project = await server.project();
    await server.results(project, made);
    const before = JSON.stringify({ ...(await project.catalog()), version: 0 });
    const statements = [
      ...["table posts", "type mood", "domain price", "sequence no", "view v", "index posts_state"].map(
        (what) => `drop ${what.replace(" ", " archive.")}`,
      ),
      "drop function archive.f()",
      "drop trigger t on archive.posts",
      "alter table archive.posts rename to other",
      "alter table archive.posts rename column id to no",
      "alter type archive.mood rename to other",
      "alter function archive.f() rename to other",
      "alter view archive.v rename to other",
      "alter index archive.posts_state rename to other",
      "alter sequence archive.no rename to other",
      "comment on column archive.posts.id is 'x'",
      "comment on table archive.posts is 'x'",
      "grant execute on all functions in schema archive to anon",
      "revoke all on all tables in schema archive from anon",
    ];
    for (const statement of statements)
      await expect(server.run(project, statement), statement).rejects.toMatchObject({ code: "3F000" });
    const missing = statements
      .filter((statement) => statement.startsWith("drop"))
      .map((statement) => statement.replace(/^drop (\w+) /, "drop $1 if exists "));
    for (const statement of missing)
      expect((await server.run(project, statement)).notice, statement).toContain(
        'schema "archive" does not exist, skipping',
      );
    expect(JSON.stringify({ ...(await project.catalog()), version: 0 })).toBe(before);
  });

  it("is dropped by the types of a function's arguments, whatever else has its name", async () => {
    const project = await server.project();
    await server.run(project, "create function f(a int) returns int language sql as 'select a'");
    const { notice } = await server.run(project, "drop function if exists f(text)");
    expect(notice).toContain("does not exist, skipping");
    expect((await server.run(project, "select f(3)")).rows).toEqual([[3]]);
    await server.run(project, "drop function f(int4)");
  });
});

describe("a schema of one's own", () => {
  const file = `create schema if not exists private;
    revoke all on schema private from public, anon, authenticated;
    create table public.teams (id uuid primary key default gen_random_uuid(), name text);
    create table public.members (team_id uuid references teams, user_id uuid references auth.users, role text, primary key (team_id, user_id));
    create function private.is_member(team_id uuid, at_least text default 'guest') returns boolean
      language sql stable security definer set search_path = '' as $$
      select exists (select 1 from public.members m where m.team_id = is_member.team_id and m.user_id = (select auth.uid()));
    $$;
    revoke all on function private.is_member(uuid, text) from public, anon;
    grant execute on function private.is_member(uuid, text) to authenticated;
    create policy mates on public.teams for select to authenticated using ((select private.is_member(id)));
    create function private.on_sign_up() returns trigger language plpgsql security definer set search_path = '' as $$
    declare
      made uuid;
    begin
      insert into public.teams (name) values (new.email) returning id into made;
      insert into public.members values (made, new.id, 'owner');
      return new;
    end;
    $$;
    create trigger on_sign_up after insert on auth.users for each row execute function private.on_sign_up();
    create function is_member() returns text language sql as $$ select 'public' $$;
    create function private.two() returns setof int language plpgsql as $$ begin return query select 1 union all select 2; end $$;
    create view mine as select t.*, private.is_member(t.id) as is_mine from public.teams t;
    create function all_of() returns text language sql as $$ select is_member() || private.is_member(null) || count(*) from private.two() $$;`;

  it("has functions, which policies, views and other functions call and the data API does not show", async () => {
    const project = await server.project();
    const results = await server.results(project, file);
    expect(results[0]?.notice).toMatch(/functions may be in "private"/);
    const catalog = await project.catalog();
    expect(callable(catalog).map(({ name }) => name)).toEqual(["is_member", "all_of"]);
    expect((await server.run(project, "select all_of()")).rows).toEqual([["publicfalse2"]]);
    expect(
      (await server.run(project, "select * from private.two()")).columns.map(({ name }) => name),
    ).toEqual(["two"]);
    expect((await server.run(project, "select private.is_member(null)")).columns[0]?.name).toBe("is_member");
    expect((await server.run(project, "select count(*) from mine")).rows).toEqual([[0]]);
    await expect(server.run(project, "select other.two()")).rejects.toMatchObject({ code: "42883" });
    await expect(server.run(project, "select two()")).rejects.toMatchObject({ code: "42883" });
    await server.run(
      project,
      "create or replace function private.two() returns setof int language sql as 'select 5'; alter function private.two() rename to three",
    );
    expect((await server.run(project, "select private.three()")).rows).toEqual([[5]]);
    await expect(server.run(project, "drop schema private")).rejects.toMatchObject({ code: "2BP01" });
    await expect(server.run(project, "drop function private.is_member(uuid, text)")).rejects.toMatchObject({
      code: "2BP01",
    });
    await server.run(project, "drop schema private cascade");
    const after = await project.catalog();
    expect(after.functions?.map(({ name }) => name)).toEqual(["is_member", "all_of"]);
    expect(after.tables.flatMap(({ definition }) => definition.policies ?? [])).toEqual([]);
  });

  it("has no tables: a file's are left out, and it is said where they belong", async () => {
    const project = await server.project();
    const text = `create schema billing;
      create table billing.invoices (id int);
      create function billing.tax(n numeric) returns numeric language sql immutable as 'select n * 0.2';
      grant execute on all functions in schema billing to anon;
      insert into billing.invoices values (1);
      create schema if not exists auth;`;
    const results = await server.results(project, text, { unsupported: "skip" });
    expect(results.map(({ skipped }) => [skipped?.code, skipped?.message])).toEqual([
      [undefined, undefined],
      ["0A000", 'The schema "billing" has functions only.'],
      [undefined, undefined],
      [undefined, undefined],
      ["42P01", 'relation "billing.invoices" does not exist'],
      ["0A000", expect.stringContaining('A schema called "auth"')],
    ]);
    expect((await server.run(project, "select billing.tax(10)")).rows).toEqual([["2.0"]]);
    await expect(
      server.run(project, "create function nowhere.f() returns int language sql as 'select 1'"),
    ).rejects.toMatchObject({ code: "3F000" });
    await expect(server.run(project, "create schema billing")).rejects.toMatchObject({ code: "42P06" });
  });

  it("is what is missing where it is not made, for all that is said of its functions", async () => {
    const project = await server.project();
    const left = await server.results(
      project,
      "create function private.f() returns int language sql as 'select 1'; revoke all on function private.f() from anon; grant execute on function private.f() to authenticated; select 1",
      { unsupported: "skip" },
    );
    const ways = left.flatMap(({ skipped }) => skipped?.hint ?? []);
    expect(ways).toHaveLength(3);
    for (const way of ways) expect(way).toMatch(/^Write CREATE SCHEMA private/);
  });

  it("goes with its functions into a script for a plain Postgres", async () => {
    const project = await server.project();
    await server.run(
      project,
      "create schema private; create function private.one() returns int language sql as 'select 1'; create function two() returns int language sql as 'select private.one() + 1'",
    );
    const script = databaseScript(await project.catalog(), { withPolicies: false, withSecrets: false });
    const client = new pg.Client(server.db.owner);
    await client.connect();
    try {
      await client.query("begin; create schema elsewhere; set local search_path = elsewhere");
      await client.query(script.before);
      await client.query(script.after);
      expect((await client.query("select two()")).rows).toEqual([{ two: 2 }]);
    } finally {
      await client.query("rollback");
      await client.end();
    }
  });
});
