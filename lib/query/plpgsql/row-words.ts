import { quoted } from "../text/statement-names.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { plainName } from "./read-statement.ts";

/** A field of a row that a variable keeps, and which of the arguments it is. */
export interface Field {
  readonly name: string;
  readonly number: number;
}

/** Variables that keep a row, by name. */
export type RowVariables = ReadonlyMap<string, readonly Field[]>;

/** `goal.title` → `$4`; `goal` alone → a row of its fields. */
export function withFields(text: string, rows: RowVariables): string {
  const all = [...tokens(text)];
  const said = (index: number) => text.slice(all[index]?.start, all[index]?.end);
  let made = "";
  let at = 0;
  for (const [index, { kind, start, end }] of all.entries()) {
    if (start < at || (kind !== "word" && kind !== "quoted") || said(index - 1) === ".") continue;
    const name = plainName(text.slice(start, end));
    const fields = rows.get(name);
    if (fields === undefined) continue;
    const isField = said(index + 1) === "." && said(index + 2) !== "*";
    const skipped = said(index + 1) !== "." ? 0 : 2;
    const by = isField ? `$${fieldOf(name, fields, plainName(said(index + 2))).number}` : rowOf(name, fields);
    made += `${text.slice(at, start)}${skipped === 2 && !isField ? starOf(fields) : by}`;
    at = all[index + skipped]?.end ?? end;
  }
  return made + text.slice(at);
}

function fieldOf(row: string, fields: readonly Field[], name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new Refused("undefinedColumn", `record "${row}" has no field "${name}"`);
  return found;
}

function rowOf(name: string, fields: readonly Field[]): string {
  const columns = fields.map((field) => `$${field.number} AS ${quoted(field.name)}`);
  return `(SELECT ${quoted(name)} FROM (SELECT ${columns.join(", ")}) AS ${quoted(name)})`;
}

function starOf(fields: readonly Field[]): string {
  return fields.map(({ number }) => `$${number}`).join(", ");
}
