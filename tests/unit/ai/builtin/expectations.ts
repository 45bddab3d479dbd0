import { singular } from "#lib/ai/builtin/text/inflection.ts";
import type { Column, Schema, Table } from "#lib/catalog/types.ts";

/** What a schema lacks of a list of expectations: `t`, `t.c`, `t.c:type`, `t.c!` required, `t.c*` unique, `a > b`, `a > b x2`, `a >< b`. */
export function missing(schema: Schema, expected: string): string[] {
  return expected
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !holds(schema, part));
}

function holds(schema: Schema, part: string): boolean {
  const [left = "", right = ""] = part.split(/ >< | > /);
  if (part.includes(" >< ")) return isJoined(schema, left, right);
  if (part.includes(" > ")) {
    const [target = "", times] = right.split(" x");
    return references(find(schema, left), target).length >= Number(times ?? 1);
  }
  const match = /^(\w+)(?:\.(\w+)(?::([a-z[\]]+))?([!*]*))?$/.exec(part);
  const table = find(schema, match?.[1] ?? "");
  if (match?.[2] === undefined) return table !== undefined;
  return fits(
    table?.columns.find((column) => column.name === match[2]),
    match[3],
    match[4] ?? "",
  );
}

function fits(column: Column | undefined, type: string | undefined, flags: string): boolean {
  if (column === undefined || (type !== undefined && column.type !== type)) return false;
  return (
    (!flags.includes("!") || column.required === true) && (!flags.includes("*") || column.unique === true)
  );
}

function find(schema: Schema, name: string): Table | undefined {
  return schema.tables.find((table) => table.name === name);
}

function references(table: Table | undefined, target: string): Column[] {
  return table?.columns.filter((column) => column.references?.table === target) ?? [];
}

function isJoined(schema: Schema, left: string, right: string): boolean {
  return schema.tables.some(
    (table) =>
      references(table, left).length > 0 &&
      references(table, right).length > 0 &&
      singular(table.name) !== left,
  );
}
