import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/errors/app-error.ts";
import { parseCsv } from "#lib/rest/request/csv.ts";
import { parseLogic, parseOperation } from "#lib/rest/request/filter.ts";
import { negotiate } from "#lib/rest/request/media-type.ts";
import { parseOrder } from "#lib/rest/request/order.ts";
import { parsePayload } from "#lib/rest/request/payload.ts";
import { parsePreferences, preferenceApplied } from "#lib/rest/request/preferences.ts";
import { parseQueryParams, splitQuery } from "#lib/rest/request/query-params.ts";
import { rowRange, withRangeHeader } from "#lib/rest/request/range.ts";
import { parseSelect } from "#lib/rest/request/select.ts";

describe("a condition", () => {
  it("leads over no more resources than a request may read", () => {
    const condition = (count: number) => `(${"not.".repeat(count)}a.eq.1)`;
    expect(() => parseLogic("or", false, condition(200_000))).toThrow(/failed to parse/);
    expect(parseLogic("or", false, `(${"a.".repeat(51)}eq.1)`).parts).toHaveLength(1);
    expect(() => parseLogic("or", false, `(${"a.".repeat(52)}eq.1)`)).toThrow(/failed to parse/);
  });
});

describe("select", () => {
  it("reads columns with aliases, casts, paths and aggregates", () => {
    expect(parseSelect("id,label:name::text, meta->a->>0,total:views.sum()::int4,count()")).toMatchObject([
      { field: { name: "id" }, alias: null },
      { field: { name: "name" }, alias: "label", cast: "text" },
      {
        field: {
          name: "meta",
          path: [
            { isText: false, operand: { kind: "key", value: "a" } },
            { isText: true, operand: { kind: "index", value: "0" } },
          ],
        },
      },
      { field: { name: "views" }, alias: "total", aggregate: "sum", aggregateCast: "int4" },
      { field: null, aggregate: "count" },
    ]);
  });

  it("reads embeddings with hints, joins and spreads", () => {
    expect(parseSelect('a:author!fk!inner(name,...team("of it")),tags()')).toMatchObject([
      {
        kind: "embed",
        name: "author",
        alias: "a",
        hint: "fk",
        join: "inner",
        items: [
          { field: { name: "name" } },
          { kind: "embed", name: "team", isSpread: true, items: [{ field: { name: "of it" } }] },
        ],
      },
      { kind: "embed", name: "tags", items: [] },
    ]);
  });

  it("tells where it stopped understanding", () => {
    const failed = () => parseSelect("a,(b)");
    expect(failed).toThrow('"failed to parse select parameter (a,(b))" (line 1, column 3)');
  });
});

describe("filters", () => {
  it("keep the whole rest as the value", () => {
    expect(parseOperation("eq.a,b.(c)")).toEqual({
      isNegated: false,
      operation: { kind: "compare", operator: "eq", quantifier: null, value: "a,b.(c)" },
    });
    expect(parseOperation('not.in.(1,"a,b","say \\"hi\\"")')).toEqual({
      isNegated: true,
      operation: { kind: "in", values: ["1", "a,b", 'say "hi"'] },
    });
    expect(parseOperation("in.()").operation).toEqual({ kind: "in", values: [] });
    expect(parseOperation("in.(  )").operation).toEqual({ kind: "in", values: [] });
    expect(parseOperation("in.( 1, 2)").operation).toEqual({ kind: "in", values: ["1", " 2"] });
    expect(parseOperation("like(any).{a*,b*}").operation).toMatchObject({
      operator: "like",
      quantifier: "any",
    });
    expect(parseOperation("wfts(english).a b").operation).toMatchObject({
      kind: "search",
      language: "english",
    });
    expect(parseOperation("is.NOT_null").operation).toEqual({ kind: "is", value: "not_null" });
    expect(() => parseOperation("is.nothing")).toThrow();
    expect(() => parseOperation("about.1")).toThrow();
  });

  it("nest, with values between commas and conditions of related rows", () => {
    expect(
      parseLogic("or", false, '(a.eq.1, not.and(b.in.(1,2),c.cs.{x,y}), author.name.eq."x,y")'),
    ).toMatchObject({
      kind: "or",
      parts: [
        { field: { name: "a" }, operation: { value: "1" } },
        {
          kind: "and",
          isNegated: true,
          parts: [{ operation: { values: ["1", "2"] } }, { operation: { value: "{x,y}" } }],
        },
        { path: [{ name: "author" }], field: { name: "name" }, operation: { value: "x,y" } },
      ],
    });
    expect(parseLogic("or", false, "(posts!editor_id.title.eq.x,posts!editor_id(count).gt.1)")).toMatchObject(
      {
        parts: [
          { path: [{ name: "posts", hint: "editor_id" }], field: { name: "title" }, isCount: false },
          { path: [], field: { name: "posts" }, hint: "editor_id", isCount: true },
        ],
      },
    );
    expect(() => parseLogic("and", false, `${"(and".repeat(50)}(a.eq.1)${")".repeat(50)}`)).toThrow();
  });
});

describe("order", () => {
  it("reads directions, nulls and related columns", () => {
    expect(parseOrder("a.desc.nullslast,b->c,author(name).asc")).toMatchObject([
      { field: { name: "a" }, direction: "desc", nulls: "last" },
      { field: { name: "b" }, direction: null },
      { relation: { name: "author", hint: null }, field: { name: "name" }, direction: "asc" },
    ]);
    expect(parseOrder("posts!editor_id(count).desc")).toMatchObject([
      { relation: { name: "posts", hint: "editor_id" }, field: { name: "count" }, direction: "desc" },
    ]);
    expect(() => parseOrder("a.up")).toThrow();
  });
});

describe("the query string", () => {
  it("gives each parameter to the resource that its name leads to", () => {
    const params = parseQueryParams(splitQuery("?a.b.limit=2&a.x=eq.1&a.not.or=(y.eq.1)&limit=5&b=is.null"));
    expect(params.limits).toEqual([
      { path: ["a", "b"], value: 2 },
      { path: [], value: 5 },
    ]);
    expect(params.filters.map(({ path }) => path)).toEqual([["a"], []]);
    expect(params.logic).toMatchObject([{ path: ["a"], value: { isNegated: true } }]);
  });

  it("reads a plus as a space and a lone percent sign as itself", () => {
    expect(splitQuery("?a=x+y&b=like.50%&c=%C3%A4")).toEqual([
      { key: "a", value: "x y" },
      { key: "b", value: "like.50%" },
      { key: "c", value: "ä" },
    ]);
  });
});

describe("ranges", () => {
  it("are what the header and the limits have in common", () => {
    expect(withRangeHeader(rowRange(3, 2), "0-3")).toEqual({ offset: 2, limit: 2 });
    expect(withRangeHeader(rowRange(undefined, undefined), "5-")).toEqual({ offset: 5, limit: null });
    expect(() => withRangeHeader(rowRange(1, 0), "9-1")).toThrow();
    expect(() => withRangeHeader(rowRange(5, 0), "10-20")).toThrow("Requested range not satisfiable");
    expect(withRangeHeader(rowRange(0, 0), "10-20")).toEqual({ offset: 0, limit: 0 });
    // No range of PostgREST's: the last five.
    expect(withRangeHeader(rowRange(3, 1), "-5")).toEqual({ offset: 1, limit: 3 });
    expect(() => rowRange(-1, 0)).toThrow();
  });
});

describe("preferences", () => {
  it("are told back in PostgREST's order, as far as they are understood", () => {
    const preferences = parsePreferences("count=exact, return=minimal, foo, resolution=merge-duplicates");
    expect(preferenceApplied(preferences)).toBe("resolution=merge-duplicates, return=minimal, count=exact");
  });
});

describe("media types", () => {
  it("are chosen by quality, then by order", () => {
    expect(negotiate("text/csv;q=0.5, application/vnd.pgrst.object+json").kind).toBe("object");
    expect(negotiate("text/html, */*").kind).toBe("array");
    expect(() => negotiate("text/html")).toThrow("None of these media types are available: text/html");
  });
});

describe("CSV", () => {
  it("keeps quoted commas, quotes and line breaks, and knows NULL", () => {
    expect(parseCsv('a,b\r\n"x, ""y""\nz",NULL\n"NULL",')).toEqual([
      { a: 'x, "y"\nz', b: null },
      { a: "NULL", b: "" },
    ]);
    expect(() => parseCsv("a,b\n1")).toThrow("All lines must have same number of fields");
    expect(parseCsv('NULL\n\n""\r"a""b"')).toEqual([{ NULL: "" }, { NULL: "" }, { NULL: 'a"b' }]);
    for (const broken of ['a\n"b', 'a\nb"c"', 'a\n"b"c'])
      expect(() => parseCsv(broken)).toThrow("Failed to parse");
  });
});

describe("a body that would become more than the process can hold", () => {
  const refused = (type: string, body: string) => {
    try {
      return parsePayload(type, body, "uniform").records.length;
    } catch (error) {
      return isAppError(error) ? [error.code, error.status] : error;
    }
  };

  it.each([
    ["text/csv", `t\n${"\n".repeat(600_000)}`],
    ["text/csv", `t\n${",".repeat(2_100_000)}`],
    ["text/csv", `${"n".repeat(1_000_000)}\n${"\n".repeat(100)}`],
    ["application/x-www-form-urlencoded", "a&".repeat(60_000)],
    ["application/json", `[${"{},".repeat(600_000)}{}]`],
    ["application/json", `[{"a":[${"[],".repeat(600_000)}[]]}]`],
    ["application/json", `[{"a":[${"1,".repeat(2_100_000)}1]}]`],
    ["application/json", `{${Array.from({ length: 60_000 }, (_, index) => `"${index}":1`).join(",")}}`],
  ])("is refused before it is read: %s", (type, body) => {
    expect(refused(type, body)).toEqual(["54000", 413]);
  });

  it("is not one that only has many signs in a text", () => {
    const text = JSON.stringify([{ a: `\\"${'{"[:,'.repeat(600_000)}` }]);
    expect(refused("application/json", text)).toBe(1);
    expect(refused("text/csv", `a\n"${",".repeat(2_100_000)}"`)).toBe(1);
    expect(refused("application/x-www-form-urlencoded", `a=${"b".repeat(200_000)}&c=d`)).toBe(1);
    expect(refused("application/json", `[${'{"a":1,"b":[1]},'.repeat(100_000)}{"a":1,"b":[]}]`)).toBe(
      100_001,
    );
  });
});
