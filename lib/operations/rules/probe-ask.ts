import { primaryKey } from "../../catalog/column-facts.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import type { ProbeRow, ProbeTable } from "./probe-rows.ts";

/** The two rows of a table, and how a request tells them from all others. */
export interface Ask {
  readonly table: string;
  /** The columns by which one row is told from all others. */
  readonly keys: readonly string[];
  readonly rows: { readonly owner: ProbeRow; readonly other: ProbeRow };
}

/** Null: there are no rows, or nothing tells them apart. */
export function askOf({ table, rows }: ProbeTable): Ask | null {
  const keys = probeKeys(table);
  return rows === null || keys.length === 0 ? null : { table: table.definition.name, keys, rows };
}

/** The columns by which a probe asks for one row of a table: its id, or its key; none where it has neither. */
function probeKeys({ definition, storage }: CatalogTable): readonly string[] {
  const id = Object.entries(storage.columns).find(([, { place }]) => place === "id")?.[0];
  if (id !== undefined) return [id];
  const key = primaryKey(definition);
  if (key.length > 0) return key;
  const unique = definition.columns.find((column) => column.unique === true && column.required === true);
  return unique === undefined ? [] : [unique.name];
}

/** `select` of the keys. */
export function selected({ keys }: Ask): string {
  return keys.map(written).join();
}

/** A filter for both rows. */
export function eitherRow(ask: Ask): Readonly<Record<string, string>> {
  const [key = "", ...more] = ask.keys;
  if (more.length === 0)
    return { [written(key)]: `in.(${value(ask, "owner", key)},${value(ask, "other", key)})` };
  const one = (whose: "owner" | "other") =>
    `and(${ask.keys.map((name) => `${written(name)}.eq.${value(ask, whose, name)}`).join()})`;
  return { or: `(${one("owner")},${one("other")})` };
}

/** A filter for one of the rows. */
export function oneRow({ keys, rows }: Ask, whose: "owner" | "other"): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((name) => [written(name), `eq.${rows[whose].values[name]}`]));
}

/** Whether something that is read like a table has all of the keys. */
export function showsKeys(columns: readonly { readonly name: string }[], { keys }: Ask): boolean {
  return keys.every((key) => columns.some(({ name }) => name === key));
}

/** Whether an answer's row is one of the two. */
export function isRow(
  row: Readonly<Record<string, unknown>>,
  { keys, rows }: Ask,
  whose: "owner" | "other",
): boolean {
  return keys.every((key) => row[key] === rows[whose].values[key]);
}

/** A column's name in an address: in quotes it is a column's, whatever it says. */
export function written(name: string): string {
  return /^(?!(?:and|or|not|select|order|limit|offset|columns|on_conflict|cursor|distinct)$)[a-z_][a-z0-9_]*$/.test(
    name,
  )
    ? name
    : `"${name}"`;
}

function value({ rows }: Ask, whose: "owner" | "other", key: string): string {
  return `"${rows[whose].values[key]}"`;
}
