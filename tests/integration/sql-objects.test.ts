import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BooksServer, booksServer } from "#tests/harness/books-server.ts";

let server: BooksServer;
let run: BooksServer["run"];
let rows: BooksServer["rows"];
let failure: BooksServer["failure"];

beforeAll(async () => {
  server = await booksServer();
  ({ run, rows, failure } = server);
});

beforeEach(async () => {
  await server.renew();
});

afterAll(() => server.close());

describe("a view", () => {
  it("is read like a table, and goes on when what it reads is renamed", async () => {
    await run(
      "create view sold (book, author) as select b.title, a.name from public.books b join authors a on a.id = b.author_id",
    );
    await run("alter table books rename title to name; alter table authors rename to writers");
    expect(await rows("select book, author from sold where author = 'Ann' order by 1")).toEqual([
      ["One", "Ann"],
      ["Three", "Ann"],
    ]);
    await run("create view again as select count(*) as n from sold");
    expect(await rows("select n from again")).toEqual([[3]]);
  });

  it("keeps what it reads from being dropped, unless it goes too", async () => {
    await run("create view dear as select title from books where price > 6");
    expect((await failure("alter table books drop column title"))?.[0]).toBe("2BP01");
    expect((await failure("drop table books"))?.[0]).toBe("2BP01");
    await run("drop table books cascade");
    expect((await failure("select * from dear"))?.[0]).toBe("42P01");
  });

  it("can be replaced by one that has its columns", async () => {
    await run("create view v as select 1 as a");
    expect(await failure("create view v as select 2 as a")).toEqual(["42P07", 'relation "v" already exists']);
    expect((await failure("create or replace view v as select 2 as b"))?.[0]).toBe("42P16");
    await run("create or replace view v as select 2 as a, 3 as b");
    expect(await rows("select * from v")).toEqual([[2, 3]]);
  });

  it("that is not one for one says why nothing is written through it", async () => {
    await run("create view counts as select author_id, count(*) as n from books group by 1");
    const refused = run("insert into counts values (1, 2)");
    await expect(refused).rejects.toMatchObject({
      code: "55000",
      message: 'cannot insert into view "counts"',
      details: { detail: "Views containing GROUP BY are not automatically updatable." },
      hint: "Write to the tables that the view reads.",
    });
    await run("create view loud as select id, upper(name) as name from authors");
    await expect(run("update loud set name = 'x'")).rejects.toMatchObject({
      code: "0A000",
      message: 'cannot update column "name" of view "loud"',
      details: { detail: "View columns that are not columns of their base relation are not updatable." },
    });
  });

  it("tells which new row its check option does not show", async () => {
    await run("create view dear as select id, title, price from books where price > 6 with check option");
    await expect(run("update dear set price = 1 where id = 2")).rejects.toMatchObject({
      code: "44000",
      message: 'new row violates check option for view "dear"',
      details: { detail: expect.stringMatching(/^Failing row contains \(2, Two, 2, 1.00, 2.00, /) },
    });
  });

  it("is written through by a function, under the names that its columns have now", async () => {
    await run(`create view names (key, who) as select id, name from authors;
      create function add_name(k bigint, w text) returns bigint language sql
        as 'insert into names values (k, w) on conflict (key) do update set who = names.who || excluded.who returning key'`);
    await run("alter table authors rename name to full_name");
    await run("select add_name(1, '!'); select add_name(9, 'Zed')");
    expect(await rows("select id, full_name from authors order by id")).toEqual([
      [1, "Ann!"],
      [2, "Bob"],
      [9, "Zed"],
    ]);
  });
});

describe("a delete that takes other rows with it", () => {
  it.each(["d", "c", "doomed", "source", "target"])("stands beside a WITH query called %s", async (name) => {
    const given = await rows(
      `with ${name} as (delete from authors where id = 2 returning id) select * from ${name}`,
    );
    expect(given).toEqual([[2]]);
    expect(await rows("select id from books")).toHaveLength(2);
  });
});

describe("a function in SQL", () => {
  it("is called in FROM and in expressions, by place and by name", async () => {
    await run(`
      create function by_author(author bigint, most int default 1) returns table (id bigint, title text)
        language sql stable as $$ select id, title from books where author_id = author order by id limit most $$;
      create function add(int, int) returns int language sql return $1 + $2`);
    expect(await rows("select title from by_author(1)")).toEqual([["One"]]);
    expect(
      await rows("select a.name, b.title from authors a, by_author(a.id, most => 2) b order by b.id"),
    ).toEqual([
      ["Ann", "One"],
      ["Bob", "Two"],
      ["Ann", "Three"],
    ]);
    expect(await rows("update books set price = add(id::int, 10) where id = 1 returning price")).toEqual([
      ["11.00"],
    ]);
    expect((await failure("select add(1)"))?.[0]).toBe("42883");
  });

  it("that writes is called as a statement of its own", async () => {
    await run(`
      create function price_of(book bigint, by numeric default 1) returns numeric language sql
        as $$ update books set price = price + by where id = book returning price $$;
      create function forget(author bigint) returns table (id bigint, title text) language sql
        as $$ delete from books where author_id = author returning id, title $$;
      create function touch() returns void language sql as $$ update books set title = title || '*' $$`);
    expect(await rows("select price_of(1)")).toEqual([["6.00"]]);
    expect(await rows("select * from price_of(by => 2 * 2, book => 1)")).toEqual([["10.00"]]);
    expect((await run("select price_of($1, $2)", { params: [2, "0.5"] })).rows).toEqual([["8.00"]]);
    expect(await rows("select touch()")).toEqual([[null]]);
    expect(await rows("select upper(f.title) from forget(1) as f where f.id > 1 order by 1")).toEqual([
      ["THREE*"],
    ]);
    expect(await rows("select title from books")).toEqual([["Two*"]]);
    expect(
      await rows("create function late() returns void language sql as 'delete from books'; select late()"),
    ).toEqual([[null]]);
    expect(await rows("select count(*) from books")).toEqual([[0]]);
  });

  it.each([
    "select price_of(id) from books",
    "select price_of(1), 2",
    "select price_of(1) + 1",
    "select * from price_of(1), price_of(2)",
    "select * from books, price_of(1)",
    "update books set price = price_of(1)",
    "with w as (select * from price_of(1)) select * from w",
    "select (select price_of(1))",
  ])("that writes is not called inside of a statement: %s", async (query) => {
    await run(`create function price_of(book bigint) returns numeric language sql
      as $$ update books set price = price + 1 where id = book returning price $$`);
    expect((await failure(query))?.[0]).toBe("0A000");
    expect((await failure(query))?.[1]).toContain("price_of");
    const reading = await run("select price_of(1)", { read_only: true }).catch(
      (error: { code: string }) => error.code,
    );
    expect(reading).toBe("25006");
    expect(await rows("select price from books where id = 1")).toEqual([["5.00"]]);
  });

  it.each([
    ["create function f() returns int language plpgsql as 'begin return nobody.x; end'", "42P01"],
    [
      "create function f() returns int language plpgsql as 'begin <<here>> loop exit here; end loop; end'",
      "0A000",
    ],
    ["create function f() returns int language plpgsql as 'begin raise exception ''% %'', 1; end'", "0A000"],
    [
      "create function f() returns int language plpgsql as 'begin create table x (a int); return 1; end'",
      "0A000",
    ],
    ["create function f() returns int language sql as 'select 1; create table u (a int)'", "0A000"],
    ["create function f() returns int language sql as 'delete from books'", "42P13"],
    ["create function f() returns int language sql as 'delete from books returning id, title'", "42P13"],
    ["create function f() returns void language sql as 'delete from nobody'", "42P01"],
    ["create function f() returns void language sql as 'update books set nope = 1'", "42703"],
    ["create function f() returns void language sql as 'update books set title = nope'", "42703"],
    ["create function f(a int) returns void language sql as 'delete from books where id = $2'", "42P02"],
    ["create function f() returns void language sql stable as 'delete from books'", "0A000"],
    ["create function f() returns void language sql as 'select id from books for update'", "0A000"],
    [
      "create function f() returns void language sql as 'delete from books where pg_sleep(1) is null'",
      "42501",
    ],
    ["create function f() returns int language sql as 'select 1, 2'", "42P13"],
    ["create function f(a int) returns int language sql as 'select $2'", "42P02"],
    ["create function f() returns int language sql as 'select nope from books'", "42703"],
    ["create function f() returns int language sql as 'select pg_sleep(1)'", "42501"],
  ])("is refused when it is made: %s", async (query, code) => {
    expect((await failure(query))?.[0]).toBe(code);
  });
});

describe("EXPLAIN", () => {
  it("speaks of tables, columns and indexes of the user's, and not of sizes", async () => {
    await run("create index on books (price)");
    for (const query of [
      "explain select * from books b join authors a on a.id = b.author_id where b.price = 5",
      "explain (format json) update books set title = 'x' where price > 3 returning id",
      "explain analyze select title from books where title like 'T%'",
    ]) {
      const text = JSON.stringify(await rows(query));
      expect(text).toMatch(/books/);
      expect(text).not.toMatch(/project_data|rowhouse|table_id|project_id|cost=|Plan Rows|Total Cost|\bt1\b/);
    }
  });

  it("of a write leaves nothing behind", async () => {
    await run("explain analyze delete from books");
    expect(await rows("select count(*) from books")).toEqual([[3]]);
  });

  it("suggests an index where one would serve, and not where there is one", async () => {
    await run(
      "create table many (id int primary key, kind text, n int); insert into many select g, 'k' || g % 50, g from generate_series(1, 3000) g",
    );
    const plan = () =>
      rows("explain analyze select * from many where kind = 'k7'").then((lines) => JSON.stringify(lines));
    expect(await plan()).toContain("CREATE INDEX ON many (kind)");
    await run("create index on many (kind)");
    expect(await plan()).not.toContain("CREATE INDEX");
  });
});
