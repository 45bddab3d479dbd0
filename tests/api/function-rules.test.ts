import type { SupabaseClient } from "@supabase/supabase-js";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

// A visitor may add notes and read none of `salaries`, whatever way a function takes there.

const definitions = `
create table salaries (id bigint primary key, amount int);
insert into salaries values (1, 900), (2, 800);
create table notes (id bigint primary key, n int, hint int);
create policy every on notes for all using (true) with check (true);
insert into notes values (1, 0, 7);
create view paid as select id, amount from salaries;
create function total() returns bigint language sql stable as $$ select sum(amount) from salaries $$;
create function total_of_view() returns bigint language sql stable as $$ select sum(amount) from paid $$;
create function every_salary() returns setof salaries language sql stable as $$ select * from salaries $$;
create function doubled(n notes) returns int language sql stable as $$ select n.hint * 2 $$;
create function note_value() returns int language sql as $$ update notes set n = coalesce(total(), -1) where id = 1 returning n $$;
create function note_of_view() returns int language sql as $$ update notes set n = coalesce(total_of_view(), -1) where id = 1 returning n $$;
create function note_rows() returns int language sql
  as $$ update notes set n = (select coalesce(max(e.amount), -1) from every_salary() as e) where id = 1 returning n $$;
create function note_then_read() returns bigint language sql
  as $$ update notes set n = 1 where id = 1; select total() $$;
create function note_then_rows() returns setof int language sql
  as $$ update notes set n = 1 where id = 1; select e.amount from every_salary() as e $$;
create function note_hint() returns int language sql
  as $$ update notes set n = (select x.hint from notes x limit 1) where id = 1 returning n $$;
create function note_row_call() returns int language sql
  as $$ update notes set n = (select doubled(x) from notes x limit 1) where id = 1 returning n $$;
create function secret_total() returns bigint language sql stable security definer as $$ select sum(amount) from salaries $$;
create function ask_secret() returns bigint language sql stable as $$ select secret_total() $$;
create function write_secret() returns int language sql as $$ update notes set n = secret_total() where id = 1 returning n $$;
create function trusted_ask() returns bigint language sql stable security definer as $$ select secret_total() $$;
create function secret_raise(a int) returns void language sql security definer as $$ update salaries set amount = amount + a $$;
create function ask_raise() returns void language sql as $$ select secret_raise(1) $$;
create function trusted_raise() returns void language sql security definer as $$ select secret_raise(0) $$;
create view secret_view as select id, secret_total() as total from notes;
revoke all on function secret_total() from public, anon, authenticated;
revoke all on function secret_raise(int) from public, anon, authenticated;
`;

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let app: AppProject;
let visitor: SupabaseClient;
let service: SupabaseClient;

const sql = (query: string) => runSql(app.actor, app.databaseId, { query });

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  app = await blogProject();
  await sql(definitions);
  visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
  service = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

describe("what a function reads within another that writes", () => {
  it.each([
    ["total", null],
    ["note_value", -1],
    ["note_of_view", -1],
    ["note_rows", -1],
    ["note_then_read", null],
    ["note_then_rows", []],
  ])("%s is bound by the rules of its caller", async (name, expected) => {
    const { data, error } = await visitor.rpc(name);
    expect([error, data]).toEqual([null, expected]);
  });

  it("nothing binds a service", async () => {
    expect((await service.rpc("note_rows")).data).toBe(900);
  });
});

describe("the right to call a function", () => {
  it.each(["ask_secret", "write_secret", "ask_raise"])("is asked within %s, too", async (name) => {
    expect((await visitor.rpc(name)).error?.code).toBe("42501");
  });

  it("is asked of whoever reads a view that calls it", async () => {
    expect((await visitor.from("secret_view").select()).error?.code).toBe("42501");
  });

  it("is the owner's within a function of SECURITY DEFINER", async () => {
    expect(await visitor.rpc("trusted_ask")).toMatchObject({ error: null, data: 1700 });
    expect((await visitor.rpc("trusted_raise")).error).toBeNull();
    expect((await service.rpc("ask_secret")).data).toBe(1700);
  });
});

describe("what a function is given", () => {
  const activity = "(select string_agg(query, '') from pg_stat_activity)";

  it.each([
    [`create function given() returns int language sql as $$ select note_it(${activity}) $$`, "42P01"],
    [
      "create function given() returns int language sql as $$ select note_it((select sum(amount)::text from salaries)) $$",
      "0A000",
    ],
    [
      `create function given(a text default ${activity}) returns text language sql as $$ select a $$`,
      "0A000",
    ],
    [
      `create function given(a text default coalesce(null, ${activity})) returns text language sql as $$ update notes set n = 1 returning a $$`,
      "0A000",
    ],
  ])("by itself or by default reads nothing: %s", async (query, code) => {
    await sql(
      "create or replace function note_it(a text) returns int language sql as $$ update notes set n = length(a) returning n $$",
    );
    await expect(sql(query)).rejects.toMatchObject({ code });
  });
});

describe("a column that was taken away", () => {
  it("is not read within a function that writes", async () => {
    await sql("revoke select (hint) on notes from anon");
    expect((await visitor.rpc("note_hint")).error?.code).toBe("42501");
    expect((await visitor.rpc("note_row_call")).error).not.toBeNull();
  });

  it.each([
    "update notes set n = 1 where id = 1 returning notes::text",
    "update notes x set n = 1 where id = 1 returning to_jsonb(x)::text",
    "update notes set n = (notes).hint where id = 1 returning n::text",
    "update notes set n = (notes.*).hint where id = 1 returning n::text",
    "update notes set (n, id) = row((notes).hint, id) where id = 1 returning n::text",
    "update notes set n = hint returning n::text",
    "update notes set n = 1 where (notes).hint = 7 returning id::text",
    "update notes set n = 1 where id = 1 returning old::text",
    "update notes set n = 1 where id = 1 returning with (old as before) (before).hint::text",
    "delete from notes where id = 1 returning new::text",
    "delete from notes where to_jsonb(notes) ->> 'hint' = '7' returning id::text",
    "insert into notes values (1, 0) on conflict (id) do update set n = (notes).hint returning n::text",
    "insert into notes values (1, 0) on conflict (id) do update set n = 1 where (notes).hint = 7 returning n::text",
    "with w as (update notes set n = 1 where id = 1 returning notes as row) select (w.row).hint::text from w",
  ])("is no part of the row that it writes: %s", async (text) => {
    await sql(
      `revoke select (hint) on notes from anon; drop function if exists tells();
       create function tells() returns text language sql as $$ ${text} $$`,
    );
    expect(await visitor.rpc("tells")).toMatchObject({ data: null, error: { code: "42501" } });
  });

  it("does not keep the others from being written and returned", async () => {
    await sql(
      `revoke select (hint) on notes from anon; drop function if exists counts_on();
       create function counts_on() returns int language sql as $$ update notes set n = n + 1 where id = 1 returning n $$`,
    );
    expect(await visitor.rpc("counts_on")).toMatchObject({ error: null, data: expect.any(Number) });
  });
});

describe("a function that writes and may fail on a row's values", () => {
  it.each([
    ["update graded set word = word where 1 / (level - a) > -9 returning id", [1]],
    ["delete from graded where 1 / (level - a) > -9 returning id", [1]],
    ["update graded set word = word where word like 'w' || a || chr(92) returning id", []],
    ["update graded g set word = word where g.id > 0 and 1 / (g.level - a) > -9 returning g.id", [1]],
    ["update graded set level = level + 1 / (level - a) where id > 0 returning id", [1]],
    ["update graded g set (level, word) = (select 1 / (g.level - a), 'x') where id > 0 returning id", [1]],
    [
      "update graded g set word = g.word from notes n where n.id = 1 and 1 / (g.level - a) > -9 returning g.id",
      [1],
    ],
    ["delete from graded g using notes n where n.id = 1 and 1 / (g.level - a) > -9 returning g.id", [1]],
  ])("fails on none that is hidden from its caller: %s", async (text, found) => {
    await sql(`
      drop table if exists graded cascade; drop table if exists passed cascade;
      create table passed (id int primary key, is_open boolean);
      create policy open on passed using (is_open);
      create table graded (id int primary key, level int, word text);
      create policy passed on graded using (exists (select from passed p where p.id = graded.id)) with check (true);
      insert into passed values (1, true), (2, false);
      insert into graded values (1, 70, 'w70'), (2, 3, 'w3');
      create function tried(a int) returns setof int language sql as $$ ${text} $$`);
    expect(await visitor.rpc("tried", { a: 3 })).toMatchObject({ error: null, data: found });
    await sql("drop function tried(int)");
  });
});

describe("a function that changes rows by what is in them", () => {
  it("reaches those alone that its caller may read, as in Postgres", async () => {
    await sql(
      `create table drafts (id int primary key, n int, is_open boolean);
       create policy seen on drafts for select using (is_open); create policy changed on drafts for update using (true);
       insert into drafts values (1, 1, true), (2, 1, false);
       create function raise_drafts() returns void language sql as $$ update drafts set n = n + 1 $$;
       create function reset_drafts() returns void language sql as $$ update drafts set n = 0 $$`,
    );
    const values = async () => (await service.from("drafts").select("n").order("id")).data?.map(({ n }) => n);
    await visitor.rpc("raise_drafts");
    expect(await values()).toEqual([2, 1]);
    await visitor.rpc("reset_drafts");
    expect(await values()).toEqual([0, 0]);
  });
});
