import type { Change, Schema } from "../types.ts";
import { ChangeNames } from "./change-names.ts";
import type { Renames } from "./diff-renames.ts";

/** What lives on under another name after the changes, which `base` can take. */
export function renamesOf({ tables }: Schema, changes: readonly Change[]): Renames {
  const names = new ChangeNames(tables, "renames");
  for (const change of changes) names.follow(change);
  const moved = (from: string, to: string | null) => (to === null || to === from ? [] : [{ from, to }]);
  return {
    tables: tables.flatMap(({ name }) => moved(name, names.tableName(name))),
    columns: tables.flatMap(({ name: table, columns }) =>
      columns.flatMap(({ name }) =>
        moved(name, names.columnName(table, name)).map((pair) => ({ table, ...pair })),
      ),
    ),
  };
}
