import { type ComparedTables, compareTables } from "#components/canvas/compare-tables.ts";
import type { ChosenChanges } from "#lib/catalog/choose-changes.ts";
import { renamesOf } from "#lib/catalog/renames-of.ts";
import type { Schema } from "#lib/catalog/types.ts";

/** The database as the draft leaves it, with what is new, changed and dropped; a renamed table is a changed one. */
export function pictureOf(base: Schema, { schema, changes }: ChosenChanges): ComparedTables {
  const { tables = [], columns = [] } = renamesOf(base, changes);
  const tableBefore = (name: string) => tables.find(({ to }) => to === name)?.from ?? name;
  return compareTables(base.tables, schema.tables, {
    table: tableBefore,
    column: (table, name) =>
      columns.find(({ table: old, to }) => old === tableBefore(table) && to === name)?.from ?? name,
  });
}
