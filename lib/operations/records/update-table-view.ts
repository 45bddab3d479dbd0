import type { GridDefinition } from "../../catalog/grid-view.ts";
import {
  selectTableView,
  type TableViewRow,
  updateTableView as updateStatement,
} from "../../store/schema/table-view.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound, requireRole } from "../authorize.ts";
import { tableWithId, writeInCatalog } from "../in-catalog.ts";
import { type SavedView, savedView, storedDefinition } from "./saved-view.ts";

export interface UpdateTableViewInput {
  readonly viewId: string;
  readonly name?: string;
  readonly is_shared?: boolean;
  readonly definition?: GridDefinition;
}

/**
 * Renames a view, shares it or takes it back for oneself, saves what it shows.
 *
 * @throws {AppError} RH004 for a view that is not there or somebody else's own; RH102 for a shared one without the role.
 */
export async function updateTableView(
  actor: Actor,
  databaseId: string,
  input: UpdateTableViewInput,
): Promise<SavedView> {
  const scope = await authorize(actor, databaseId, "viewer");
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const found = await tx.query<TableViewRow>(selectTableView(scope, input.viewId));
    const [before] = found.rows;
    if (before === undefined) throw notFound("view", input.viewId);
    const isShared = input.is_shared ?? before.owner_id === null;
    if (isShared || before.owner_id === null) requireRole(scope.role, "editor");
    const table = tableWithId(catalog, before.table_id);
    const { rows } = await tx.query<TableViewRow>(
      updateStatement(scope, before.id, {
        owner_id: isShared ? null : actor.userId,
        name: input.name?.trim() || before.name,
        definition:
          input.definition === undefined ? before.definition : storedDefinition(table, input.definition),
      }),
    );
    const [row] = rows;
    if (row === undefined) throw notFound("view", input.viewId);
    return savedView(table, row);
  });
}
