import { describe, expect, it } from "vitest";
import { splitQuery } from "#lib/rest/request/query-params.ts";
import { templateOf } from "#lib/rest/request/query-template.ts";

const keyOf = (query: string) => templateOf(splitQuery(query)).key;

describe("a template", () => {
  it("is the same for requests that differ in the values of filters alone", () => {
    expect(keyOf("?id=eq.1&order=id&limit=2")).toBe(keyOf("?id=eq.22&order=id&limit=2"));
    expect(keyOf("?id=in.(1,2)")).toBe(keyOf('?id=in.(3,"x,y",4)'));
    expect(keyOf("?a.name=not.ilike.x*")).toBe(keyOf("?a.name=not.ilike.*y"));
  });

  it("differs where the statement does", () => {
    const queries = [
      "?a=eq.1",
      "?b=eq.1",
      "?a=gt.1",
      "?a=not.eq.1",
      "?a=eq.1&limit=1",
      "?a=is.null",
      "?or=(a.eq.1)",
      "?or=(a.eq.2)",
      "?a=like.x\\",
    ];
    expect(new Set(queries.map(keyOf)).size).toBe(queries.length);
  });

  it("differs where one parameter only looks like two", () => {
    expect(keyOf("?apikey=k%26id=is.null")).not.toBe(keyOf("?apikey=k&id=is.null"));
    expect(keyOf("?columns=a%26id%3Dis.null")).not.toBe(keyOf("?columns=a&id=is.null"));
    expect(keyOf("?limit%3D1%26id=is.null")).not.toBe(keyOf("?limit=1&id=is.null"));
  });

  it("gives the values back as the statement would have them", () => {
    const { params, fill } = templateOf(splitQuery('?a=eq.1&b=like.x*&c=in.(1,"a,b")&d=fts(english).cat'));
    const values = params.map(({ value }) => value.replace(/^.*?(?=\0)/s, "").replace(/\)$/, ""));
    expect(values.map(fill)).toEqual(["1", "x%", '{"1","a,b"}', "cat"]);
    expect(fill("an other text")).toBe("an other text");
    expect(fill(7)).toBe(7);
  });

  it("refuses a NUL, which no value can hold", () => {
    expect(() => templateOf([{ key: "a", value: "eq.\0" }])).toThrow();
  });
});
