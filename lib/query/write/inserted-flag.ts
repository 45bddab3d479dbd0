import type { Catalog } from "../../catalog/types.ts";
import {
  allNodes,
  asList,
  childrenOf,
  locationOf,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import { placedTokens } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";

/**
 * `RETURNING (xmax = 0)` of an INSERT … ON CONFLICT, by which applications tell new rows from those that were there: zero for a new
 * row, and for another one that is not.
 */
export function insertedFlagEdits(
  catalog: Catalog,
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  const inserts = allNodes(statement).filter(
    ({ kind, fields }) => kind === "InsertStmt" && fields.onConflictClause !== undefined,
  );
  return inserts.flatMap(({ fields }) => {
    const relation = (fields.relation ?? {}) as TreeFields;
    const name = String(relation.relname);
    const table = catalog.tables.find(({ definition }) => definition.name === name);
    if (table?.definition.columns.some((column) => column.name === "xmax")) return [];
    const alias = (relation.alias as { aliasname?: string } | undefined)?.aliasname ?? name;
    const clause = (fields.returningClause ?? {}) as TreeFields;
    return systemColumns(clause, alias).map((node): Edit => {
      const at = indexOf(locationOf(node) ?? 0);
      const own = placedTokens(typed, { start: at, end: typed.length });
      const last = own[asList(node.fields.fields).length * 2 - 2];
      const value = `(SELECT (CASE WHEN "$w"."$inserted" THEN '0' ELSE '1' END)::xid AS xmax)`;
      return { at, end: last?.end ?? at, text: value };
    });
  });
}

/** What says `xmax` in a list; not in its sub-selects, which have rows of their own. */
function systemColumns(clause: TreeFields, alias: string): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending = asList(clause.exprs).flatMap((item) => unwrap(item) ?? []);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "SelectStmt") continue;
    const path = node.kind === "ColumnRef" ? names(node.fields.fields) : [];
    if (path.at(-1) === "xmax" && (path.length === 1 || (path.length === 2 && path[0] === alias)))
      found.push(node);
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}
