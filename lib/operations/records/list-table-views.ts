import { selectTableViews, type TableViewRow } from "../../store/schema/table-view.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readInCatalog, tableWithId } from "../in-catalog.ts";
import type { Page, PageRequest } from "../page.ts";
import { type SavedView, savedView } from "./saved-view.ts";

/** The saved views of a table that the actor sees: shared ones and their own, oldest first. */
export async function listTableViews(
  actor: Actor,
  databaseId: string,
  tableId: string,
  page: PageRequest,
): Promise<Page<SavedView>> {
  const scope = await authorize(actor, databaseId, "viewer");
  return readInCatalog(scope, async (tx, catalog) => {
    const table = tableWithId(catalog, tableId);
    const { rows } = await tx.query<TableViewRow & { total: number }>(
      selectTableViews(scope, table.id, page),
    );
    return { items: rows.map((row) => savedView(table, row)), total: rows[0]?.total ?? 0, ...page };
  });
}
