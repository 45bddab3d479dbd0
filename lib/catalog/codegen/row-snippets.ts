import { primaryKey } from "../column-facts.ts";
import type { Column, Table } from "../types.ts";
import { propertyKey } from "./column-type.ts";
import { sampleValue } from "./sample-value.ts";

/** Rows together with those that they refer to, or that refer to them. Null: no table is related. */
export function relatedSnippet(table: Table, tables: readonly Table[]): string | null {
  const related = relatedTo(table, tables);
  if (related === null) return null;
  return [
    "const { data, error } = await client",
    `  .from(${JSON.stringify(table.name)})`,
    `  .select(${JSON.stringify(`*, ${related}(*)`)})`,
    "  .limit(20)",
  ].join("\n");
}

/** By the column that leads there: two tables may be related in several ways. */
function relatedTo(table: Table, tables: readonly Table[]): string | null {
  const leading = (from: Table, to: string) =>
    from.columns.find(({ references }) => references?.table === to && from.name !== to);
  for (const { name, references } of table.columns)
    if (references != null && references.table !== table.name)
      return `${written(references.table)}!${written(name)}`;
  for (const other of tables) {
    const column = leading(other, table.name);
    if (column !== undefined) return `${written(other.name)}!${written(column.name)}`;
  }
  return null;
}

/** Changing one row. Null: nothing tells one row from another, or nothing can be changed. */
export function changeSnippet(table: Table): string | null {
  const one = oneRow(table);
  const keys = primaryKey(table);
  const free = table.columns.filter(
    ({ name, generated, identity, touched_by }) =>
      !keys.includes(name) && generated === undefined && identity === undefined && touched_by === undefined,
  );
  const column =
    free.find(({ references, type }) => references == null && !["jsonb", "timestamptz"].includes(type)) ??
    free[0];
  if (one === null || column === undefined) return null;
  return [
    "const { data, error } = await client",
    `  .from(${JSON.stringify(table.name)})`,
    `  .update({ ${propertyKey(column.name)}: ${sampleValue(column)} })`,
    ...one,
    "  .select()",
  ].join("\n");
}

/** Deleting one row. Null: nothing tells one row from another. */
export function deleteSnippet(table: Table): string | null {
  const one = oneRow(table);
  if (one === null) return null;
  return [
    "const { data, error } = await client",
    `  .from(${JSON.stringify(table.name)})`,
    "  .delete()",
    ...one,
  ].join("\n");
}

/** The filter for one row, by its key. */
function oneRow(table: Table): readonly string[] | null {
  const keys = primaryKey(table).flatMap((key) => table.columns.filter(({ name }) => name === key));
  if (keys.length === 0) return null;
  return keys.map((column) => `  .eq(${JSON.stringify(column.name)}, ${keyValue(column)})`);
}

/** A key is of a row that is there: none that is made up on the spot. */
function keyValue(column: Column): string {
  return column.type === "uuid" ? '"00000000-0000-4000-8000-000000000000"' : sampleValue(column);
}

/** A name as `select` takes it. */
function written(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`;
}
