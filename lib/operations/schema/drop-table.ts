import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableWithId } from "../in-catalog.ts";
import { applyInScope } from "./apply-schema.ts";
import { type TableView, tableView } from "./table-view.ts";

/**
 * Drops a table with its rows.
 *
 * @throws {AppError} RH203 while another table refers to it, unless `cascade`: then those columns stay as plain values.
 */
export async function dropTable(
  actor: Actor,
  databaseId: string,
  tableId: string,
  cascade: boolean,
): Promise<{ table: TableView; version: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  const catalog = await runtime().catalogs.get(scope);
  const table = tableWithId(catalog, tableId);
  const { version } = await applyInScope(scope, {
    changes: [{ kind: "drop_table", table: table.definition.name, cascade }],
    base_version: catalog.version,
  });
  return { table: tableView(table), version };
}
