import { allowedFunctions } from "../../expression/allowed-functions.ts";
import { unsupported } from "../definition/step.ts";
import { tokens } from "../text/tokens.ts";
import type { Declaration } from "./block.ts";

export const textMax = 65_536;

/** What stands for variables may not make more of a text than a text may be. */
const replacedMax = 262_144;

export function tooLong() {
  return hindered("So many ways through it, or so long a text,");
}

export function hindered(what: string) {
  return unsupported(`${what} in a function`, null);
}

/** Whether a variable keeps a row: of a table (`posts%ROWTYPE`), or whatever it is given. */
export function isRow({ type }: Pick<Declaration, "type">): boolean {
  return /^record$|%\s*rowtype$/i.test(type.trim());
}

/** A value as a variable keeps it. @throws {Refused} 0A000 for what is none, and for a row. */
export function assigned(variables: ReadonlyMap<string, Declaration>, name: string, value: string): string {
  const declared = variables.get(name);
  if (declared === undefined) throw hindered(`Setting "${name}"`);
  if (isRow(declared)) throw hindered("Setting a row");
  return `${value}::${declared.type}`;
}

/** `FOUND` is a column of what the query before it has kept. */
export function withFound(text: string): string {
  return replaced(text, (word) => (word === "found" ? '("found" IS TRUE)' : null));
}

export function withValues(text: string, values: ReadonlyMap<string, string>): string {
  return replaced(text, (word) => values.get(word) ?? null);
}

/** Whether a text says one of some names alone, not as what a column is of. */
export function saysAlone(text: string, names: ReadonlySet<string>): boolean {
  let isSaid = false;
  replaced(text, (word) => {
    isSaid ||= names.has(word);
    return null;
  });
  return isSaid;
}

/** What stands in front of a bracket without being a function of the database's own. */
const plain = /^(?:coalesce|nullif|cast|in|any|all|and|or|not|array|row|when|then|else|case|is|between)$/;

/** Whether an expression may read tables: by a query, or by a function that is none of Postgres's. */
export function mayRead(text: string): boolean {
  const said = [...tokens(text)].map(({ start, end }) => text.slice(start, end).toLowerCase());
  return said.some((word, index) => {
    if (word === "select") return true;
    const isCalled = /^["a-z_]/.test(word) && said[index + 1] === "(";
    if (!isCalled || (said[index - 1] === "." && said[index - 2] === "auth")) return false;
    return !plain.test(word) && !allowedFunctions.has(word);
  });
}

/** Words that stand alone, not behind or in front of a dot. */
function replaced(text: string, by: (word: string) => string | null): string {
  const all = [...tokens(text)];
  const said = (index: number) => text.slice(all[index]?.start, all[index]?.end);
  let made = "";
  let at = 0;
  for (const [index, { kind, start, end }] of all.entries()) {
    if (
      kind !== "word" ||
      (index > 0 && said(index - 1) === ".") ||
      (index + 1 < all.length && said(index + 1) === ".")
    )
      continue;
    const own = by(text.slice(start, end).toLowerCase());
    if (own === null) continue;
    made += text.slice(at, start) + own;
    at = end;
    if (made.length > replacedMax) throw tooLong();
  }
  return made + text.slice(at);
}
