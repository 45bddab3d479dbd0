import type { Change } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableWithId } from "../in-catalog.ts";
import { applyInScope } from "./apply-schema.ts";
import type { ChangeImpact } from "./schema-impact.ts";
import type { TableView } from "./table-view.ts";

/**
 * Applies changes of one table.
 *
 * @throws {AppError} RH206 for a change of another table; else as `applySchema`.
 */
export async function updateTable(
  actor: Actor,
  databaseId: string,
  tableId: string,
  changes: readonly Change[],
): Promise<{ table: TableView; impact: readonly ChangeImpact[]; version: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  const catalog = await runtime().catalogs.get(scope);
  refuseOtherTables(tableWithId(catalog, tableId).definition.name, changes);
  // A rename or drop that comes in between would make these names mean another table.
  const { tables, impact, version } = await applyInScope(scope, { changes, base_version: catalog.version });
  const table = tables.find(({ id }) => id === tableId.toLowerCase());
  if (table === undefined) throw new RangeError(`table ${tableId} is gone after a change that keeps it`);
  return { table, impact, version };
}

function refuseOtherTables(start: string, changes: readonly Change[]): void {
  let name = start;
  changes.forEach((change, index) => {
    const isOwn =
      change.kind !== "create_table" &&
      change.kind !== "drop_table" &&
      change.kind !== "restore_table" &&
      change.table === name;
    if (!isOwn) {
      const message = `Only changes of "${name}" belong here; use schema/apply for others, DELETE to drop it.`;
      throw new AppError("RH206", message, { details: [{ path: `/changes/${index}`, message }] });
    }
    if (change.kind === "rename_table") name = change.to;
  });
}
