import type { Column } from "../../catalog/types.ts";
import { writeAccess } from "../../engine/access.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { WriteAccess } from "../../engine/write/request.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { WriteContext } from "./context.ts";
import type { WriteTarget } from "./write-target.ts";

/**
 * What the caller's rules ask of one write of a statement.
 *
 * @param written the columns that it gives values.
 * @throws {AppError} 42501 unless the caller may do it, and may read the columns that it speaks of.
 */
export function callerAccess(
  { rules }: WriteContext,
  verb: "insert" | "update" | "delete",
  { target, node, written }: { target: WriteTarget; node: TreeNode; written: readonly Column[] },
): { readonly access?: WriteAccess } {
  const access = rules?.access(target.table);
  if (access === undefined) return {};
  access.demand(
    verb,
    written.map(({ name }) => name),
  );
  const conflict = node.fields.onConflictClause as TreeFields | undefined;
  const named = new Set(asList(conflict?.targetList).map((item) => String(unwrap(item)?.fields.name)));
  const set = target.columns.filter(({ name }) => named.has(name)).map(({ column }) => column.name);
  const isUpsert = conflict?.action === "ONCONFLICT_UPDATE";
  if (isUpsert) access.demand("update", set);
  const isSeen = [node.fields.whereClause, node.fields.returningClause, conflict].some(
    (clause) => clause !== undefined,
  );
  if (isSeen) access.demand("select", spokenOf(target, node));
  const asked = writeAccess(access, isUpsert ? "upsert" : verb, isSeen);
  return asked === undefined ? {} : { access: asked };
}

/** The table's columns that a statement names, whatever they stand behind; all of them for a star. */
function spokenOf({ table, columns, view }: WriteTarget, node: TreeNode): readonly string[] {
  const own = readableColumns(table).map(({ name }) => name);
  const shown = columns.filter(({ isWritable }) => isWritable);
  const said = new Set<string>();
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "A_Star") return view === null ? own : shown.map(({ column }) => column.name);
    if (next.kind === "ColumnRef") for (const name of names(next.fields.fields)) said.add(name);
    const below = childrenOf(next);
    if (below.ok) pending.push(...below.nodes);
  }
  const meant = new Set(shown.filter(({ name }) => said.has(name)).map(({ column }) => column.name));
  return own.filter((name) => said.has(name) || meant.has(name));
}
