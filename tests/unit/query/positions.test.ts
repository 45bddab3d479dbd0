import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteIndex, codePoints, utf16FromCodePoints } from "#lib/query/text/positions.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "€", "𝒳", "\n") });

describe("positions", () => {
  it("convert bytes to UTF-16 indices as encoding the text's beginning does", () => {
    fc.assert(
      fc.property(text, (whole) => {
        const toIndex = byteIndex(whole);
        let beginning = "";
        for (const character of whole) {
          expect(toIndex(Buffer.byteLength(beginning))).toBe(beginning.length);
          beginning += character;
        }
        expect(toIndex(Buffer.byteLength(whole))).toBe(whole.length);
        expect(toIndex(Buffer.byteLength(whole) + 5)).toBe(whole.length);
      }),
    );
  });

  it("are prepared once for all statements of a text", () => {
    const script = "select 'é';".repeat(1_000);
    const prepared = byteIndex(script);
    expect(byteIndex(`${script.slice(0, 5)}${script.slice(5)}`)).toBe(prepared);
    expect(byteIndex("select 'é'")(10)).toBe(9);
    expect(byteIndex(script)(12)).toBe(11);
  });

  it("count code points as iterating does, and find their indices again", () => {
    fc.assert(
      fc.property(text, fc.nat(20), (whole, offset) => {
        const beginning = [...whole].slice(0, offset).join("");
        expect(codePoints(whole)).toBe([...whole].length);
        expect(codePoints(whole, beginning.length)).toBe([...beginning].length);
        expect(utf16FromCodePoints(whole, offset)).toBe(beginning.length);
      }),
    );
  });
});
