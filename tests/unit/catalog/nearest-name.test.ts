import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestName, perhapsMeant } from "#lib/catalog/checks/nearest-name.ts";

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

  it("counts at most three slips, and a third of the letters, as the textbook algorithm does", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(word, word, (name, candidate) => {
        const slips = textbookDistance(name, candidate);
        const isNear = slips <= Math.min(3, Math.max(1, Math.round(name.length / 3)));
        expect(nearestName(name, [candidate])).toBe(isNear ? candidate : null);
      }),
      { numRuns: 1000 },
    );
  });

  it("makes a sentence or nothing", () => {
    expect(perhapsMeant("post", ["posts"])).toBe(' Perhaps you meant "posts".');
    expect(perhapsMeant("invoices", ["posts"])).toBe("");
  });
});

/** Optimal string alignment, straight from its recurrence. */
function textbookDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const isSwap = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.at(-1) === b.at(-1)) return textbookDistance(shortA, shortB);
  return (
    1 +
    Math.min(
      textbookDistance(shortA, b),
      textbookDistance(a, shortB),
      textbookDistance(shortA, shortB),
      isSwap ? textbookDistance(a.slice(0, -2), b.slice(0, -2)) : Number.POSITIVE_INFINITY,
    )
  );
}
