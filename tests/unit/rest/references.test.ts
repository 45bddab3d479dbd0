import { describe, expect, it, vi } from "vitest";
import { BatchResult, resolveReferences } from "#lib/rest/batch/references.ts";

const results = new Map([
  ["a", new BatchResult(JSON.stringify([{ id: 1, list: '1,2)"\\', plain: "x y" }]))],
  ["long", new BatchResult(JSON.stringify([{ text: "é".repeat(20_000) }]))],
]);

const resolvedPath = (path: string) =>
  decodeURIComponent(
    resolveReferences({ method: "GET", path, body: undefined, prefer: null, name: null }, results).path,
  );

describe("references in the address of a batch's operation", () => {
  it("are each read with what stands between them, not with all that stands before", () => {
    const decoded = vi.spyOn(globalThis, "decodeURIComponent");
    const path = `/t?select=%61&id=in.(${Array.from({ length: 4_000 }, () => "%20{a.id}").join(",")})`;
    resolveReferences({ method: "GET", path, body: undefined, prefer: null, name: null }, results);
    const characters = decoded.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
    decoded.mockRestore();
    expect(characters).toBeLessThan(3 * path.length);
  });

  it("bring one value, by the signs around them", () => {
    const quoted = String.raw`"1,2)\"\\"`;
    expect(resolvedPath("/t?id=in.({a.list},{a.list})")).toBe(`/t?id=in.(${quoted},${quoted})`);
    expect(resolvedPath("/t?id=in.(%22x\\%22,%22%2C{a.list})")).toBe(`/t?id=in.("x\\",",${quoted})`);
    expect(resolvedPath('/t?id=in.("a {a.list} {a.plain}",2)')).toBe(
      String.raw`/t?id=in.("a 1,2)\"\\ x y",2)`,
    );
    expect(resolvedPath("/t?or=(x.in.(1),a.eq.{a.list})&b=eq.{a.list}")).toBe(
      `/t?or=(x.in.(1),a.eq.${quoted})&b=eq.1,2)"\\`,
    );
    expect(resolvedPath("/t/{a.plain}")).toBe("/t/x y");
  });

  it.each([
    "/t?or=(a.like.*{a.list}*)",
    // What looks like an open quote is a sign of the text in front of the comma.
    '/t?or=(a.eq.5"x,b.eq.{a.list})',
    '/t?or=(a.eq."x"y"z,b.eq.{a.list})',
    String.raw`/t?id=in.("\{a.list}")`,
    "/t?id=in.({a.plain}{a.list})",
    "/t?id=in.(%2C%FF{a.list})",
  ])("are refused where they could be more than a value: %s", (path) => {
    expect(() => resolvedPath(path)).toThrow(/double quotes/);
  });

  it("make no address longer than one may be", () => {
    expect(() => resolvedPath("/t?name=eq.{long.text}")).toThrow(
      expect.objectContaining({ code: "RH003", status: 431 }),
    );
  });
});
