import { constraintName } from "../catalog/constraint-names.ts";
import { asList, names, type TreeNode, unwrap } from "../expression/tree.ts";
import { setCounterTo } from "../store/counter.ts";
import type { Progress } from "./script-progress.ts";

/**
 * `SELECT setval('public.tasks_id_seq', 42, true)`, as dumps end: sets the counter of the column whose sequence would have
 * that name.
 *
 * @returns whether it was such a statement, of a column that counts by itself.
 */
export async function setCounter({ scope, session, catalog }: Progress, tree: TreeNode): Promise<boolean> {
  const [output, ...more] = asList(tree.fields.targetList);
  const call = unwrap(unwrap(output)?.fields.val);
  if (more.length > 0 || call?.kind !== "FuncCall" || names(call.fields.funcname).at(-1) !== "setval")
    return false;
  const [name, value, isCalled] = asList(call.fields.args).map((item) => unwrap(item)?.fields);
  const sequence = (name as { sval?: { sval?: string } } | undefined)?.sval?.sval?.split(".").at(-1);
  const last = (value as { ival?: { ival?: number } } | undefined)?.ival?.ival;
  const table = catalog.tables.find(({ definition }) =>
    definition.columns.some(
      (column) => column.identity !== undefined && sequenceName(definition.name, column.name) === sequence,
    ),
  );
  if (table === undefined || last === undefined) return false;
  const isNext =
    (isCalled as { boolval?: { boolval?: boolean } } | undefined)?.boolval?.boolval !== true &&
    isCalled !== undefined;
  await session.tx.query(setCounterTo(scope, table.id, isNext ? last - 1 : last));
  return true;
}

/** As Postgres names the sequence of a serial column. */
function sequenceName(table: string, column: string): string {
  return constraintName(table, "unique", [column]).replace(/_key$/, "_seq");
}
