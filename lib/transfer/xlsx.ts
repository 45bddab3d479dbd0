import type { ImportFile } from "./import-file.ts";
import { type SourceRow, UnreadableFile } from "./source-row.ts";
import { columnIndex, type NumberKind, numberKind, numberText, unescaped } from "./xlsx-values.ts";
import { readTags, readXml, type WorkbookParts, workbookParts } from "./xlsx-zip.ts";

/** Texts that cells share are kept at hand; more than that belongs into a file of text. */
const sharedCharactersMax = 64 * 1024 * 1024;
const columnsMax = 16_384;

interface Workbook {
  readonly parts: WorkbookParts;
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
  readonly is1904: boolean;
}

/** The names of a workbook's sheets, in order. @throws {UnreadableFile} */
export async function sheetNames(file: ImportFile): Promise<readonly string[]> {
  return (await openWorkbook(file)).sheets.map(({ name }) => name);
}

/**
 * Reads one sheet row by row; rows without anything are left out. Formulas are their last value.
 *
 * @param sheet its name; absent: the first one.
 * @throws {UnreadableFile}
 */
export async function* readSheet(file: ImportFile, sheet: string | undefined): AsyncGenerator<SourceRow> {
  const workbook = await openWorkbook(file);
  const found = sheet === undefined ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === sheet);
  const entry = found && workbook.parts.get(found.path);
  if (entry === undefined)
    throw new UnreadableFile(`The workbook has no sheet "${(sheet ?? "").slice(0, 80)}".`);
  const [strings, kinds] = [await sharedStrings(workbook.parts), await numberKinds(workbook.parts)];
  const rows = new SheetRows(strings, kinds, workbook.is1904);
  for await (const _ of readXml(entry, rows)) yield* rows.take();
}

async function openWorkbook(file: ImportFile): Promise<Workbook> {
  const parts = await workbookParts(file);
  const book = parts.get("xl/workbook.xml");
  if (book === undefined) throw new UnreadableFile("The file is no workbook of Excel (.xlsx).");
  const listed: { name: string; id: string }[] = [];
  let is1904 = false;
  await readTags(book, (tag, attributes) => {
    if (tag === "workbookPr") is1904 = /^(1|true)$/.test(attributes.date1904 ?? "");
    const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
    if (tag === "sheet" && id !== undefined) listed.push({ name: attributes.name ?? "", id });
  });
  const targets = new Map<string, string>();
  await readTags(parts.get("xl/_rels/workbook.xml.rels"), (tag, { Id, Target }) => {
    if (tag === "Relationship" && Id !== undefined && Target !== undefined) targets.set(Id, Target);
  });
  const sheets = listed.flatMap(({ name, id }) => {
    const target = targets.get(id);
    if (target === undefined) return [];
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
    return parts.has(path) && path.includes("worksheets") ? [{ name, path }] : [];
  });
  if (sheets.length === 0) throw new UnreadableFile("The workbook has no sheet with cells.");
  return { parts, sheets, is1904 };
}

async function sharedStrings(parts: WorkbookParts): Promise<readonly string[]> {
  const entry = parts.get("xl/sharedStrings.xml");
  if (entry === undefined) return [];
  const strings: string[] = [];
  const state = { text: "", isText: false, isPhonetic: false, characters: 0 };
  const reading = readXml(entry, {
    open: (tag) => {
      if (tag === "si") state.text = "";
      else if (tag === "rPh") state.isPhonetic = true;
      else if (tag === "t") state.isText = !state.isPhonetic;
    },
    text: (text) => {
      if (state.isText) state.text += text;
    },
    close: (tag) => {
      if (tag === "t") state.isText = false;
      else if (tag === "rPh") state.isPhonetic = false;
      else if (tag === "si") {
        state.characters += state.text.length + 8;
        strings.push(unescaped(state.text));
      }
    },
  });
  for await (const _ of reading) {
    if (state.characters > sharedCharactersMax)
      throw new UnreadableFile("The workbook holds too much text for one: save the sheet as CSV.");
  }
  return strings;
}

/** By the number of a cell's style. */
async function numberKinds(parts: WorkbookParts): Promise<readonly NumberKind[]> {
  const codes = new Map<number, string>();
  const kinds: NumberKind[] = [];
  let isCellFormat = false;
  await readTags(parts.get("xl/styles.xml"), (tag, { numFmtId, formatCode }) => {
    if (tag === "numFmt" && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
    else if (tag === "cellXfs") isCellFormat = true;
    else if (tag === "cellStyles" || tag === "dxfs") isCellFormat = false;
    else if (tag === "xf" && isCellFormat)
      kinds.push(numberKind(Number(numFmtId), codes.get(Number(numFmtId))));
  });
  return kinds;
}

/** Gathers cells into rows while a sheet is read. */
class SheetRows {
  readonly #strings: readonly string[];
  readonly #kinds: readonly NumberKind[];
  readonly #is1904: boolean;
  #done: SourceRow[] = [];
  #row = 0;
  #cells: (string | null)[] = [];
  #cell = { index: 0, type: "n", style: 0, value: "" };
  #isValue = false;

  constructor(strings: readonly string[], kinds: readonly NumberKind[], is1904: boolean) {
    this.#strings = strings;
    this.#kinds = kinds;
    this.#is1904 = is1904;
  }

  take(): readonly SourceRow[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === "row") {
      const row = Number(attributes.r);
      this.#row = Number.isSafeInteger(row) && row > this.#row ? row : this.#row + 1;
      this.#cells = [];
    } else if (tag === "c") {
      const index = columnIndex(attributes.r) ?? this.#cells.length;
      if (index >= columnsMax) throw new UnreadableFile(`Row ${this.#row} has a cell beyond column XFD.`);
      this.#cell = { index, type: attributes.t ?? "n", style: Number(attributes.s ?? 0), value: "" };
    } else if (tag === "v" || tag === "t") this.#isValue = true;
  }

  text(text: string): void {
    if (this.#isValue) this.#cell.value += text;
  }

  close(tag: string): void {
    if (tag === "v" || tag === "t") this.#isValue = false;
    else if (tag === "c") {
      while (this.#cells.length < this.#cell.index) this.#cells.push(null);
      this.#cells[this.#cell.index] = this.#value();
    } else if (tag === "row" && this.#cells.some((cell) => cell !== null)) {
      this.#done.push({ row: this.#row, cells: this.#cells });
    }
  }

  #value(): string | null {
    const { type, style, value } = this.#cell;
    if (type === "s") return this.#strings[Number(value)] ?? null;
    if (type === "inlineStr" || type === "str") return unescaped(value);
    if (value === "") return null;
    if (type === "b") return value === "1" ? "true" : "false";
    // An error stays what it shows, a date in ISO form is one.
    if (type === "e" || type === "d") return value;
    return numberText(value, this.#kinds[style] ?? "number", this.#is1904);
  }
}
