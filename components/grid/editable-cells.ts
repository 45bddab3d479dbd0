import { editableColumns } from "#components/record-panel/draft.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type { Table } from "#lib/catalog/types.ts";

/** The columns that cannot be edited in rows that are there, and those that cannot be given to a new one. */
export interface ReadOnlyColumns {
  readonly stored: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
}

/** @param canWrite false: a viewer edits nothing. Rows without a key change through SQL only. */
export function readOnlyColumns(table: Table, canWrite: boolean): ReadOnlyColumns {
  const editable = new Set(editableColumns(table).map(({ name }) => name));
  const key = primaryKey(table);
  const names = table.columns.map(({ name }) => name);
  const hasKey = key.length > 0;
  return {
    // A key is what a row is known by: it is given once, in the form at most changed.
    stored: new Set(
      names.filter((name) => !canWrite || !hasKey || !editable.has(name) || key.includes(name)),
    ),
    fresh: new Set(names.filter((name) => !canWrite || !editable.has(name))),
  };
}
