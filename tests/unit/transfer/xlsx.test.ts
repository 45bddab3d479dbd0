import { BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import type { ImportFile } from "#lib/transfer/import-file.ts";
import { openFile } from "#lib/transfer/open-file.ts";
import { readSheet, sheetNames } from "#lib/transfer/xlsx.ts";
import { columnIndex, numberKind, numberText } from "#lib/transfer/xlsx-values.ts";

function inMemory(bytes: Uint8Array): ImportFile {
  return {
    bytes: bytes.length,
    position: 0,
    async *chunks() {
      yield bytes;
    },
    read: async (place, length) => new Uint8Array(bytes.subarray(place, place + length)),
  };
}

async function zipped(parts: Readonly<Record<string, string>>): Promise<ImportFile> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, text] of Object.entries(parts)) await zip.add(name, new TextReader(text));
  return inMemory(new Uint8Array(await (await zip.close()).arrayBuffer()));
}

const workbook = (sheet: string, more: Readonly<Record<string, string>> = {}) =>
  zipped({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="People &amp; more" sheetId="1" r:id="rId1"/><sheet name="Empty" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    "xl/worksheets/sheet2.xml": "<worksheet><sheetData/></worksheet>",
    "xl/sharedStrings.xml": `<sst><si><t>Name</t></si><si><r><t>Ada </t></r><r><t>Lovelace</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si><si><t xml:space="preserve"> two_x000A_lines </t></si></sst>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  });

async function rowsOf(file: ImportFile, sheet?: string) {
  const rows = [];
  for await (const row of readSheet(file, sheet)) rows.push("cells" in row ? [row.row, ...row.cells] : row);
  return rows;
}

describe("a workbook", () => {
  it("gives its cells as texts: shared, formatted, counted, computed, true or wrong", async () => {
    const file = await workbook(`
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>ZIP</t></is></c></row>
      <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="str"><f>TEXT(1)</f><v>01067</v></c><c r="D2" s="1"><v>46112</v></c><c r="E2" s="2"><v>46112.604166666664</v></c></row>
      <row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><v>#N/A</v></c><c r="D5"><v>0.30000000000000004</v></c><c r="E5"/></row>
      <row r="6"><c r="A6"/></row>`);
    expect(await sheetNames(file)).toEqual(["People & more", "Empty"]);
    expect(await rowsOf(file)).toEqual([
      [1, "Name", "ZIP"],
      [2, "Ada Lovelace", "01067", null, "2026-03-31", "2026-03-31T14:30:00"],
      [5, " two\nlines ", "true", "#N/A", "0.3", null],
    ]);
    expect(await rowsOf(file, "Empty")).toEqual([]);
    await expect(rowsOf(file, "Nowhere")).rejects.toThrow(/no sheet "Nowhere"/);
  });

  it("is a table with types like a file of text", async () => {
    const file = await workbook(`
      <row><c t="inlineStr"><is><t>When</t></is></c><c t="inlineStr"><is><t>N</t></is></c></row>
      <row><c s="1"><v>46112</v></c><c><v>7</v></c></row>`);
    const { settings, shape } = await openFile(file, "book.xlsx", {});
    expect(settings).toMatchObject({ format: "xlsx", sheet: "People & more", has_header: true });
    expect(shape.columns.map(({ source, type }) => [source, type])).toEqual([
      ["When", "date"],
      ["N", "integer"],
    ]);
  });

  it("that is a bomb, no workbook, or has entities of its own is refused", async () => {
    const bomb = await workbook(`<row r="1"><c r="A1" t="str"><v>${"0".repeat(12_000_000)}</v></c></row>`);
    await expect(rowsOf(bomb)).rejects.toThrow(/far more than a table/);
    await expect(rowsOf(await zipped({ "a.txt": "hello" }))).rejects.toThrow(/no workbook/);
    const entities = await workbook("", {
      "xl/worksheets/sheet1.xml":
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
    });
    await expect(rowsOf(entities)).rejects.toThrow(/document type|damaged/);
    await expect(rowsOf(inMemory(Buffer.from("PK\u0003\u0004 broken")))).rejects.toThrow(
      /damaged|no workbook/,
    );
    const far = await workbook(`<row r="1"><c r="ZZZ1"><v>1</v></c></row>`);
    await expect(rowsOf(far)).rejects.toThrow(/beyond column XFD/);
  });
});

it("numbers are dates by their format, with Excel's own calendar", () => {
  expect([
    numberKind(14, undefined),
    numberKind(164, '[Red]0.00 "days"'),
    numberKind(164, "[h]:mm"),
    numberKind(164, "d. mmm"),
  ]).toEqual(["date", "number", "time", "date"]);
  expect(numberText("1", "date", false)).toBe("1900-01-01");
  expect(numberText("61", "date", false)).toBe("1900-03-01");
  expect(numberText("0", "date", true)).toBe("1904-01-01");
  expect(numberText("0.75", "time", false)).toBe("18:00:00");
  expect(numberText("123456789012345678", "number", false)).toBe("123456789012345678");
  expect([columnIndex("A1"), columnIndex("AB12"), columnIndex("XFD1"), columnIndex(undefined)]).toEqual([
    0,
    27,
    16383,
    null,
  ]);
});
