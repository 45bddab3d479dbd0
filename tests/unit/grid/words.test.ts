import { describe, expect, it } from "vitest";
import { deletedWords } from "#components/grid/deleted-words.ts";
import { plainText } from "#components/grid/plain-text.ts";
import { totalOf, totalWords } from "#components/grid/row-total.ts";
import { mark } from "#components/record-panel/rich-text-marks.ts";

describe("what the grid says", () => {
  it("of a delete: what went, what went with it, what lets go", () => {
    const results = [
      {
        deleted: [
          { table: "customers", rows: 2 },
          { table: "orders", rows: 1200 },
        ],
        released: [{ table: "notes", rows: 1 }],
        undo: "x",
      },
      { deleted: [{ table: "customers", rows: 1 }], released: [], undo: "y" },
    ];
    expect(deletedWords("customers", results)).toEqual({
      title: "3 rows deleted",
      description: "With them went 1,200 rows of orders. 1 row of notes pointed here, and point nowhere now.",
    });
    expect(
      deletedWords("users", [{ deleted: [{ table: "users", rows: 1 }], released: [], undo: null }]),
    ).toEqual({
      title: "1 row deleted",
      description: "This cannot be undone.",
    });
  });

  it("of a number of rows: how sure it is", () => {
    expect(totalWords(totalOf(1, false))).toBe("1 row");
    expect(totalWords(totalOf(98_765, false))).toBe("about 98,765 rows");
    expect(totalWords(totalOf(98_765, true))).toBe("98,765 rows");
  });

  it("of a rich text: its words", () => {
    expect(plainText("<p>Fish &amp; <b>chips</b></p><p>&lt;now&gt;</p>")).toBe("Fish & chips <now>");
  });
});

describe("a mark in a rich text", () => {
  it("stands around the selection, and goes away when it is set again", () => {
    const bold = mark("some words", { start: 5, end: 10 }, "strong");
    expect(bold).toEqual({ text: "some <strong>words</strong>", start: 13, end: 18 });
    expect(mark(bold.text, bold, "strong")).toEqual({ text: "some words", start: 5, end: 10 });
  });

  it("makes an item of each line of a list", () => {
    expect(mark("a\nb", { start: 0, end: 3 }, "ul").text).toBe("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>");
  });
});
