import type { Column } from "../../../catalog/types.ts";
import { toName } from "../interpret/attributes.ts";
import type { Context } from "../interpret/context.ts";
import { phraseKey } from "../lexicon.ts";
import { typeOfName } from "../model/column-type.ts";
import { isOurs, putReference, referenceName } from "../model/columns.ts";
import { type DraftColumn, type DraftTable, tableName } from "../model/model.ts";
import { singular } from "../text/inflection.ts";

/** Renames a table; references to it and their names follow. */
export function renameTable(context: Context, table: DraftTable, wanted: string): void {
  const before = table.name;
  const oldReference = referenceName(table, undefined);
  const words = toName([wanted]);
  table.name = context.model.freeName(
    /[a-z]s$|people$|data$|children$/.test(words) ? words : tableName(phraseKey(words)),
  );
  table.keys.add(phraseKey(wanted.toLowerCase()));
  const newReference = referenceName(table, undefined);
  for (const other of context.model.tables) {
    for (const entry of other.columns) {
      const { references } = entry.column;
      if (references?.table !== before) continue;
      const renames =
        entry.column.name === oldReference &&
        !other.columns.some(({ column }) => column.name === newReference);
      entry.column = {
        ...entry.column,
        name: renames ? newReference : entry.column.name,
        references: { ...references, table: table.name },
      };
    }
  }
}

export function renameColumn(table: DraftTable, entry: DraftColumn, wanted: string): void {
  const name = toName([wanted]);
  if (name === "" || isOurs(entry) || table.columns.some(({ column }) => column.name === name)) return;
  entry.column = { ...entry.column, name };
}

export function dropColumn(table: DraftTable, entry: DraftColumn): void {
  if (isOurs(entry)) return;
  const at = table.columns.indexOf(entry);
  if (at >= 0) table.columns.splice(at, 1);
}

/** Drops a table and the references to it; a junction that has lost a side goes with it. */
export function dropTable(context: Context, table: DraftTable): void {
  // Sign-in needs its table.
  if (table.was === "users") return;
  context.model.remove(table);
  for (const other of [...context.model.tables]) {
    const lost = other.columns.filter((entry) => entry.column.references?.table === table.name);
    for (const entry of lost) other.columns.splice(other.columns.indexOf(entry), 1);
    const own = other.columns.filter(({ column }) => !/^(?:id|created_at|updated_at)$/.test(column.name));
    if (lost.length > 0 && own.length <= 1 && own.every(({ column }) => column.references !== undefined))
      context.model.remove(other);
  }
}

export function setColumn(entry: DraftColumn, set: Partial<Column>): void {
  if (isOurs(entry)) return;
  const { default: preset, enum_values: values, ...rest } = entry.column;
  const type = set.type ?? entry.column.type;
  const keeps = type === entry.column.type;
  entry.column = {
    ...rest,
    ...(keeps && preset !== undefined ? { default: preset } : {}),
    ...(keeps && values !== undefined ? { enum_values: values } : {}),
    ...set,
  };
}

/** Column groups that make a table of their own. */
const groups: ReadonlyMap<string, RegExp> = new Map([
  [
    "address",
    /^(?:(?:shipping|billing|home|postal|delivery)_)?(?:address(?:_line_?\d)?|street(?:_name|_number)?|house_number|city|town|state|province|region|county|zip|zip_code|zipcode|postal_code|postcode|country)$/,
  ],
  ["contact", /^(?:phone|mobile|email|fax|website|phone_number|contact_.*)$/],
  ["name", /^(?:first_name|last_name|middle_name|full_name)$/],
  ["payment", /^(?:payment_.*|paid_at|paid|amount_paid|card_.*)$/],
  ["profile", /^(?:bio|avatar_url|avatar|birth_date|gender|about|website|profile_.*)$/],
  ["location", /^(?:latitude|longitude|location|city|country|place|address)$/],
]);

/** Moves a group of columns, or one column, out of a table into one of its own. */
export function splitOut(context: Context, table: DraftTable, what: string, wanted: string | null): boolean {
  const key = singular(phraseKey(what.toLowerCase()).split(" ").at(-1) ?? "");
  const group = groups.get(key);
  const moved = movedColumns(table, key, group, toName([what]));
  if (moved.length === 0) return false;
  const single = moved.length === 1 && group === undefined;
  const name = wanted ?? what;
  const made =
    context.model.find(phraseKey(name)) ??
    context.model.add(phraseKey(toName([name]).replaceAll("_", " ")), single ? null : null, "said");
  made.isListed = true;
  for (const entry of moved) {
    table.columns.splice(table.columns.indexOf(entry), 1);
    const column = single ? { ...entry.column, name: "name", required: true, unique: true } : entry.column;
    const { unique, ...rest } = column;
    made.columns.push({
      column: single ? { ...rest, unique: unique ?? true, type: typeOfName("name") } : column,
      was: null,
      maybe: null,
    });
  }
  if (single) putReference(table, made);
  else putReference(made, table, { required: true, onDelete: "cascade" });
  return true;
}

function movedColumns(
  table: DraftTable,
  key: string,
  group: RegExp | undefined,
  name: string,
): DraftColumn[] {
  const movable = table.columns.filter(
    ({ column }) =>
      column.primary_key !== true &&
      column.references === undefined &&
      !/^(?:created_at|updated_at)$/.test(column.name),
  );
  const grouped =
    group === undefined
      ? []
      : movable.filter(({ column }) => group.test(column.name) || column.name.startsWith(`${key}_`));
  if (grouped.length > 0) return grouped;
  const named = movable.filter(
    ({ column }) => singular(column.name) === singular(name) || singular(column.name) === key,
  );
  return named.length > 0 ? named : movable.filter(({ column }) => column.name.startsWith(`${key}_`));
}
