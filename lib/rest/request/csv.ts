import { AppError } from "../../errors/app-error.ts";

/**
 * CSV (RFC 4180) with a line of names: every field a text, `NULL` without quotes null, as PostgREST reads it.
 *
 * @throws {AppError} PGRST102 if a line has more or fewer fields than there are names.
 */
export function parseCsv(text: string): readonly { readonly [column: string]: string | null }[] {
  const [names, ...lines] = readLines(text);
  if (names === undefined) return [];
  return lines.map((fields) => {
    if (fields.length !== names.length)
      throw new AppError("PGRST102", "All lines must have same number of fields");
    return Object.fromEntries(names.map((name, index) => [name.text, fieldValue(fields[index])]));
  });
}

interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

function fieldValue(field: CsvField | undefined): string | null {
  if (field === undefined || (!field.isQuoted && field.text === "NULL")) return null;
  return field.text;
}

const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
const end = /,|\r\n|\n|\r|$/y;

function readLines(text: string): CsvField[][] {
  const lines: CsvField[][] = [];
  let line: CsvField[] = [];
  let position = 0;
  while (position < text.length) {
    field.lastIndex = position;
    const found = field.exec(text);
    end.lastIndex = field.lastIndex;
    const separator = found === null ? null : end.exec(text)?.[0];
    if (found === null || separator === null || separator === undefined)
      throw new AppError("PGRST102", "Failed to parse the CSV", { details: `at character ${position + 1}` });
    line.push({ text: found[1]?.replaceAll('""', '"') ?? found[2] ?? "", isQuoted: found[1] !== undefined });
    position = end.lastIndex;
    if (separator === ",") {
      if (position === text.length) line.push({ text: "", isQuoted: false });
      continue;
    }
    lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}
