import { randomUUID } from "node:crypto";
import type { GridDefinition } from "../../catalog/grid-view.ts";
import { AppError } from "../../errors/app-error.ts";
import { insertTableView, selectTableViews, type TableViewRow } from "../../store/schema/table-view.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableWithId, writeInCatalog } from "../in-catalog.ts";
import { type SavedView, savedView, storedDefinition } from "./saved-view.ts";

export interface CreateTableViewInput {
  readonly tableId: string;
  readonly name: string;
  readonly is_shared: boolean;
  readonly definition: GridDefinition;
}

const viewsMax = 100;

/** Saves a view of a table: for oneself, or, from an editor on, for everybody in the project. */
export async function createTableView(
  actor: Actor,
  databaseId: string,
  input: CreateTableViewInput,
): Promise<SavedView> {
  const scope = await authorize(actor, databaseId, input.is_shared ? "editor" : "viewer");
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const table = tableWithId(catalog, input.tableId);
    const known = await tx.query<{ total: number }>(
      selectTableViews(scope, table.id, { limit: 1, offset: 0 }),
    );
    if ((known.rows[0]?.total ?? 0) >= viewsMax) throw tooMany();
    const { rows } = await tx.query<TableViewRow>(
      insertTableView(scope, {
        id: randomUUID(),
        table_id: table.id,
        owner_id: input.is_shared ? null : actor.userId,
        name: input.name.trim() || "View",
        definition: storedDefinition(table, input.definition),
      }),
    );
    const [row] = rows;
    if (row === undefined) throw new RangeError("the view was not stored");
    return savedView(table, row);
  });
}

function tooMany(): AppError {
  return new AppError("RH206", `A table can have at most ${viewsMax} views.`, {
    hint: "Delete one that nobody needs.",
  });
}
