import { parseJsonDigits } from "../catalog/values/exact-json.ts";
import { type Delimiter, detectDelimiter, readDelimited, sampleRows } from "./delimited.ts";
import { decodeText, detectEncoding, type FileEncoding } from "./encoding.ts";
import type { ImportFile } from "./import-file.ts";
import { objectRows, readJsonLines, readJsonValues } from "./json-rows.ts";
import type { DateOrder } from "./local-dates.ts";
import type { DecimalMark } from "./numerals.ts";
import { belowHeader, type FileShape, objectShape, tabularShape } from "./preview.ts";
import { type SourceRow, UnreadableFile } from "./source-row.ts";
import { readSheet, sheetNames } from "./xlsx.ts";

export const fileFormats = ["csv", "json", "ndjson", "xlsx", "sql"] as const;
/** `csv` is any delimited text. */
export type FileFormat = (typeof fileFormats)[number];

/** How a file is read. */
export interface ReadSettings {
  readonly format: FileFormat;
  readonly encoding: FileEncoding;
  readonly delimiter: Delimiter;
  readonly has_header: boolean;
  /** Of a workbook. */
  readonly sheet?: string | undefined;
  readonly date_order: DateOrder;
  readonly decimal: DecimalMark;
}

/** What of it somebody has said; the rest is found out. */
export type ReadWishes = { readonly [key in keyof ReadSettings]?: ReadSettings[key] | undefined };

const sampleBytes = 2 * 1024 * 1024;
const sampleRowsMax = 5_000;

/** What a file holds, by its beginning. */
export interface OpenedFile {
  readonly settings: ReadSettings;
  readonly shape: FileShape;
  /** Of a workbook. */
  readonly sheets: readonly string[];
}

/** The format of a file: its first bytes say more than its name. */
function detectFormat(name: string, sample: Uint8Array): FileFormat {
  if (sample[0] === 0x50 && sample[1] === 0x4b && sample[2] === 0x03) return "xlsx";
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === "sql" || ending === "dump") return "sql";
  if (ending === "ndjson" || ending === "jsonl") return "ndjson";
  if (ending === "csv" || ending === "tsv" || ending === "tab") return "csv";
  const text = new TextDecoder(detectEncoding(sample)).decode(sample.subarray(0, 65_536)).trimStart();
  if (text.startsWith("[")) return "json";
  if (text.startsWith("{")) return isJson(text.split("\n")[0] ?? "") ? "ndjson" : "json";
  return /^(--|\/\*|\\restrict|(set|begin|create|insert\s+into|copy|alter|drop)\b)/i.test(text)
    ? "sql"
    : "csv";
}

function isJson(text: string): boolean {
  try {
    parseJsonDigits(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a file's beginning: what it is, what its columns are called and hold.
 *
 * @throws {UnreadableFile} for a file that holds no rows, or is none of the formats.
 */
export async function openFile(file: ImportFile, name: string, wishes: ReadWishes): Promise<OpenedFile> {
  const sample = await file.read(0, Math.min(file.bytes, sampleBytes));
  if (sample.length === 0) throw new UnreadableFile("The file is empty.");
  const format = wishes.format ?? detectFormat(name, sample);
  const encoding = wishes.encoding ?? detectEncoding(sample);
  const text = format === "xlsx" ? "" : sampleText(sample, encoding);
  const isWhole = sample.length === file.bytes;
  const delimiter = wishes.delimiter ?? (format === "csv" ? detectDelimiter(text, isWhole) : ",");
  const sheets = format === "xlsx" ? await sheetNames(file) : [];
  const sheet = format === "xlsx" ? (wishes.sheet ?? sheets[0]) : undefined;
  const shape = await shapeOf(file, {
    format,
    delimiter,
    sheet,
    text,
    isWhole,
    hasHeader: wishes.has_header,
  });
  const settings = {
    format,
    encoding,
    delimiter,
    has_header: shape.hasHeader,
    ...(sheet === undefined ? {} : { sheet }),
    date_order: wishes.date_order ?? shape.notation.dateOrder,
    decimal: wishes.decimal ?? shape.notation.decimal,
  };
  return { settings, shape, sheets };
}

function sampleText(sample: Uint8Array, encoding: FileEncoding): string {
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  if (text.includes("\u0000"))
    throw new UnreadableFile(
      "The file holds null characters: it is no text in this encoding, or no table at all.",
    );
  return text;
}

interface Beginning {
  readonly format: FileFormat;
  readonly delimiter: Delimiter;
  readonly sheet: string | undefined;
  readonly text: string;
  readonly isWhole: boolean;
  readonly hasHeader: boolean | undefined;
}

async function shapeOf(file: ImportFile, beginning: Beginning): Promise<FileShape> {
  const { format, delimiter, sheet, text, isWhole, hasHeader } = beginning;
  switch (format) {
    case "csv": {
      const rows = sampleRows(text, delimiter, isWhole, sampleRowsMax);
      const filled = rows.filter((cells) => cells.some((cell) => cell !== null) || cells.length === 1);
      return tabularShape(filled, { hasHeader, delimiter });
    }
    case "xlsx": {
      const rows = (await firstOf(readSheet(file, sheet))).flatMap((row) =>
        "cells" in row ? [row.cells] : [],
      );
      return tabularShape(rows, { hasHeader, delimiter: null });
    }
    case "json":
    case "ndjson": {
      const values = format === "json" ? readJsonValues(once(text)) : readJsonLines(once(text));
      const first = await firstOf(values, !isWhole);
      return objectShape(first.flatMap((one) => ("value" in one ? [one.value] : [])));
    }
    case "sql":
      return tabularShape([], { hasHeader: false, delimiter: null });
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** @param isCutOff the end of what is read is not that of the file: that something is broken there means nothing. */
async function firstOf<T>(rows: AsyncIterable<T>, isCutOff = false): Promise<readonly T[]> {
  const first: T[] = [];
  try {
    for await (const row of rows) {
      first.push(row);
      if (first.length >= sampleRowsMax) break;
    }
  } catch (error) {
    if (!isCutOff || first.length === 0) throw error;
  }
  return first;
}

/**
 * The rows of a file, its header left out, each with the cells of the columns named.
 *
 * @throws {UnreadableFile} where the file cannot be read further.
 */
export function fileRows(
  file: ImportFile,
  settings: ReadSettings,
  columns: readonly string[],
): AsyncGenerator<SourceRow> {
  const header = { hasHeader: settings.has_header, width: columns.length };
  const text = () => decodeText(file.chunks(), settings.encoding);
  switch (settings.format) {
    case "csv":
      return belowHeader(readDelimited(text(), settings.delimiter), header);
    case "xlsx":
      return belowHeader(readSheet(file, settings.sheet), header);
    case "json":
      return objectRows(readJsonValues(text()), columns);
    case "ndjson":
      return objectRows(readJsonLines(text()), columns);
    case "sql":
      throw new UnreadableFile("A script has no rows of its own.");
  }
}
