/** The types that a parameter of a saved query may have, as Postgres names them. */
export const parameterTypes = [
  "text",
  "integer",
  "bigint",
  "numeric",
  "double precision",
  "boolean",
  "date",
  "time",
  "timestamp with time zone",
  "uuid",
  "jsonb",
  "text[]",
] as const;

/** What a request may say of a `$n`: `unknown` leaves it to the place where it stands, as Postgres does. */
export const givenParameterTypes = [...parameterTypes, "unknown"] as const;

export type ParameterType = (typeof parameterTypes)[number];

/** A `{{name}}` of a query: its value goes to Postgres beside the text, never in it. */
export interface QueryParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As text; null: none, a value has to be given. */
  readonly default: string | null;
}

/** A `{{name}}` in a text: UTF-16 offsets of its braces. */
export interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

// Quoted things and comments first, so that braces inside of them stay text.
const quoted =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|(\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?(?:\1|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/u;
const piece = new RegExp(`${quoted.source}|\\{\\{\\s*([\\p{L}_][\\p{L}\\p{N}_]{0,62})\\s*\\}\\}`, "gu");
const numberedPiece = new RegExp(`${quoted.source}|\\$(\\d+)( {2,})?`, "gu");

/** Every placeholder of a text, those in strings and comments left out. */
function placeholdersOf(text: string): readonly Placeholder[] {
  return Array.from(text.matchAll(piece)).flatMap(({ 0: whole, 2: name, index }) =>
    name === undefined ? [] : [{ name, start: index, end: index + whole.length }],
  );
}

/** The names of a text's parameters, each once, in order. */
export function parameterNames(text: string): readonly string[] {
  return [...new Set(placeholdersOf(text).map(({ name }) => name))];
}

/**
 * The text with `$n` for each `{{name}}`, filled up with spaces, so that no position moves.
 *
 * @param names the n-th is `$n`.
 */
export function withNumberedParameters(text: string, names: readonly string[]): string {
  let numbered = "";
  let done = 0;
  for (const { name, start, end } of placeholdersOf(text)) {
    const number = `$${names.indexOf(name) + 1}`;
    numbered += text.slice(done, start) + number.padEnd(end - start);
    done = end;
  }
  return numbered + text.slice(done);
}

/** The text with `{{p1}}` for each `$1`: what was run with values can be opened and filled in again. */
export function withNamedParameters(text: string): string {
  return text.replaceAll(numberedPiece, (whole, _tag: string, number?: string, filled?: string) =>
    number === undefined ? whole : `{{p${number}}}${filled === undefined ? "" : " "}`,
  );
}
