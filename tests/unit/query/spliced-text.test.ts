import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splice } from "#lib/query/text/spliced-text.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "𝒳"), maxLength: 10 });

describe("a text with insertions", () => {
  it("maps each of its places back", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (parts) => {
        // The original is the first of each pair; the second is inserted behind it.
        let original = "";
        const insertions = parts.map(([own, inserted]) => {
          original += own;
          return { at: original.length, text: inserted };
        });
        const spliced = splice(original, insertions);
        expect(spliced.text).toBe(parts.flat().join(""));
        const expected: (number | null)[] = [];
        let position = 0;
        for (const [own, inserted] of parts) {
          for (const _ of own) expected.push(++position);
          for (const _ of inserted) expected.push(null);
        }
        expect(expected.map((_, index) => spliced.toOriginal(index + 1))).toEqual(expected);
      }),
    );
  });
});
