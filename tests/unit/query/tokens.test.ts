import { loadModule, scanSync } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { tokens } from "#lib/query/text/tokens.ts";
import { cpuMs } from "#tests/harness/cpu-ms.ts";

beforeAll(() => loadModule());

/** Where Postgres's own lexer sees tokens begin; it lists comments too. */
function postgresStarts(text: string): number[] {
  return scanSync(text)
    .tokens.filter(({ tokenName }) => !tokenName.includes("COMMENT"))
    .map(({ start }) => start);
}

const texts = [
  "select a.b, \"x\"\"y\" , 'it''s' from t where a>=-1 and b <> all($1)",
  "select 'a'\n  'b;c' , E'a\\'b'\n'c\\'d', 'a' 'b'",
  "select E'\\\\' ; select 2",
  "select $$ ' ; -- $$, $a$ $$ $b$ $a$, $1, x$y$z",
  "select /* one /* two */ ' ; */ 1 /**/ + 2 -- ' end",
  "select 1+--c\n2, 3*/* c */4, a@-1, a<-1, a@>b, a->>'b', a::int, b:=1, c=>2, x..y",
  "select U&'d!0061' UESCAPE '!', u&\"x\" , n'x', B'01', x'ff', e'x', name'x'",
  "select 1.5e10, .5, 0x1F, 1_000, 5., $2::text[], arr[1:2]",
  "select a+-b, a- -b, a ~~* b, a!~~*b, |/ 4, @ -5, ~5, a #>> b, a<=>b, a?b, a?|b, a||-b",
  "/* unfinished in a comment is fine */ select é, _x$1, 𝒳",
];

describe("tokens", () => {
  it.each(texts)("begin where Postgres's lexer says: %s", (text) => {
    // Bytes and UTF-16 indices agree up to the first character that is not ASCII.
    const starts = [...tokens(text)].map(({ start }) => Buffer.byteLength(text.slice(0, start)));
    expect(starts).toEqual(postgresStarts(text));
  });

  it.each([
    "select 'open",
    'select "open',
    "select $$open",
    "select /* open",
    "select E'\\",
    "select 'a'\n'open",
  ])("run to the end when nothing closes them: %s", (text) => {
    expect([...tokens(text)].at(-1)?.end ?? 0).toBeLessThanOrEqual(text.length);
  });

  it("take time in proportion to the text, however it is quoted", () => {
    const texts = [
      `'a'${"\n".repeat(100_000)}`,
      `'a'${"\n--x".repeat(50_000)}`,
      `${"''".repeat(100_000)}'`,
      `"${'""'.repeat(100_000)}`,
      `${"/*".repeat(100_000)}`,
      `${"+-".repeat(100_000)}`,
    ];
    expect(cpuMs(() => texts.forEach((text) => void [...tokens(text)]))).toBeLessThan(3_000);
  });
});
