import { describe, expect, it } from "vitest";
import { plainInsert } from "#lib/transfer/insert-values.ts";
import { outlineOf, readDump } from "#lib/transfer/sql-dump.ts";

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function parts(text: string, size = 1000) {
  const found = [];
  for await (const part of readDump(cut(text, size))) found.push(part);
  return found;
}

describe("a script", () => {
  it("falls apart at the semicolons that end statements, and at no other", async () => {
    const text = `-- a comment; with one
select 'a;''b', E'c\\';d', "e;""f" ; select $$ ; $$, $t$ $$ ; $t$;/* ; /* ; */ ; */ select 1
;
create function f() returns int language sql as $body$
  select 1; -- '
$body$;
select 2 -- the last; one`;
    for (const size of [1, 5, 1000]) {
      const found = await parts(text, size);
      expect(found.map((part) => [part.line, "text" in part ? part.text : ""])).toEqual([
        [2, `select 'a;''b', E'c\\';d', "e;""f"`],
        [2, "select $$ ; $$, $t$ $$ ; $t$"],
        [2, "/* ; /* ; */ ; */ select 1"],
        [4, "create function f() returns int language sql as $body$\n  select 1; -- '\n$body$"],
        [7, "select 2 -- the last; one"],
      ]);
    }
  });

  it("brings rows by COPY, with Postgres's escapes, and commands of psql", async () => {
    const text = `\\restrict abc
COPY public."Odd Names" ("Select", b) FROM stdin;
1\ta\\tb\\nc\\\\d
2\t\\N
\\.

COPY empty (a) FROM stdin;
\\.
select ';';
\\unrestrict abc
`;
    for (const size of [1, 7, 1000]) {
      expect(await parts(text, size)).toEqual([
        { kind: "command", line: 1, text: "\\restrict abc" },
        {
          kind: "rows",
          line: 3,
          table: "Odd Names",
          columns: ["Select", "b"],
          rows: [
            ["1", "a\tb\nc\\d"],
            ["2", null],
          ],
        },
        { kind: "statement", line: 9, text: "select ';'" },
        { kind: "command", line: 10, text: "\\unrestrict abc" },
      ]);
    }
  });

  it("that breaks off in a quote or in rows is refused", async () => {
    await expect(parts("select 'a")).rejects.toThrow(/never ended/);
    await expect(parts("copy t (a) from stdin;\n1\n")).rejects.toThrow(/no end/);
    await expect(parts("copy t (a) from stdin with csv;\n1\n\\.\n")).rejects.toThrow(/text format/);
  });

  it("tells what its beginning holds", async () => {
    const text = "-- x\nCREATE TABLE public.a (id int);\nCOPY b FROM stdin;\n1\n2\n\\.\nselect 'cut off";
    expect(await outlineOf(cut(text, 10))).toEqual({ tables: ["a", "b"], statements: 1, rows: 2 });
  });
});

describe("an INSERT of plain values", () => {
  it("is rows", () => {
    expect(
      plainInsert(
        `INSERT INTO public.t ("A", b, c) OVERRIDING SYSTEM VALUE VALUES ('it''s', -1.5e3, NULL), (E'a\\n\\'b', true, '2026-01-01'::timestamp without time zone)`,
      ),
    ).toEqual({
      table: "t",
      columns: ["A", "b", "c"],
      rows: [
        ["it's", "-1.5e3", null],
        ["a\n'b", "true", "2026-01-01"],
      ],
    });
  });

  it("is nothing else", () => {
    for (const text of [
      "insert into t (a) select 1",
      "insert into t (a) values (now())",
      "insert into t (a) values (default)",
      "insert into t (a) values (1) returning a",
      "insert into t (a) values (1, 2)",
      "insert into t values (1)",
      "insert into t (a) values (1 + 1)",
      "update t set a = 1",
    ])
      expect(plainInsert(text)).toBeNull();
  });
});
