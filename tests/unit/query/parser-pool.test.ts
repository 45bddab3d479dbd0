import { afterAll, describe, expect, it } from "vitest";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";

const parser = createParserPool();
afterAll(() => parser.close());

describe("the parser", () => {
  it("splits a text into its statements", async () => {
    const text = " select 'é;' ; ; /* two */ select 𝒳; -- end\n";
    const parsed = await parser.parse(text);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(parsed.statements.map(({ start, end }) => text.slice(start, end))).toEqual([
      "select 'é;' ",
      "select 𝒳",
    ]);
    expect(parsed.statements.map(({ tree }) => tree.kind)).toEqual(["SelectStmt", "SelectStmt"]);
  });

  it.each(["", " ", ";", " ; ; ", "-- only a comment", "/* and another */"])(
    "finds nothing in %j",
    async (text) => {
      expect(await parser.parse(text)).toEqual({ ok: true, statements: [] });
    },
  );

  it.each([
    ["selec 1", 'syntax error at or near "selec"', 1],
    ["select 'é𝒳' from from", 'syntax error at or near "from"', 18],
    ["select 1 from", "syntax error at end of input", 14],
    ["select 'open", 'unterminated quoted string at or near "\'open"', 8],
    ["select 1;\nselect ,", 'syntax error at or near ","', 18],
    ["select * from a.b.c.d", "improper qualified name (too many dotted names): a.b.c.d", 15],
  ])("tells Postgres's words and the position in code points: %s", async (text, message, position) => {
    expect(await parser.parse(text)).toEqual({ ok: false, code: "42601", message, position });
  });

  it("refuses a NUL, behind which the parser would see nothing", async () => {
    expect(await parser.parse("select 'é' \0; drop table x")).toMatchObject({
      ok: false,
      code: "22021",
      position: 12,
    });
    expect(await parser.parse("select '\ud800'")).toMatchObject({ ok: false, code: "22021" });
  });

  it.each([
    ["length", `select '${"x".repeat(300_000)}'`],
    ["words", `select 1${",1".repeat(30_000)}`],
    ["depth", `select ${"1+".repeat(49_000)}1`],
    ["brackets", `select ${"(".repeat(6_000)}1${")".repeat(6_000)}`],
    ["statements", "select 1;".repeat(1_001)],
    ["comments", `select 1 ${"/**/".repeat(1_001)}`],
    ["signs in a row", `select ${"+-".repeat(1_500)}1`],
    ["comments in a long row of signs", `select 1 ${"/*".repeat(100)}${"*".repeat(100_000)}`],
  ])("refuses what is beyond its limits, and goes on: %s", async (_what, text) => {
    expect(await parser.parse(text)).toMatchObject({ ok: false, code: "54001" });
    expect(await parser.parse("select 1")).toMatchObject({ ok: true });
  });

  it.each([
    ["operators", `select ${"1+".repeat(4_900)}1`],
    ["joins", `select from a${" cross join a".repeat(4_900)}`],
    ["casts", `select 1${"::int".repeat(4_900)}`],
    ["subselects", `select ${"(select ".repeat(2_400)}1${")".repeat(2_400)}`],
    ["comments", `select 1 ${"/*".repeat(999)}${" */".repeat(999)}`],
    ["a long list", `select 1 in (1${", 2".repeat(20_000)})`],
  ])("parses the deepest that it lets in: %s", async (_what, text) => {
    expect(await parser.parse(text)).toMatchObject({ ok: true });
  });

  it.each([
    ["a line of dashes", `${"-".repeat(10_000)}\nselect 1`],
    ["a frame of stars", `/${"*".repeat(10_000)}/ select 1`],
    ["a table in a comment", `/* +${"-----+".repeat(500)} */ select 1`],
  ])("takes %s", async (_what, text) => {
    expect(await parser.parse(text)).toMatchObject({ ok: true });
  });

  it("gives the same tree for a short text and for a part of a long one", async () => {
    const text = "select a.b::int + $1, case when 'é' like 'x' then 1 end from t a where x in (1, 2)";
    const [short, long] = [
      await parser.parse(text),
      await parser.parse(`${text}; select '${"x".repeat(20_000)}'`),
    ];
    if (!short.ok || !long.ok) throw new Error("not parsed");
    expect(long.statements[0]).toEqual(short.statements[0]);
  });

  it("answers a short text while a long one takes its time", async () => {
    const order: string[] = [];
    const long = parser.parse(`select 1${", 2".repeat(20_000)}`).then(() => order.push("long"));
    await parser.parse("select 'short'").then(() => order.push("short"));
    await long;
    expect(order).toEqual(["short", "long"]);
  });

  it("answers many at once, each with its own", async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `select ${index}; `.repeat((index % 3) + 1));
    const parsed = await Promise.all(texts.map((text) => parser.parse(text)));
    expect(parsed.map((one) => (one.ok ? one.statements.length : -1))).toEqual(
      texts.map((_, index) => (index % 3) + 1),
    );
  });

  it("ends a text that takes too long, and starts again", async () => {
    const hasty = createParserPool({ timeoutMs: 1 });
    try {
      const slow = `select 1${", 2".repeat(20_000)}`;
      expect(await hasty.parse(slow)).toMatchObject({ ok: false, code: "54001" });
      expect(await hasty.parse("select nope nope nope")).toMatchObject({ ok: false, code: "42601" });
    } finally {
      await hasty.close();
    }
  });

  it("lets go of whoever waits when it is closed", async () => {
    const closing = createParserPool();
    const waiting = closing.parse(`select 1${", 2".repeat(20_000)}`);
    await closing.close();
    expect(await waiting).toMatchObject({ ok: false });
  });
});
