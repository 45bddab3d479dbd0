import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseScript } from "#lib/transfer/ddl/script.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;

beforeAll(async () => {
  server = await ownSqlServer();
});

afterAll(() => server.close());

describe("a file that goes on without what is not possible", () => {
  async function skipping(text: string) {
    const project = await server.project();
    return { project, results: await server.results(project, text, { unsupported: "skip" }) };
  }

  it("may have BEGIN and COMMIT in the middle: they are listed, and all of it is one transaction", async () => {
    const text =
      "create table a (id int);\nBEGIN;\ncreate table b (id int);\nCOMMIT;\ninsert into b values (1);";
    const { project, results } = await skipping(text);
    expect(results.map(({ command, skipped }) => [command, skipped?.line])).toEqual([
      ["CREATE TABLE", undefined],
      ["SKIPPED", 2],
      ["CREATE TABLE", undefined],
      ["SKIPPED", 4],
      ["INSERT", undefined],
    ]);
    expect((await server.run(project, "select * from b")).rows).toEqual([[1]]);
    await expect(server.run(project, text)).rejects.toMatchObject({ code: "0A000" });
  });

  it("makes way for a table that is called as the accounts are: what it opens is its own rows", async () => {
    const { project, results } = await skipping(
      `create table stays (id int primary key, owner uuid references auth.users);
       create table if not exists public.users (id uuid primary key references auth.users (id), credits int default 5);
       create policy everybody on public.users for select using (true);
       create table notes (author uuid references public.users, account uuid references auth.users);`,
    );
    expect(results.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
    expect(results[1]?.notice).toMatch(/accounts were the table "users", and are "auth_users" from now on/);
    const { tables } = await project.catalog();
    const accounts = tables.find(({ isAuth }) => isAuth)?.definition;
    expect([accounts?.name, accounts?.policies]).toEqual(["auth_users", undefined]);
    const leads = tables.flatMap(({ definition: { name, columns } }) =>
      columns.flatMap((column) => (column.references ? [[name, column.name, column.references.table]] : [])),
    );
    expect(leads.toSorted()).toEqual([
      ["notes", "account", "auth_users"],
      ["notes", "author", "users"],
      ["stays", "owner", "auth_users"],
      ["users", "id", "auth_users"],
    ]);
    const again = "create table if not exists users (id uuid primary key references auth.users, credits int)";
    expect((await server.run(project, again)).notice).toMatch(/already exists, skipping/);
  });

  it("keeps a materialized view as a view, and says of each line what to do about it", async () => {
    const { project, results } = await skipping(
      `create table sales (shop text, n int);
       insert into sales values ('a', 1), ('a', 2);
       begin;
       create materialized view if not exists public.totals as select shop, sum(n) as n from sales group by 1 with no data;
       create unique index on totals (shop);
       refresh materialized view concurrently totals;
       create table pictures (
         id int,
         place geography(point, 4326)
       );
       alter default privileges in schema public revoke execute on functions from public;
       alter role authenticated set statement_timeout = '8s';
       drop policy if exists seen on storage.objects;
       create function note_sale() returns trigger language plpgsql as $$ begin new.n = 1; return new; end $$;
       create trigger instead_of instead of insert on totals for each row execute function note_sale();
       select pg_catalog.set_config('search_path', '', false);`,
    );
    expect(results.flatMap(({ skipped }) => (skipped ? [[skipped.line, skipped.hint]] : []))).toEqual([
      [3, "Leave the line out: all of the text is one transaction."],
      [5, "Leave the line out: a view is served by the indexes of its tables."],
      [6, expect.stringContaining("kept as a view, which shows what there is now")],
      [
        7,
        expect.stringContaining('"pictures" is left out for this: change line 9, and paste the table again.'),
      ],
      [12, "Leave the line out."],
      [15, expect.stringContaining("let the app call a function that writes the tables")],
      [16, "Leave the line out: names are found in the schema public."],
    ]);
    expect((await server.run(project, "select * from totals")).rows).toEqual([["a", 3]]);
    await server.run(project, "drop materialized view totals");
  });

  it("leaves a policy alone that is called as one of another schema is", async () => {
    const { project } = await skipping(
      `create table objects (id int); create policy mine on objects as restrictive using (false);
       drop policy if exists mine on storage.objects;`,
    );
    const { tables } = await project.catalog();
    expect(tables.flatMap(({ definition }) => definition.policies?.map(({ name }) => name) ?? [])).toEqual([
      "mine",
    ]);
    await expect(server.run(project, "drop policy mine on storage.objects")).rejects.toMatchObject({
      code: "3F000",
    });
  });

  it("carries out anonymous blocks: guards, loops over names, errors that are let be", async () => {
    const { project, results } = await skipping(
      `do $$ begin create type size as enum ('s', 'l'); exception when duplicate_object then null; end $$;
       create table hats (id int primary key, worn timestamptz, size size); create table caps (id int primary key, worn timestamptz);
       create function note_worn() returns trigger language plpgsql as $$ begin new.worn = now(); return new; end $$;
       do $$
       declare t text;
       begin
         foreach t in array array['hats', 'caps'] loop
           execute format('create trigger worn before update on public.%I for each row execute function note_worn()', t);
           execute 'create policy ' || quote_ident(t || ' seen') || ' on ' || t || ' for select using (true)';
         end loop;
       end $$;
       do $$ begin
         if not exists (select 1 from pg_type where typname = 'size') then create type size as enum ('x');
         else alter type size add value if not exists 'm'; end if;
         if not exists (select 1 from information_schema.columns where table_name = 'hats' and column_name = 'id') then
           alter table hats add column id text;
         end if;
         if not exists (select 1 from hats where size is null) then alter table hats alter column size set not null; end if;
       end $$;
       do $$ begin alter publication live add table hats; exception when others then null; end $$;
       do $$ declare r record; begin for r in select relname from pg_class loop execute 'drop table ' || r.relname; end loop; end $$;
       do $$ begin while true loop execute 'select 1'; end loop; end $$;`,
    );
    expect(results.flatMap(({ skipped }) => (skipped ? [[skipped.message, skipped.line]] : []))).toEqual([
      ["Publications are not supported.", 20],
      ["DO that reads Postgres's own catalogs is not supported.", 21],
      ["WHILE in DO is not supported.", 22],
    ]);
    const catalog = await project.catalog();
    expect(catalog.enums?.map(({ values }) => values)).toEqual([["s", "l", "m"]]);
    const made = catalog.tables.flatMap(({ definition: { name, columns, policies } }) =>
      policies === undefined
        ? []
        : [[name, policies[0]?.name, columns.map(({ touched_by: by }) => by?.trigger), columns[2]?.required]],
    );
    expect(made.toSorted()).toEqual([
      ["caps", "caps seen", [undefined, "worn"], undefined],
      ["hats", "hats seen", [undefined, "worn", undefined], true],
    ]);
    await expect(
      server.run(project, "do $$ begin raise exception 'stop here'; end $$"),
    ).rejects.toMatchObject({
      code: "P0001",
      message: "stop here",
    });
    await expect(
      server.run(
        project,
        "do $$ begin insert into hats (id) values (1); insert into hats (id, size) values (1, 's'); end $$",
      ),
    ).rejects.toMatchObject({ code: "23502" });
    expect((await server.run(project, "select count(*) from hats")).rows).toEqual([[0]]);
  });

  it("takes functions in plpgsql that one query can say, also in front of the tables that they read", async () => {
    const { project, results } = await skipping(
      `create function is_keeper() returns boolean language plpgsql security definer as $$
       begin
         return exists (select from keepers where id = auth.uid());
       end $$;
       create table keepers (id uuid primary key references auth.users);
       create policy seen on keepers for select using (is_keeper());
       create function strict_keeper() returns boolean language plpgsql as $$
       begin
         if not is_keeper() then raise exception 'not a keeper'; end if;
         return true;
       end $$;
       create function count_down(n int) returns int language plpgsql as $$
       begin loop n := n - 1; exit when n < 1; end loop; return n; end $$;
       create function dropped(t text) returns void language plpgsql as $$
       begin execute 'drop table ' || t; end $$;`,
    );
    expect(results.map(({ skipped, notice }) => skipped?.hint ?? notice)).toEqual([
      "kept as a function in LANGUAGE sql that does the same",
      '"auth"."users" is the table "users"',
      undefined,
      "kept as a function in LANGUAGE sql that does the same",
      undefined,
      expect.stringContaining("write its statements as they are, without EXECUTE"),
    ]);
    expect((await server.run(project, "select is_keeper()")).rows).toEqual([[false]]);
    await expect(server.run(project, "select 1 where strict_keeper()")).rejects.toMatchObject({
      message: "not a keeper",
    });
    expect((await server.run(project, "select count_down(5)")).rows).toEqual([[0]]);
    await expect(server.run(project, "select strict_keeper()")).rejects.toMatchObject({
      code: "P0001",
      message: "not a keeper",
    });
  });

  it("leaves out policies that Postgres would take and then fail by, and says how to write them", async () => {
    const { project, results } = await skipping(
      `create table staff (id uuid primary key references auth.users, is_boss boolean);
       create policy own on staff for select using (id = auth.uid());
       create policy bosses on staff for select
         using (exists (select from staff s where s.id = auth.uid() and s.is_boss));
       create table shifts (id int primary key, who uuid references staff);
       create policy through_staff on shifts for select using (who in (select id from staff));`,
    );
    const left = results.flatMap(({ skipped }) => skipped ?? []);
    expect(left.map(({ code, line }) => [code, line])).toEqual([["42P17", 3]]);
    expect(left[0]?.hint).toMatch(/answers every query of "staff" with this error.*SECURITY DEFINER/);
    const boss = `create function boss() returns boolean language sql stable security definer
        as 'select exists (select from staff where id = auth.uid() and is_boss)'`;
    await server.run(project, boss);
    await server.run(project, "create policy bosses on staff for select using (boss())");
  });

  it("opens no more than the whole of it would: what narrows and cannot be made says false", async () => {
    const { project, results } = await skipping(
      `create table papers (id int primary key, kind text);
       create policy read_all on papers for select using (true);
       create policy only_safe on papers as restrictive for select to anon using (is_safe_place());
       create policy quiet on papers as restrictive for insert with check (is_safe_place());
       alter policy read_all on papers using (is_safe_place(kind));
       create policy more on papers for update using (is_safe_place(kind));`,
    );
    expect(results.flatMap(({ skipped }) => skipped?.hint?.includes("one that says false") ?? [])).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const { tables } = await project.catalog();
    expect(tables.find(({ definition }) => definition.name === "papers")?.definition.policies).toEqual([
      { name: "read_all", command: "select", using: "false" },
      { name: "only_safe", command: "select", roles: ["anon"], kind: "restrictive", using: "false" },
      { name: "quiet", command: "insert", kind: "restrictive", check: "false" },
    ]);
  });

  it("does not do to the app's accounts what was meant for a table of that name", async () => {
    const text = [
      "alter table users add column nickname text;",
      "create table public.users (id uuid primary key references auth.users, name text);",
      "create policy everybody on users for select using (true);",
      "grant select on public.users to anon;",
      "create table posts (id int primary key, author uuid references users);",
      "comment on constraint none on later is 'x';",
    ].join("\n");
    const { project, results } = await skipping(`create table later (id int default nosuch());\n${text}`);
    expect(results.map(({ skipped }) => skipped?.hint?.split(/[.:]/)[0])).toEqual([
      'The whole table "later" is left out for this',
      undefined,
      'The whole table "users" is left out for this',
      'It needs "users", which line 3 would have made',
      'It needs "users", which line 3 would have made',
      undefined,
      'It needs "later", which line 1 would have made',
    ]);
    const { tables } = await project.catalog();
    const users = tables.find(({ definition }) => definition.name === "users");
    expect(users?.definition.policies ?? []).toEqual([]);
  });

  it("leaves out rows of tables that an earlier file could not make, and says of whole partitions where their rows are", async () => {
    const { project, results } = await skipping(
      `create table events (id int, at date, primary key (id, at)) partition by range (at);
       create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
       insert into shops (id) values (1);
       delete from personal.visits;
       insert into events values (1, '2024-06-15'), (2, '2030-01-01') returning id;`,
    );
    expect(results.map(({ command, skipped, notice }) => skipped?.hint ?? notice ?? command)).toEqual([
      "PARTITION BY is left out: the table holds all rows, and is served by its indexes",
      "Leave the line out: the table itself holds all rows.",
      "Make the table first, or leave out its rows.",
      'Everything of a database is in the schema public: leave "personal." out.',
      "INSERT",
    ]);
    await expect(server.run(project, "insert into shops (id) values (1)")).rejects.toMatchObject({
      code: "42P01",
    });
  });

  it("keeps as a note an index that nothing here goes by, so that it can be renamed and dropped", async () => {
    const { project, results } = await skipping(
      `create table t (id int primary key, a text, b text, c text, d text, e text, f text, tags text[]);
       create index t_tags on t using gin (tags);
       create index t_a on t (a); create index t_b on t (b); create index t_c on t (c); create index t_d on t (d);
       create index t_e on t (e);
       alter index t_tags rename to t_labels; alter table t rename tags to labels; drop index t_labels`,
    );
    expect(results.flatMap(({ notice }) => notice ?? [])).toEqual([
      expect.stringMatching(/^kept as a note: conditions that gin serves/),
      expect.stringMatching(/^kept as a note: the table has as many indexes/),
    ]);
    const [table] = (await project.catalog()).tables.filter(({ definition }) => definition.name === "t");
    expect(table?.definition.constraints).toEqual([
      { kind: "index", name: "t_e", columns: ["e"], method: "note", note: "(e)" },
    ]);
  });

  it("may have functions whose parameters are the caller by default, types with rules, and a trigger's function dropped", async () => {
    const { project, results } = await skipping(
      `create domain price as numeric(12, 2) check (value >= 0);
       create table orders (id serial primary key, owner uuid references auth.users, total price not null default 0);
       create function my_orders(uid uuid default auth.uid()) returns setof orders language sql stable as
         $$ select o.* from orders o where o.owner = uid or uid is null $$;
       insert into orders default values;
       select count(*) from my_orders();
       create function set_updated_at() returns trigger language plpgsql as $$ begin new.updated_at = now(); return new; end $$;
       drop function if exists set_updated_at() cascade`,
    );
    expect(results.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
    expect(results.find(({ columns }) => columns[0]?.name === "count")?.rows).toEqual([[1]]);
    const order = "insert into orders (total) values (-1)";
    await expect(server.run(project, order)).rejects.toMatchObject({ code: "23514" });
    await expect(server.run(project, "select set_updated_at()")).rejects.toMatchObject({ code: "42883" });
  });

  it("goes on as a script for a plain Postgres: sequences, triggers, types with rules, noted indexes, parameters both ways", async () => {
    const { project } = await skipping(
      `create sequence no as integer start 100 increment 10;
       create domain price as numeric(12, 2) check (value >= 0);
       create table items (id int primary key, no text default 'N-' || nextval('no'), total price, tags text[], changed timestamptz default '2020-01-01');
       create index on items using gin (tags);
       create function touch() returns trigger language plpgsql as $$ begin new.changed = now(); return new; end $$;
       create trigger touched before update on items for each row execute function touch();
       create function both_ways(inout a int, inout b int) language sql as $$ select least(a, b), greatest(a, b) $$;
       create function mine(uid uuid default auth.uid()) returns boolean language sql as $$ select uid is null $$;
       create function stepwise(a int) returns int language plpgsql as $$ begin if a > 1 then raise exception 'too many'; end if; return a; end $$;
       create function welcome() returns trigger language plpgsql as $$ begin insert into items (id) values (length(new.email)); return new; end $$;
       create trigger on_account after insert on auth.users for each row execute function welcome();`,
    );
    const script = databaseScript(await project.catalog(), { withPolicies: false, withSecrets: false });
    expect(script.after).toMatch(/^-- CREATE TRIGGER "on_account" AFTER INSERT ON auth\.users/m);
    const client = new pg.Client(server.db.owner);
    await client.connect();
    try {
      await client.query("begin; create schema elsewhere; set local search_path = elsewhere");
      await client.query(script.before);
      await client.query(script.after);
      await client.query("insert into items (id, total) values (1, 5); update items set total = 6");
      const { rows } = await client.query(
        "select no, changed = now() as now, (both_ways(3, 2)).a, mine() from items",
      );
      expect(rows).toEqual([{ no: "N-100", now: true, a: 2, mine: true }]);
      await client.query("savepoint before");
      await expect(client.query("select stepwise(2)")).rejects.toMatchObject({ message: "too many" });
      await client.query("rollback to savepoint before");
      await expect(client.query("update items set total = -1")).rejects.toMatchObject({ code: "23514" });
    } finally {
      await client.query("rollback");
      await client.end();
    }
  });

  it("may set its sequences, by whatever name they go", async () => {
    const { project, results } = await skipping(
      `create table public.tags (id serial primary key, name text);
       insert into public.tags (id, name) values (7, 'a');
       select setval(pg_get_serial_sequence('public.tags', 'id'), (select max(id) from public.tags));
       create sequence public.invoice_no start 1000;
       create table invoices (no bigint default nextval('public.invoice_no'::regclass) primary key, code text default 'I-' || nextval('public.invoice_no'));
       select pg_catalog.setval('public.invoice_no', 2000, false);
       insert into tags (name) values ('b'); insert into invoices default values`,
    );
    expect(results.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
    expect((await server.run(project, "select id from tags order by id")).rows).toEqual([[7], [8]]);
    expect((await server.run(project, "select * from invoices")).rows).toEqual([[2000, "I-2001"]]);
    const next = await server.run(project, "insert into invoices default values returning no");
    expect(next.rows).toEqual([[2002]]);
    await expect(
      server.run(project, "select nextval('invoice_no')", { read_only: true }),
    ).rejects.toMatchObject({
      code: "25006",
    });
    const other = await server.project();
    for (const call of [
      "nextval('invoice_no')",
      "setval('invoice_no', 1)",
      "app.nextval(gen_random_uuid(), 'x')",
    ])
      await expect(server.run(other, `select ${call}`), call).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:42P01|3F000|42883|42501)$/),
      });
  });

  it("is refused with a ROLLBACK in the middle, since what follows may count on it", async () => {
    const text = "begin; create table a (id int); rollback; create table a (id int);";
    await expect(skipping(text)).rejects.toMatchObject({ code: "0A000" });
  });

  it("makes what comes later as closed as ALTER DEFAULT PRIVILEGES says, also in later texts", async () => {
    const { project, results } = await skipping(
      `alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
       create table early (id int);
       alter default privileges for role postgres in schema public revoke insert, delete on tables from anon;
       alter default privileges in schema public revoke execute on functions from public;
       create function f() returns int language sql as 'select 1';
       alter default privileges in schema public grant execute on functions to authenticated;
       alter default privileges in schema private grant all on tables to anon;`,
    );
    expect(results.map(({ skipped, notice }) => skipped?.code ?? notice)).toEqual([
      expect.stringContaining("open to these roles as it is"),
      undefined,
      "of what is made later, closed: insert, delete of tables to anon",
      expect.stringContaining("functions to anon and authenticated"),
      undefined,
      expect.stringContaining("functions to anon"),
      "3F000",
    ]);
    await server.run(
      project,
      "create table later (id int); create function g() returns int language plpgsql as 'begin raise; end'",
    );
    const { tables, functions } = await project.catalog();
    const grants = tables.map(({ definition }) => [definition.name, definition.grants?.anon?.insert]);
    expect(grants.toSorted()).toEqual([
      ["early", undefined],
      ["later", false],
      ["users", undefined],
    ]);
    expect(functions?.map(({ name, closedTo }) => [name, closedTo]).toSorted()).toEqual([
      ["f", ["anon", "authenticated"]],
      ["g", ["anon"]],
    ]);
  });

  it("changes functions that are there: whose rights they have, and how they are to be called", async () => {
    const { project, results } = await skipping(
      `create function f(i int) returns int language sql as 'select i';
       alter function f(int) security definer;
       alter function public.f stable set search_path = '';
       alter function f(int) owner to postgres;`,
    );
    expect(results.map(({ skipped, notice }) => skipped?.code ?? notice)).toEqual([
      undefined,
      undefined,
      expect.stringContaining("names are found in the schema public"),
      "0A000",
    ]);
    const [made] = (await project.catalog()).functions ?? [];
    expect([made?.isDefiner, made?.volatility]).toEqual([true, "stable"]);
  });

  it("leaves out what is about things that another text was to make, but for what closes something", async () => {
    const { results } = await skipping(
      `create table shops (id int);
       drop policy "by the service" on shops;
       create index on shops (place);
       alter table gone add column a int;
       grant execute on function gone(int) to anon;
       grant select on shops to reporting;
       create policy for_reports on shops to reporting using (true);
       comment on policy none on shops is 'x';
       select cron.schedule('nightly', '0 0 * * *', 'select 1');`,
    );
    expect(results.map(({ skipped }) => [skipped?.code, skipped?.hint?.split(/[:,]/)[0]])).toEqual([
      [undefined, undefined],
      ["42704", "It is not there"],
      ["42703", "It is not there"],
      ["42P01", "It is not there"],
      ["42883", "It is not there"],
      ["42704", "The roles of an app are anon"],
      ["42704", "The roles of an app are anon"],
      ["42704", "It is not there"],
      ["42883", "Leave the line out"],
    ]);
    const closing = "create function shut(a int) returns int language sql as 'select a';";
    await expect(
      skipping(`${closing} revoke execute on function shut(text) from anon`),
    ).rejects.toMatchObject({ code: "42883" });
    const { results: none } = await skipping("revoke execute on function gone(int) from anon");
    expect(none[0]?.skipped?.code).toBe("42883");
  });
});
