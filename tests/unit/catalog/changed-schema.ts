import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Schema, Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";

/** A table with a column of most kinds: what changes are tried on. */
export const posts = completeTable({
  name: "posts",
  columns: [
    { name: "title", type: "text", required: true },
    { name: "slug", type: "text", unique: true },
    { name: "author_id", type: "uuid", references: { table: "users", column: "id", on_delete: "cascade" } },
    { name: "parent_id", type: "uuid", references: { table: "posts", column: "id" } },
    { name: "status", type: "enum", enum_values: ["draft", "sent"], default: "draft" },
  ],
  constraints: [
    { kind: "unique", columns: ["author_id", "title"] },
    { kind: "check", name: "posts_titled", expression: "title <> ''" },
  ],
});
export const schema: Schema = { tables: [usersTable, posts] };

/** The schema after changes that fit. */
export function applied(changes: readonly Change[], base: Schema = schema): Schema {
  const result = applyChanges(base, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.schema;
}

/** The code of the refusal, and each of its problems with its place; nothing when the changes fit. */
export function refused(changes: readonly Change[], base: Schema = schema): readonly string[] {
  const result = applyChanges(base, changes);
  return result.ok ? [] : [result.code, ...result.issues.map(({ path, message }) => `${path} ${message}`)];
}

export function tableOf({ tables }: Schema, name: string): Table {
  const table = tables.find((other) => other.name === name);
  if (table === undefined) throw new Error(`no ${name}`);
  return table;
}

export function columnOf(from: Schema, table: string, name: string): Column | undefined {
  return tableOf(from, table).columns.find((column) => column.name === name);
}

/** Of a table's columns, in order. */
export const names = (from: Schema, table: string) =>
  tableOf(from, table).columns.map((column) => column.name);
