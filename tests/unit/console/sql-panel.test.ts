import { describe, expect, it } from "vitest";
import { exportResult } from "#components/sql-panel/export-result.ts";
import { mayWrite } from "#components/sql-panel/may-write.ts";
import { hasWritten, willWrite } from "#components/sql-panel/write-words.ts";
import { withNamedParameters } from "#lib/catalog/query-parameters.ts";

describe("a text of the SQL panel", () => {
  it.each([
    "update posts set n = 1",
    "select 1; -- then\n delete from posts",
    "/* x */ truncate posts",
    "with d as (delete from posts returning id) select * from d",
    "DROP TABLE posts",
  ])("is tried first when it could lose something: %s", (text) => {
    expect(mayWrite(text)).toBe(true);
  });

  it.each([
    "select 'delete from posts'",
    "select 1 -- delete from posts",
    "explain delete from posts",
    "create table t (a int)",
    "with t as (select 1) select * from t",
    "",
  ])("runs at once when it could not: %s", (text) => {
    expect(mayWrite(text)).toBe(false);
  });
});

describe("an exported result", () => {
  const columns = [
    { name: "a", type: "text" },
    { name: "a", type: "jsonb" },
  ];
  const rows = [
    ['say "x", y', { k: 1 }],
    ["=cmd()", null],
    ["l1\nl2 | z", "-5"],
    ["", "<b>"],
  ];

  it("is CSV that no spreadsheet runs", () => {
    expect(exportResult({ columns, rows }, "csv")).toBe(
      'a,a\r\n"say ""x"", y","{""k"":1}"\r\n\'=cmd(),\r\n"l1\nl2 | z",-5\r\n"",<b>',
    );
  });

  it("is a list of objects, each column under a name of its own", () => {
    expect(JSON.parse(exportResult({ columns, rows }, "json"))[0]).toEqual({
      a: 'say "x", y',
      a_2: { k: 1 },
    });
  });

  it("is a table of Markdown", () => {
    expect(exportResult({ columns, rows: rows.slice(2) }, "markdown")).toBe(
      "| a | a |\n| --- | --- |\n| l1<br>l2 \\| z | -5 |\n|  | &lt;b> |",
    );
  });
});

it("names the parameters of a text that was run with values, and touches nothing that is quoted", () => {
  expect(withNamedParameters("select * from t where a = $1        and b = $2")).toBe(
    "select * from t where a = {{p1}} and b = {{p2}}",
  );
  const quoted = "select '$1', $$ $1 $$, $a$ $2 $a$, \"$1\" -- $1\n/* $2 */";
  expect(withNamedParameters(quoted)).toBe(quoted);
});

it("says what a write does to its rows, of an upsert and a MERGE each kind by itself", () => {
  const tables = ["authors"];
  const words = (result: Parameters<typeof willWrite>[0]) => [willWrite(result), hasWritten(result)];
  expect(words({ command: "UPDATE", row_count: 1204, tables })).toEqual([
    "change 1,204 rows in authors",
    "1,204 rows changed in authors",
  ]);
  const effects = { added: 1, changed: 2, deleted: 0 };
  expect(words({ command: "INSERT", row_count: 3, tables, effects })).toEqual([
    "add 1 row and change 2 rows in authors",
    "1 row added and 2 changed in authors",
  ]);
  expect(words({ command: "MERGE", row_count: 6, tables, effects: { ...effects, deleted: 3 } })).toEqual([
    "add 1 row, change 2 rows and delete 3 rows in authors",
    "1 row added, 2 changed and 3 deleted in authors",
  ]);
  expect(words({ command: "INSERT", row_count: 2, tables, effects: { added: 2, changed: 0 } })).toEqual([
    "add 2 rows to authors",
    "2 rows added to authors",
  ]);
  expect(words({ command: "INSERT", row_count: 0, tables, effects: { added: 0, changed: 0 } })).toEqual([
    "add 0 rows to authors",
    "0 rows added to authors",
  ]);
  expect(words({ command: "UPDATE", row_count: 2, tables: ["notes", "tags", "posts"] })).toEqual([
    "change 2 rows in posts, with writes to notes and tags",
    "2 rows changed in posts, with writes to notes and tags",
  ]);
  expect(words({ command: "SELECT", row_count: 3, tables })).toEqual(["write to authors", null]);
  expect(words({ command: "SELECT", row_count: 3 })).toEqual([null, null]);
});
