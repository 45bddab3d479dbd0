import { partsMax } from "../../catalog/values/body-parts.ts";
import { AppError } from "../../errors/app-error.ts";
import { tooManyParts } from "./too-many-parts.ts";

/** Characters of all records as JSON: each says all names again. */
const jsonLengthMax = 64 * 1024 * 1024;

/**
 * CSV (RFC 4180) with a line of names: every field a text, `NULL` without quotes null, as PostgREST reads it.
 *
 * @throws {AppError} PGRST102 if a line has more or fewer fields than there are names; 54000 for more than can be meant.
 */
export function parseCsv(text: string): readonly { readonly [column: string]: string | null }[] {
  const [first, ...lines] = readLines(text);
  if (first === undefined) return [];
  const names = first.map((name) => name ?? "NULL");
  if (lines.some(({ length }) => length !== names.length))
    throw new AppError("PGRST102", "All lines must have same number of fields");
  const namesLength = names.reduce((length, name) => length + name.length, 0);
  if (text.length + namesLength * lines.length > jsonLengthMax) throw tooManyParts();
  return lines.map((fields) => Object.fromEntries(names.map((name, index) => [name, fields[index] ?? null])));
}

/** Null: `NULL` without quotes. */
type Field = string | null;

function readLines(text: string): Field[][] {
  const lines: Field[][] = [];
  let line: Field[] = [];
  let values = 0;
  let position = 0;
  while (position < text.length) {
    values += 1;
    if (values > partsMax.values || lines.length > partsMax.records) throw tooManyParts();
    const isQuoted = text.charCodeAt(position) === sign.quote;
    const end = isQuoted ? endOfQuoted(text, position) : endOfPlain(text, position);
    const width = separatorWidth(text, end);
    if (width === null)
      throw new AppError("PGRST102", "Failed to parse the CSV", { details: `at character ${position + 1}` });
    const plain = isQuoted ? text.slice(position + 1, end - 1) : text.slice(position, end);
    line.push(isQuoted ? plain.replaceAll('""', '"') : plain === "NULL" ? null : plain);
    position = end + width;
    if (text.charCodeAt(end) === sign.comma) {
      if (position === text.length) line.push("");
      continue;
    }
    lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/** @returns the place behind the closing quote; the text's end and one if there is none. */
function endOfQuoted(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && text.charCodeAt(quote + 1) === sign.quote) quote = text.indexOf('"', quote + 2);
  return quote === -1 ? text.length + 1 : quote + 1;
}

function endOfPlain(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isSpecial(text.charCodeAt(end))) end += 1;
  return end;
}

function isSpecial(code: number): boolean {
  return code === sign.comma || code === sign.quote || code === sign.lineFeed || code === sign.carriageReturn;
}

/** How many characters what stands between two fields has; null: there is something else. */
function separatorWidth(text: string, place: number): number | null {
  if (place === text.length) return 0;
  switch (text.charCodeAt(place)) {
    case sign.comma:
    case sign.lineFeed:
      return 1;
    case sign.carriageReturn:
      return text.charCodeAt(place + 1) === sign.lineFeed ? 2 : 1;
    default:
      return null;
  }
}

const sign = { lineFeed: 0x0a, carriageReturn: 0x0d, quote: 0x22, comma: 0x2c } as const;
