import { type Sql, sql } from "../../sql/sql.ts";
import { runnable } from "../bind-expressions.ts";
import { overRow } from "../write/row-scope.ts";
import { pairColumns, type TableVersion } from "./column-pairs.ts";
import { convertible, valueReader } from "./migrate-rows.ts";
import type { Misfit } from "./misfit.ts";
import { rowsWhere } from "./misfit-rows.ts";

/** The checks that are new, and the rows stored before that break them. */
export function checkMisfits(from: TableVersion, to: TableVersion): readonly Misfit[] {
  return newChecks(from, to).map(({ name, column, breaks }) => ({
    table: to.table.definition.name,
    column,
    kind: "check",
    constraint: name,
    of: from,
    rows: rowsWhere(from, breaks, sql`null::text`),
  }));
}

interface NewCheck {
  readonly name: string;
  readonly column: string;
  /** Whether a stored row `d` breaks it. */
  readonly breaks: Sql;
}

/** The checks that are new, or over other columns than before. */
export function newChecks(from: TableVersion, to: TableVersion): readonly NewCheck[] {
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
  return Object.entries(after).flatMap(([name, check]): NewCheck[] => {
    const isSame = before[name]?.text === check.text && !check.columns.some((column) => changed.has(column));
    if (isSame) return [];
    const [column = to.table.definition.columns[0]?.name ?? ""] = check.columns;
    const breaks = sql`not coalesce(${overRow(to.table, runnable(check), valueFor)}, true)`;
    return [{ name, column, breaks: convertible(pairs, breaks, sql`false`) }];
  });
}
