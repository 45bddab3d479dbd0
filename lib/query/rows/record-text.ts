import { Refused } from "../write/refused.ts";

/**
 * The fields of a record's text, `(1,"a b",)`; what is not said is null.
 *
 * @throws {Refused} 22P02, as `record_in` has it.
 * @see https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX
 */
export function parseRecord(text: string, count: number, location: number): readonly (string | null)[] {
  const malformed = (detail: string) =>
    new Refused("invalidTextRepresentation", `malformed record literal: "${text}"`, { location, detail });
  const start = /^\s*\(/.exec(text)?.[0].length;
  if (start === undefined) throw malformed("Missing left parenthesis.");
  const fields: (string | null)[] = [];
  let at = start;
  // `()` is a row of one column that is null, or of none.
  while (fields.length < count) {
    if (fields.length > 0) {
      if (text[at] !== ",") throw malformed("Too few columns.");
      at++;
    }
    const field = fieldAt(text, at);
    if (field === null) throw malformed("Unexpected end of input.");
    fields.push(field.value);
    at = field.end;
  }
  if (text[at] !== ")") throw malformed("Too many columns.");
  if (text.slice(at + 1).trim() !== "") throw malformed("Junk after right parenthesis.");
  return fields;
}

/** One field and where it ends; null where the text does. */
function fieldAt(text: string, from: number): { readonly value: string | null; readonly end: number } | null {
  let at = from;
  if (text[at] === "," || text[at] === ")") return { value: null, end: at };
  let value = "";
  let isQuoted = false;
  for (; isQuoted || (text[at] !== "," && text[at] !== ")"); at++) {
    const sign = text[at];
    if (sign === undefined) return null;
    if (sign === "\\") {
      const next = text[++at];
      if (next === undefined) return null;
      value += next;
    } else if (sign === '"') {
      if (isQuoted && text[at + 1] === '"') value += text[++at];
      else isQuoted = !isQuoted;
    } else value += sign;
  }
  return { value, end: at };
}
