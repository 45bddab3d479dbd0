import { lastName, namesIn } from "./sql-dump.ts";

/** `INSERT INTO table (columns) VALUES …` of nothing but plain values: rows that need no parser of SQL. */
export interface PlainInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`;
const head = new RegExp(
  String.raw`^(?:--[^\n]*\n\s*)*insert\s+into\s+((?:${name}\s*\.\s*)?${name})\s*\(((?:\s*${name}\s*,?)+)\)\s*(?:overriding\s+system\s+value\s+)?values\s*`,
  "i",
);
/** A text, one with escapes, a number, a word that is a value; then perhaps `::type`. */
const value =
  /\s*(?:'((?:[^']|'')*)'|[eE]'((?:[^'\\]|''|\\[\s\S])*)'|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(null|true|false)(?![\w$]))(?:\s*::\s*(?:"[^"]*"|[\w.]+)(?:\s*\.\s*"[^"]*")?(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s+(?:varying|precision|with(?:out)? time zone))*(?:\[\])*)?\s*([,)])/iy;

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Null for a statement that is anything else: a query, a function's call, a DEFAULT, RETURNING. */
export function plainInsert(text: string): PlainInsert | null {
  const match = head.exec(text);
  if (match === null) return null;
  const [start, table = "", list = ""] = match;
  const columns = namesIn(list);
  const rows: (string | null)[][] = [];
  let at = start.length;
  for (;;) {
    if (text[at] !== "(") return null;
    const read = readRow(text, at + 1);
    if (read === null || read.row.length !== columns.length) return null;
    rows.push(read.row);
    at = skipSpace(text, read.end);
    if (at >= text.length) return { table: lastName(table), columns, rows };
    if (text[at] !== ",") return null;
    at = skipSpace(text, at + 1);
  }
}

function readRow(
  text: string,
  start: number,
): { readonly row: (string | null)[]; readonly end: number } | null {
  const row: (string | null)[] = [];
  value.lastIndex = start;
  for (;;) {
    const match = value.exec(text);
    if (match === null) return null;
    const [, quoted, escaped, numeral, word, sign] = match;
    row.push(valueText(quoted, escaped, numeral, word));
    if (sign === ")") return { row, end: value.lastIndex };
  }
}

function valueText(
  quoted: string | undefined,
  escaped: string | undefined,
  numeral: string | undefined,
  word: string | undefined,
): string | null {
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (escaped !== undefined) return unescaped(escaped);
  return numeral ?? (word?.toLowerCase() === "null" ? null : (word ?? null));
}

function unescaped(text: string): string {
  return text
    .replaceAll("''", "'")
    .replace(
      /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g,
      (_all, code: string) => {
        if (/^[ux][0-9a-f]/i.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
        return /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code);
      },
    );
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? "")) next += 1;
  return next;
}
