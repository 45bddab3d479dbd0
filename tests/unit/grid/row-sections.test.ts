import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexLines, lineAt, pagesOf, type RowSection } from "#components/grid/row-sections.ts";

const section = fc.record({
  group: fc.record({ value: fc.string(), count: fc.constant(0) }),
  isOpen: fc.boolean(),
  count: fc.integer({ min: 0, max: 250 }),
});

/** All lines, the long way. */
function written(sections: readonly RowSection[]): string[] {
  return sections.flatMap(({ group, isOpen, count }, place) => [
    ...(group === null ? [] : [`group ${place}`]),
    ...(isOpen ? Array.from({ length: count }, (_, offset) => `row ${place}:${offset}`) : []),
  ]);
}

describe("the lines of a grid", () => {
  it("are heads of groups and rows of open ones, in order", () => {
    fc.assert(
      fc.property(fc.array(section, { maxLength: 6 }), (sections) => {
        const index = indexLines(sections);
        const lines = Array.from({ length: index.count }, (_, at) => {
          const line = lineAt(index, at);
          return line?.kind === "group" ? `group ${line.section}` : `row ${line?.section}:${line?.offset}`;
        });
        expect(lines).toEqual(written(sections));
        expect([lineAt(index, -1), lineAt(index, index.count)]).toEqual([null, null]);
      }),
    );
  });

  it("ask for just the pages that hold the rows of a window", () => {
    fc.assert(
      fc.property(fc.array(section, { maxLength: 5 }), fc.nat(600), fc.nat(120), (sections, first, more) => {
        const index = indexLines(sections);
        const wanted = new Set<string>();
        for (let at = first; at <= first + more; at++) {
          const line = lineAt(index, at);
          if (line?.kind === "row") wanted.add(`${line.section}:${Math.floor(line.offset / 100)}`);
        }
        const pages = pagesOf(index, first, first + more, 100).map(
          ({ section: place, page }) => `${place}:${page}`,
        );
        expect(pages).toEqual([...wanted]);
      }),
    );
  });

  it("are rows alone without groups", () => {
    const index = indexLines([{ group: null, isOpen: true, count: 100_000 }]);
    expect(lineAt(index, 99_999)).toEqual({ kind: "row", section: 0, offset: 99_999 });
    expect(pagesOf(index, 54_321, 54_380, 100)).toEqual([{ section: 0, page: 543 }]);
  });
});
