import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableWithId } from "../in-catalog.ts";
import { type TableView, tableView } from "./table-view.ts";

/** @throws {AppError} RH004 */
export async function getTable(
  actor: Actor,
  databaseId: string,
  tableId: string,
): Promise<{ table: TableView; version: number }> {
  const scope = await authorize(actor, databaseId, "viewer");
  const catalog = await runtime().catalogs.get(scope);
  return { table: tableView(tableWithId(catalog, tableId)), version: catalog.version };
}
