import { tokens } from "./text/tokens.ts";

/** A text whose `COPY … FROM stdin` no longer has its data behind it, so that a parser can read it. */
export interface WithoutCopyData {
  /** As many code points as before: the data has become spaces, and no position moves. */
  readonly text: string;
  /** The data, by the index of the semicolon that ends its statement. */
  readonly data: ReadonlyMap<number, string>;
}

/** The lines with which pg_dump closes psql to commands of others: nothing here has such commands. */
const dumpMarks = /^(?:[ \t\r\n]|--[^\n]*\n)*(\\restrict \w+)|(?<=\n)(\\unrestrict \w+)\s*$/g;

/** Blanks the `\restrict` in front of a dump and the `\unrestrict` behind it; no position moves. */
export function withoutDumpMarks(typed: string): string {
  if (!typed.includes("\\restrict ")) return typed;
  return typed.replaceAll(dumpMarks, (found, first: string | undefined, last: string | undefined) => {
    const mark = first ?? last ?? "";
    return found.replace(mark, " ".repeat(mark.length));
  });
}

/** Takes the data out of a dump: the lines behind `COPY … FROM stdin;` up to one that says `\.`. */
export function withoutCopyData(typed: string): WithoutCopyData {
  const data = new Map<number, string>();
  if (!/\bfrom\s+stdin\b/i.test(typed)) return { text: typed, data };
  let text = "";
  let done = 0;
  for (let end = copyEnd(typed, 0); end !== null; end = copyEnd(typed, done)) {
    const start = typed.indexOf("\n", end) + 1 || typed.length;
    const last = /^\\\.[ \t\r]*$/m;
    const found = last.exec(typed.slice(start));
    const stop = found === null ? typed.length : start + found.index + found[0].length;
    data.set(end, typed.slice(start, found === null ? stop : start + found.index));
    text += typed.slice(done, start) + typed.slice(start, stop).replaceAll(/[^\n]/gu, " ");
    done = stop;
  }
  return { text: text + typed.slice(done), data };
}

/** The index of the semicolon of the next `COPY … FROM stdin`. */
function copyEnd(text: string, from: number): number | null {
  let words: string[] = [];
  for (const token of tokens(text, from)) {
    const own = text.slice(token.start, token.end);
    if (own === ";") {
      if (words[0] === "COPY" && /\bFROM STDIN\b/.test(words.join(" "))) return token.start;
      words = [];
    } else words.push(token.kind === "word" ? own.toUpperCase() : "");
  }
  return null;
}

/** A row of COPY's text format; null is `\N`. */
export type CopyRow = readonly (string | null)[];

/** @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
export function copyRows(data: string): readonly CopyRow[] {
  const lines = data.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => line.split("\t").map((field) => (field === "\\N" ? null : unescaped(field))));
}

const signs: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescaped(field: string): string {
  if (!field.includes("\\")) return field;
  return field.replaceAll(/\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)/gs, (_, sign: string) => {
    if (/^[0-7]/.test(sign)) return String.fromCharCode(Number.parseInt(sign, 8) & 0xff);
    if (/^x./.test(sign)) return String.fromCharCode(Number.parseInt(sign.slice(1), 16));
    return signs[sign] ?? sign;
  });
}
