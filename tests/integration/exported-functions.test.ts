import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { databaseScript } from "#lib/transfer/ddl/script.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let admin: pg.Client;

beforeAll(async () => {
  server = await ownSqlServer();
  admin = new pg.Client(server.db.owner);
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await server.close();
});

/** What a plain Postgres answers that was made by the script of these definitions. */
async function answers(definitions: string, queries: readonly string[]): Promise<readonly unknown[]> {
  const project = await server.project();
  await server.results(project, definitions);
  const script = databaseScript(await project.catalog(), { withPolicies: false, withSecrets: false });
  const database = `exported_${randomUUID().replaceAll("-", "")}`;
  await admin.query(`create database ${database} template template0`);
  const client = new pg.Client({ ...server.db.owner, database });
  try {
    await client.connect();
    await client.query(script.before);
    await client.query(script.after);
    const said: unknown[] = [];
    for (const query of queries) said.push((await client.query({ text: query, rowMode: "array" })).rows);
    return said;
  } finally {
    await client.end();
    await admin.query(`drop database ${database} with (force)`);
  }
}

it("a view's calls of functions are written out, and each stands behind what it needs", async () => {
  const said = await answers(
    `create table posts (id int primary key, title text);
     create function short(t text, n int default 3, tail text default '') returns text language sql immutable as 'select left(t, n) || tail';
     create view shorts as select id, short(title) as a, short(t => title, tail => '!') as b from posts;
     create function first_short() returns text language sql stable as 'select a from shorts order by id limit 1';
     create view firsts as select first_short() as f, x from generate_series(1, 1) as x;
     create function numbers(n int) returns setof int language sql as 'select * from generate_series(1, n)';
     create view numbered as select n from numbers(2) as n`,
    [
      "insert into posts values (1, 'abcdef')",
      "select * from shorts",
      "select * from firsts",
      "select * from numbered",
    ],
  );
  expect(said.slice(1)).toEqual([[[1, "abc", "abc!"]], [["abc", 1]], [[1], [2]]]);
});

it("a function is as it was: SECURITY DEFINER, STRICT, closed, of enums and of a table's rows, one or many", async () => {
  const said = await answers(
    `create type state as enum ('draft', 'live');
     create table posts (id int primary key, state state not null default 'draft');
     create function publish(which int, s state) returns posts language plpgsql security definer set search_path = '' as $$
       declare r public.posts; begin update public.posts set state = s where id = which returning * into r; return r; end $$;
     create function live() returns setof posts language sql stable as $$ select * from posts where state = 'live' $$;
     create function doubled(n int) returns int language sql strict as 'select coalesce(n, 0) * 2';
     create function told() returns int language sql as $$ select set_config('response.status', '203', true); select 5 $$;
     create function ends(out lo int, out hi int) language sql as 'select 1, 2';
     revoke execute on function publish(int, state) from public, anon`,
    [
      "insert into posts values (1), (2)",
      "select (publish(2, 'live')).state",
      "select * from live()",
      "select doubled(null), doubled(2)",
      "select * from ends()",
      "select told(), l.lanname from pg_proc p join pg_language l on l.oid = p.prolang where proname = 'told'",
      "select prosecdef, array_to_string(proconfig, ','), proacl::text like '%{=X%' from pg_proc where proname = 'publish'",
    ],
  );
  expect(said.slice(1)).toEqual([
    [["live"]],
    [[2, "live"]],
    [[null, 4]],
    [[1, 2]],
    [[5, "sql"]],
    [[true, "search_path=public, pg_temp", false]],
  ]);
});

it("what asks who calls can, wherever it asks", async () => {
  const said = await answers(
    "create view me as select auth.role() as role, auth.email() as email, current_setting('request.jwt.claims', true)::json ->> 'role' as r, auth.uid() is null as n",
    [
      'select set_config(\'request.jwt.claims\', \'{"role":"authenticated","email":"a@b.c"}\', false)',
      "select * from me",
    ],
  );
  expect(said[1]).toEqual([["authenticated", "a@b.c", "authenticated", true]]);
});

it("triggers come with their functions, conditions and arguments, and do the same elsewhere", async () => {
  const said = await answers(
    `create table posts (id int primary key, title text, slug text, edits int not null default 0, at timestamptz);
     create schema private;
     create function private.slug() returns trigger language plpgsql security definer as $$
       begin new.slug := lower(new.title) || TG_ARGV[0]; return new; end $$;
     create function count_edits() returns trigger language plpgsql as $$
       begin new.edits := old.edits + 1; return new; end $$;
     create function stamp() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
     create trigger a before insert or update of title on posts for each row execute function private.slug('it''s');
     create trigger b before update on posts for each row when (old.title is distinct from new.title) execute function count_edits();
     create trigger c before insert on posts for each row execute function count_edits();
     create trigger d before update on posts for each row execute function stamp();
     alter table posts disable trigger c;`,
    [
      "insert into posts (id, title) values (1, 'A'), (2, 'B')",
      "update posts set title = 'C' where id = 1",
      "update posts set title = 'B' where id = 2",
      "select id, slug, edits, at is not null from posts order by id",
    ],
  );
  expect(said.at(-1)).toEqual([
    [1, "cit's", 1, true],
    [2, "bit's", 0, true],
  ]);
});

it("triggers follow columns that were renamed since as far as Postgres's do, and are left out beyond that", async () => {
  const definitions = `create table posts (id int primary key, title text, edits int not null default 0);
     create function count_edits() returns trigger language plpgsql as $$
       begin new.edits := old.edits + 1; return new; end $$;
     create function shout() returns trigger language plpgsql as $$
       begin new.title := upper(new.title); return new; end $$;
     create trigger a before update on posts for each row when (old.title <> new.title) execute function count_edits();
     create trigger b before insert on posts for each row execute function shout();
     alter table posts rename title to "Head";`;
  const said = await answers(definitions, [
    "insert into posts values (1, 'a')",
    `update posts set "Head" = 'b'`,
    "select * from posts",
  ]);
  expect(said.at(-1)).toEqual([[1, "b", 1]]);
  const project = await server.project();
  await server.results(project, definitions);
  const { after } = databaseScript(await project.catalog(), { withPolicies: false, withSecrets: false });
  expect(after).toMatch(/-- The trigger "b" of "posts" is left out: its function "shout" says "title"/);
});
