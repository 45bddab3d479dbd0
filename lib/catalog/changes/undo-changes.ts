import type { Change, Schema } from "../types.ts";
import { applyChange, applyChanges } from "./apply-changes.ts";
import { type Draft, startDraft } from "./change-draft.ts";
import type { Renames } from "./diff-renames.ts";
import { diffSchemas } from "./diff-schemas.ts";
import { renamesOf } from "./renames-of.ts";

/**
 * The changes that take others back: what was made is dropped, what was dropped is restored with its rows.
 *
 * @param before the schema that `changes` were made on, of completed tables.
 * @returns null for changes that cannot be made on `before`, or that nothing leads back from.
 */
export function undoChanges(before: Schema, changes: readonly Change[]): readonly Change[] | null {
  const forth = made(startDraft(before.tables), changes);
  if (forth === null) return null;
  const restored = restoredBy(before, forth);
  const whole = made(startDraft(forth.tables, forth.dropped), restored);
  if (whole === null) return null;
  const back = diffSchemas({ tables: whole.tables }, before, turned(renamesOf(before, changes)));
  const undone = [...restored, ...back];
  return applyChanges({ tables: forth.tables }, undone, forth.dropped).ok ? undone : null;
}

function made(draft: Draft, changes: readonly Change[]): Draft | null {
  return changes.some((change) => applyChange(draft, change).length > 0) ? null : draft;
}

function turned({ tables = [], columns = [] }: Renames): Renames {
  const newName = (table: string) => tables.find(({ from }) => from === table)?.to ?? table;
  return {
    tables: tables.map(({ from, to }) => ({ from: to, to: from })),
    columns: columns.map(({ table, from, to }) => ({ table: newName(table), from: to, to: from })),
  };
}

/** Brings back what there was before, not what the changes made themselves and dropped again. */
function restoredBy(before: Schema, after: Draft): readonly Change[] {
  const { dropped } = after;
  const isFree = (name: string) => !after.tables.some((table) => table.name === name);
  const wasThere = (name: string) => before.tables.some((table) => table.name === name);
  const tables = [...new Set(dropped.tables.map(({ name }) => name))].filter(
    (name) => isFree(name) && wasThere(name),
  );
  const columns = dropped.columns.filter(({ table: name, column }) => {
    const table = after.tables.find((each) => each.name === name);
    return table !== undefined && !table.columns.some((each) => each.name === column.name);
  });
  return [
    ...tables.map((table): Change => ({ kind: "restore_table", table })),
    ...columns.map(
      ({ table, column }): Change => ({
        kind: "restore_column",
        table,
        column: column.name,
      }),
    ),
  ];
}
