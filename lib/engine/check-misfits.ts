import { join, type Sql, sql } from "../sql/sql.ts";
import { runnable } from "./bind-expressions.ts";
import { pairColumns, type TableVersion } from "./column-pairs.ts";
import { unconvertible } from "./convert-column.ts";
import { valueReader } from "./migrate-rows.ts";
import { rowsWhere } from "./misfit-rows.ts";
import type { Misfit } from "./misfits.ts";
import { overRow } from "./write/row-scope.ts";

/** The checks that are new, and the rows stored before that break them. */
export function checkMisfits(from: TableVersion, to: TableVersion): readonly Misfit[] {
  const { checks: before = {} } = from.table.storage.expressions ?? {};
  const { checks: after = {} } = to.table.storage.expressions ?? {};
  const pairs = pairColumns(from.table, to.table);
  const changed = new Set(
    pairs
      .filter(
        ({ before: was, after: column }) =>
          was?.name !== column.name || was.type !== column.type || was.sql_type !== column.sql_type,
      )
      .map((pair) => pair.after.name),
  );
  const valueFor = valueReader(to.table, pairs);
  // A value that cannot be converted is counted as such, and would raise here.
  const guards = pairs.flatMap(({ before: was, storage, after: column }) => {
    const condition = was === null || storage === null ? null : unconvertible(was, storage, column, "d");
    return condition === null ? [] : [condition];
  });
  return Object.entries(after).flatMap(([name, check]): Misfit[] => {
    const isSame = before[name]?.text === check.text && !check.columns.some((column) => changed.has(column));
    if (isSame) return [];
    const [column = to.table.definition.columns[0]?.name ?? ""] = check.columns;
    const breaks = sql`not coalesce(${overRow(to.table, runnable(check), valueFor)}, true)`;
    return [
      {
        table: to.table.definition.name,
        column,
        kind: "check",
        constraint: name,
        of: from,
        rows: rowsWhere(from, guarded(guards, breaks), sql`null::text`),
      },
    ];
  });
}

function guarded(guards: readonly Sql[], condition: Sql): Sql {
  return guards.length === 0
    ? condition
    : sql`case when ${join(guards, " or ")} then false else ${condition} end`;
}
