import { runtime } from "../../runtime/runtime.ts";
import {
  deleteTableView as deleteStatement,
  selectTableView,
  type TableViewRow,
} from "../../store/schema/table-view.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound, requireRole } from "../authorize.ts";

/** @throws {AppError} as `updateTableView` */
export async function deleteTableView(
  actor: Actor,
  databaseId: string,
  viewId: string,
): Promise<{ readonly id: string }> {
  const scope = await authorize(actor, databaseId, "viewer");
  return runtime().database.transaction(scope, async (tx) => {
    const { rows } = await tx.query<TableViewRow>(selectTableView(scope, viewId));
    const [view] = rows;
    if (view === undefined) throw notFound("view", viewId);
    if (view.owner_id === null) requireRole(scope.role, "editor");
    await tx.query(deleteStatement(scope, viewId));
    return { id: viewId };
  });
}
