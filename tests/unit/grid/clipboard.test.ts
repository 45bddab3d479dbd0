import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellText, parseCell } from "#components/grid/cell-text.ts";
import { parseTsv, toHtml, toTsv } from "#components/grid/clipboard.ts";
import type { Column, Json } from "#lib/catalog/types.ts";

const texts = (rows: readonly (readonly { text: string }[])[]) =>
  rows.map((row) => row.map(({ text }) => text));
const cells = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((text) => ({ text, value: text })));

describe("rows as a spreadsheet exchanges them", () => {
  it("come back as they were copied, whatever the cells hold", () => {
    // A cell that looks like a formula is disarmed on its way out, and so does not come back as it was.
    const cell = fc
      .string({ unit: "binary" })
      .filter((text) => !/^[=+\-@\t\r]/.test(text) && !text.includes("\r"));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      );
    fc.assert(
      fc.property(rows, (written) => {
        // One empty row at the end is what every spreadsheet ends with.
        fc.pre(written.length === 1 || written.at(-1)?.join("") !== "");
        expect(texts(parseTsv(toTsv(cells(written))))).toEqual(written);
      }),
    );
  });

  it("may hold tabs, line ends and quotes in quotes", () => {
    expect(texts(parseTsv('a\t"b\tc"\r\n"d\ne"\t"say ""hi"""\r\n'))).toEqual([
      ["a", "b\tc"],
      ["d\ne", 'say "hi"'],
    ]);
    expect(texts(parseTsv('5" pipe\t"open'))).toEqual([['5" pipe', '"open']]);
  });

  it("are no formulas to the spreadsheet that they are pasted into", () => {
    const dangerous = ["=HYPERLINK(1)", "+cmd", "@SUM(A1)", "-2+3", "-12.50", "+4"];
    expect(toTsv(cells([dangerous]))).toBe("'=HYPERLINK(1)\t'+cmd\t'@SUM(A1)\t'-2+3\t-12.50\t+4");
  });

  it("carry exact values in HTML, with nothing in them that is markup", () => {
    const html = toHtml([[{ text: "<b>x</b>", value: { a: '"<' } }]]);
    expect(html).toContain("&lt;b&gt;x&lt;/b&gt;");
    expect(html).toContain('data-rowhouse="{&quot;a&quot;:&quot;\\&quot;&lt;&quot;}"');
  });
});

describe("a pasted text in a column", () => {
  const parse = (column: Partial<Column>, text: string) =>
    parseCell({ name: "c", type: "text", ...column }, { text });
  const value = (column: Partial<Column>, text: string): Json | string => {
    const result = parse(column, text);
    return result.ok ? result.value : `refused: ${result.problem}`;
  };

  it("is read as spreadsheets write numbers, keeping every digit", () => {
    expect(value({ type: "numeric" }, "$1,234.50")).toBe("1234.50");
    expect(value({ type: "numeric" }, "-1,234,567.8901234567890123")).toBe("-1234567.8901234567890123");
    expect(value({ type: "bigint" }, "9007199254740993")).toBe("9007199254740993");
    expect(value({ type: "integer" }, " 12 ")).toBe(12);
    expect(value({ type: "numeric" }, "1.234,50")).toMatch(/^refused/);
  });

  it("is a date only when it can be read in one way", () => {
    expect(value({ type: "date" }, "2026-3-7")).toBe("2026-03-07");
    expect(value({ type: "date" }, "31/12/2026")).toBe("2026-12-31");
    expect(value({ type: "date" }, "12/31/2026")).toBe("2026-12-31");
    expect(value({ type: "date" }, "7 Mar 2026")).toBe("2026-03-07");
    expect(value({ type: "date" }, "03/07/2026")).toBe(
      "refused: could be 2026-03-07 or 2026-07-03: write one of these",
    );
  });

  it("is yes or no, a choice in any case, a list, JSON, or nothing", () => {
    expect([value({ type: "boolean" }, "TRUE"), value({ type: "boolean" }, "no")]).toEqual([true, false]);
    expect(value({ type: "boolean" }, "perhaps")).toMatch(/^refused/);
    expect(value({ type: "enum", enum_values: ["Open", "paid"] }, "open")).toBe("Open");
    expect(value({ type: "text[]" }, "red, blue")).toEqual(["red", "blue"]);
    expect(value({ type: "text[]" }, '["a,b"]')).toEqual(["a,b"]);
    expect(value({ type: "jsonb" }, '{"a": [1]}')).toEqual({ a: [1] });
    expect(value({ type: "jsonb" }, "{")).toMatch(/^refused: is not JSON/);
    expect([value({}, ""), value({ type: "integer" }, "  ")]).toEqual([null, null]);
    expect(value({}, " kept ")).toBe(" kept ");
  });

  it("is the exact value when it comes from a grid of this product and fits", () => {
    const column: Column = { name: "c", type: "text[]" };
    expect(parseCell(column, { text: "a, b", value: ["a, b"] })).toEqual({ ok: true, value: ["a, b"] });
    expect(parseCell({ name: "c", type: "integer" }, { text: "7", value: "seven" })).toEqual({
      ok: true,
      value: 7,
    });
  });

  it("comes back from the text that it is copied as", () => {
    const tags = fc.array(fc.string(), { minLength: 1 });
    fc.assert(
      fc.property(tags, (written) => {
        const result = parseCell({ name: "c", type: "text[]" }, { text: cellText(written) });
        fc.pre(written.every((tag) => tag.isWellFormed() && !tag.includes("\u0000")));
        expect(result).toEqual({ ok: true, value: written });
      }),
    );
  });
});
