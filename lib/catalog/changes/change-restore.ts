import { problem } from "../checks/schema-problem.ts";
import { normalizeTable } from "../normalize-table.ts";
import { takenColumn } from "./change-columns.ts";
import { type ChangeOf, type Draft, done, onTable, type Refusals, replaceTable } from "./change-draft.ts";
import { takenName } from "./change-tables.ts";

/** Brings back the newest dropped table of the name. */
export function restoreTable(draft: Draft, { table: name }: ChangeOf<"restore_table">): Refusals {
  const taken = takenName(draft, name, ["table"]);
  if (taken.length > 0) return taken;
  const table = draft.dropped.tables.findLast((gone) => gone.name === name);
  if (table === undefined)
    return [problem(["table"], `There is nothing to restore: no table "${name}" was dropped.`)];
  draft.tables = [...draft.tables, table];
  draft.dropped = { ...draft.dropped, tables: draft.dropped.tables.filter((gone) => gone !== table) };
  return done;
}

/** Brings back the newest dropped column of the name. */
export function restoreColumn(draft: Draft, { table: name, column }: ChangeOf<"restore_column">): Refusals {
  return onTable(draft, name, (table) => {
    const taken = takenColumn(table, column, ["column"]);
    if (taken.length > 0) return taken;
    const gone = draft.dropped.columns.findLast(
      (other) => other.table === name && other.column.name === column,
    );
    if (gone === undefined) {
      return [
        problem(["column"], `There is nothing to restore: no column "${column}" of "${name}" was dropped.`),
      ];
    }
    draft.dropped = { ...draft.dropped, columns: draft.dropped.columns.filter((other) => other !== gone) };
    return replaceTable(draft, table, normalizeTable({ ...table, columns: [...table.columns, gone.column] }));
  });
}
