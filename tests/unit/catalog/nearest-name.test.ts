import { describe, expect, it } from "vitest";
import { nearestName, perhapsMeant } from "#lib/catalog/nearest-name.ts";

describe("nearestName", () => {
  it.each([
    ["post", "posts"],
    ["authros", "authors"],
    ["Posts", "posts"],
    ["tabel", "table"],
  ])("finds what %s was meant to be", (name, nearest) => {
    expect(nearestName(name, ["posts", "authors", "table"])).toBe(nearest);
  });

  it("prefers the closest of several", () => {
    expect(nearestName("name", ["names", "nam_e", "name"])).toBe("name");
  });

  it("finds nothing when nothing is close, or when the name is far too long", () => {
    expect(nearestName("invoices", ["posts", "authors"])).toBeNull();
    expect(nearestName("x".repeat(10_000), ["x".repeat(9_999)])).toBeNull();
    expect(nearestName("a", [])).toBeNull();
  });

  it("makes a sentence or nothing", () => {
    expect(perhapsMeant("post", ["posts"])).toBe(' Perhaps you meant "posts".');
    expect(perhapsMeant("invoices", ["posts"])).toBe("");
  });
});
