import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BooksServer, booksServer } from "#tests/harness/books-server.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";

let server: BooksServer;
let project: EngineProject;
let run: BooksServer["run"];
let rows: BooksServer["rows"];
let failure: BooksServer["failure"];

beforeAll(async () => {
  server = await booksServer();
  ({ run, rows, failure } = server);
});

beforeEach(async () => {
  project = await server.renew();
});

afterAll(() => server.close());

describe("an enum of one's own", () => {
  const kinds = [
    ["bare", "mood"],
    ["qualified", "public.mood"],
    ["quoted and qualified", 'public."mood"'],
    ["in capitals", "PUBLIC.Mood"],
  ] as const;

  it.each(kinds)("may be named %s wherever a type may stand", async (_, mood) => {
    await run(`
      create type mood as enum ('sad', 'ok');
      create table people (
        id int primary key,
        mood ${mood} default 'ok'::${mood} check (mood <> 'ok' or mood = cast('ok' as ${mood})),
        was text default cast('sad' as ${mood}),
        check (mood = any (array['sad', 'ok']::${mood}[]))
      );
      alter table people alter mood set default 'ok'::${mood}, add then_mood ${mood} default 'sad'::${mood};
      create index on people (mood) where mood = 'ok'::${mood};
      create view glad as select id, 'ok'::${mood} as felt from people where mood = 'ok'::${mood};
      create function felt(m ${mood} default 'ok'::${mood}) returns setof ${mood} language sql stable as
        $$ select 'sad'::${mood} union all select m::${mood} $$;
      create policy own on people for select using (mood = 'ok'::${mood});
      insert into people (id) values (1);
      insert into people (id, mood) values (2, 'sad'::${mood}), (3, cast('ok' as ${mood}));
      update people set mood = 'ok'::${mood} where mood = 'sad'::${mood} and id = 2;
      create table copies as select id, 'sad'::${mood} as m from people`);
    expect(await rows(`select mood::${mood}, was from people where mood = 'ok'::${mood} and id = 1`)).toEqual(
      [["ok", "sad"]],
    );
    expect(await rows("select count(*), min(felt) from glad")).toEqual([[3, "ok"]]);
    expect(await rows("select * from felt()")).toEqual([["sad"], ["ok"]]);
    expect(await rows(`select * from felt('sad'::${mood})`)).toEqual([["sad"], ["sad"]]);
    expect(await rows(`select unnest(enum_range(null::${mood}))`)).toEqual([["sad"], ["ok"]]);
    expect((await failure(`select 'x'::${mood}`))?.[0]).toBe("22P02");
  });
});

describe("the order of an enum's values", () => {
  it("stays where a check, a generated column or a key goes by it, and values may come", async () => {
    await project.apply([
      {
        kind: "create_table",
        table: {
          name: "jobs",
          columns: [
            { name: "id", type: "integer", primary_key: true },
            { name: "state", type: "enum", enum_values: ["new", "active", "closed"] },
            { name: "is_over", type: "boolean", generated: "state >= 'closed'" },
          ],
        },
      },
    ]);
    const change = (enum_values: readonly string[]) =>
      project.apply([{ kind: "alter_column", table: "jobs", column: "state", set: { enum_values } }]);
    await expect(change(["closed", "new", "active"])).rejects.toMatchObject({
      code: "0A000",
      message: 'The generated column "is_over" goes by the order of the values of "state".',
    });
    await change(["blocked", "new", "active", "archived", "closed"]);
    await run("insert into jobs values (1, 'archived'), (2, 'closed'), (3, 'blocked')");
    expect(await rows("select id, is_over from jobs order by id")).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });
});

describe("indexes over several columns", () => {
  it.each([
    ["date", "'2026-01-01'"],
    ["time", "'10:00'"],
    ["timestamptz", "'2026-01-01'"],
    ["double precision", "-1.5"],
    ["numeric", "-12.5"],
    ["bigint", "7"],
    ["uuid", "gen_random_uuid()"],
    ["boolean", "true"],
    ["text", "'x'"],
  ])("of %s are filled by typed writes", async (type, value) => {
    await run(`create table indexed (a ${type}, b text); create index on indexed (a desc, b)`);
    await run(`insert into indexed values (${value}, 'x'), (null, 'y')`);
    await run("update indexed set b = 'z' where b = 'x'");
    expect(await rows("select b from indexed order by a desc nulls last, b")).toEqual([["z"], ["y"]]);
  });
});

describe("a table typed in SQL", () => {
  it("has exactly the columns typed, with their defaults, keys and checks", async () => {
    const { columns, rows: all } = await run("select * from books where id = 1");
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "id bigint",
      "title character varying",
      "author_id bigint",
      "price numeric",
      "gross numeric",
      "tags integer[]",
      "made timestamp with time zone",
    ]);
    expect(all[0]?.slice(0, 6)).toEqual([1, "One", 1, "5.00", "10.00", [1, 2]]);
    expect(await failure("insert into books (price) values (-1)")).toEqual([
      "23514",
      'new row for relation "books" violates check constraint "books_price_check"',
    ]);
    expect(await failure("insert into books (gross) values (1)")).toEqual([
      "428C9",
      'cannot insert a non-DEFAULT value into column "gross"',
    ]);
    await run("delete from authors where id = 1");
    expect(await rows("select title from books")).toEqual([["Two"]]);
  });

  it.each([
    ["alter table books add column isbn text unique, drop column tags", "select isbn from books limit 1"],
    ["alter table books add column if not exists title text", "select title from books where false"],
    [
      "alter table books rename title to name; alter table books rename to volumes",
      "select name from volumes",
    ],
    ["alter table books alter title type text using title::text", "select title || 'x' from books"],
    [
      "alter table books alter title set default 'x', alter title drop not null; insert into books (id) values (9)",
      "select title from books where id = 9",
    ],
    [
      "alter table books drop constraint books_price_check; insert into books (price) values (-1)",
      "select 1",
    ],
    ["alter table authors add constraint one_name unique (name)", "select 1"],
    [
      "create unique index one_title on books (title); drop index one_title",
      "insert into books (title) values ('One')",
    ],
    [
      "create index if not exists by_both on books (author_id, price desc); create index if not exists by_both on books (id)",
      "select 1",
    ],
    ["comment on table books is 'All'; comment on column books.title is 'Its name'", "select 1"],
    ["truncate books", "select 1"],
    ["truncate authors cascade", "select count(*) from books"],
    ["drop table authors cascade", "insert into books (author_id) values (77)"],
    ["drop table if exists nope, books", "create table books (id int)"],
    [
      "alter table books enable row level security; create policy p on books for select to authenticated using (auth.uid() is not null); grant select on books to anon; drop policy p on books",
      "select 1",
    ],
    [
      "create table pairs (a int, b int, primary key (a, b)); create table more (a int, b int, foreign key (a, b) references pairs); insert into pairs values (1, 2); insert into more values (1, 2)",
      "select * from more",
    ],
  ])("follows %s", async (definition, query) => {
    await run(definition);
    await expect(run(query)).resolves.toBeDefined();
  });

  it.each([
    ["create table books (a int)", "42P07", 'relation "books" already exists'],
    ["create table t (a int, a int)", "42701", 'column "a" specified more than once'],
    [
      "create table t (a int primary key, b int primary key)",
      "42P16",
      'multiple primary keys for table "t" are not allowed',
    ],
    ["create table t (a nope)", "42704", 'type "nope" does not exist'],
    ["alter table nope add a int", "42P01", 'relation "nope" does not exist'],
    ["alter table books drop column nope", "42703", 'column "nope" of relation "books" does not exist'],
    [
      "alter table books drop constraint nope",
      "42704",
      'constraint "nope" of relation "books" does not exist',
    ],
    ["drop table nope", "42P01", 'table "nope" does not exist'],
    ["drop index nope", "42704", 'index "nope" does not exist'],
    ["create index on books (lower(name))", "42703", 'column "name" does not exist'],
    ["create index on books (title) where nope > 1", "42703", 'column "nope" does not exist'],
    ["alter table books alter title set not null; alter table books add unique (author_id)", "23505", null],
  ])("says in Postgres's words why not: %s", async (query, code, message) => {
    const told = await failure(query);
    expect(told?.[0]).toBe(code);
    if (message !== null) expect(told?.[1]).toBe(message);
  });
});

describe("a type of one's own", () => {
  it("gives its values to the columns typed with it, later ones too", async () => {
    await run(
      "create type mood as enum ('sad', 'ok'); create table people (id int primary key, mood public.mood default 'ok'::public.mood)",
    );
    expect(await rows("insert into people values (1) returning mood")).toEqual([["ok"]]);
    expect((await failure("insert into people values (2, 'happy')"))?.[0]).toBe("22P02");
    await run("alter type mood add value 'happy' before 'ok'");
    expect(await rows("insert into people values (2, 'happy') returning mood")).toEqual([["happy"]]);
    expect((await failure("drop type mood"))?.[0]).toBe("2BP01");
  });
});
