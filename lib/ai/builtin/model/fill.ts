import { type Context, kindOf } from "../interpret/context.ts";
import { columnOfSpec, findColumn, putColumn } from "./columns.ts";
import type { DraftTable } from "./model.ts";

/** Gives tables the columns that such things usually have, where the words did not list them. */
export function fill(context: Context): void {
  for (const table of context.model.tables) {
    if (table.origin === "base") {
      if (table.name === "users" && table.isSaid) addUsername(context, table);
      continue;
    }
    if (table.entity === null) fillUnknown(table);
    else if (table.isListed) fillIdentity(table);
    else fillUsual(table);
  }
}

/** Where people meet, they go by a name that is not their address. */
function addUsername(context: Context, users: DraftTable): void {
  const isSocial = context.model.tables.some(
    (table) =>
      table.origin !== "base" &&
      /^(?:tweets|follows|likes|friendships|threads|conversations|messages)$/.test(table.entity?.name ?? ""),
  );
  if (
    isSocial &&
    !users.columns.some(({ column }) => /^(?:username|handle|nickname|display_name)$/.test(column.name))
  )
    putColumn(users, { name: "username", type: "text", unique: true });
}

const identity =
  /^(?:.*_)?(?:name|title|label|subject|username|handle|url|isbn|slug|headline|heading|question|body|text|message|content|sku|plate|term|species|model|topic)$|^(?:number|code|(?:invoice|order|flight|unit|room|policy|case|account|ticket|serial|tracking|claim|spot|seat)_number)$/;

function hasIdentity(table: DraftTable): boolean {
  return table.columns.some((entry) => identity.test(entry.column.name));
}

function fillUnknown(table: DraftTable): void {
  const kind = kindOf(table);
  if (table.origin === "junction" || hasIdentity(table)) return;
  const own = table.columns.filter((entry) => entry.column.references === undefined);
  if (kind === "e") {
    if (own.length === 0) {
      putColumn(table, { name: "date", type: "date" });
      putColumn(table, { name: "notes", type: "text" });
    }
    return;
  }
  table.columns.unshift({ column: { name: "name", type: "text", required: true }, was: null, maybe: null });
  if (own.length === 0) putColumn(table, { name: "description", type: "text" });
}

/** A listed person or thing still needs to be told from others: its name or title. */
function fillIdentity(table: DraftTable): void {
  if (hasIdentity(table) || !/^[polt]$/.test(kindOf(table))) return;
  const first = table.entity?.columns[0];
  if (first === undefined || !identity.test(first.name) || first.name === "license_plate") return;
  table.columns.unshift({ column: columnOfSpec(first), was: null, maybe: null });
}

function fillUsual(table: DraftTable): void {
  const said = table.columns
    .splice(0)
    .filter((entry) => entry.column.references === undefined || entry.was === null);
  const specs = table.entity?.columns ?? [];
  for (const spec of specs) {
    const given = said.find(
      (entry) => entry.column.name === spec.name || isSame(entry.column.name, spec.name),
    );
    if (given === undefined) {
      if (!said.some((entry) => entry.column.name === `${spec.name}_id`))
        table.columns.push({ column: columnOfSpec(spec), was: null, maybe: null });
      continue;
    }
    said.splice(said.indexOf(given), 1);
    const usual = columnOfSpec(spec);
    const strict = {
      ...(given.column.required === true || spec.required ? { required: true } : {}),
      ...(given.column.unique === true ? { unique: true } : {}),
    };
    const fits =
      usual.type === "enum" &&
      given.column.type === "text" &&
      (given.column.default === undefined ||
        (usual.enum_values ?? []).includes(String(given.column.default)));
    if (fits)
      given.column = {
        ...usual,
        ...strict,
        ...(given.column.default === undefined ? {} : { default: given.column.default }),
        name: given.column.name,
      };
    else if (given.column.type === "text" && usual.type !== "enum")
      given.column = { ...usual, ...given.column, type: usual.type, ...strict };
    else given.column = { ...given.column, ...strict };
    table.columns.push(given);
  }
  table.columns.push(...said.filter((entry) => findColumn(table, entry.column.name) === null));
}

/** `invoice_number` and `number`, `order_date` and `date`: one column in two words. */
function isSame(said: string, usual: string): boolean {
  const plain = (name: string): string =>
    name.replace(
      /^(?:invoice|order|product|customer|student|employee|loan|lesson|book|member|patient|event|account|policy|case|claim)_/,
      "",
    );
  if (plain(said) === plain(usual)) return true;
  const time = (name: string): string =>
    name.replace(/_(?:at|on|date|time)$/, "").replace(/^(start|end)s$/, "$1");
  return time(said) !== said && time(said) === time(usual);
}
