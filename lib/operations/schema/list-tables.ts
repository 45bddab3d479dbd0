import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import { type TableView, tableView } from "./table-view.ts";

/** The tables of a database in the order of their creation, with the version that changes are made against. */
export async function listTables(
  actor: Actor,
  databaseId: string,
  page: PageRequest,
): Promise<Page<TableView> & { version: number }> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { tables, version } = await runtime().catalogs.get(scope);
  const { limit, offset } = page;
  return {
    items: tables.slice(offset, offset + limit).map(tableView),
    total: tables.length,
    limit,
    offset,
    version,
  };
}
