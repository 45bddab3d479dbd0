import type { Catalog, Change } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { viewsOver } from "../../query/definition/dropped-column.ts";

/** @throws {AppError} RH203 for a table or a column that a view reads: typed SQL drops it with the view (`CASCADE`). */
export function refuseReadByViews(catalog: Catalog, changes: readonly Change[]): void {
  for (const [index, change] of changes.entries()) {
    if (change.kind !== "drop_table" && change.kind !== "drop_column") continue;
    const table = catalog.tables.find(({ definition }) => definition.name === change.table);
    if (table === undefined) continue;
    const column = change.kind === "drop_column" ? change.column : undefined;
    const views = viewsOver(catalog, table, column);
    if (views.length === 0) continue;
    const what = column === undefined ? `"${change.table}"` : `"${column}" of "${change.table}"`;
    const names = views.map((name) => `"${name}"`).join(", ");
    const message = `${what} cannot be dropped, because ${views.length > 1 ? "the views" : "the view"} ${names} ${views.length > 1 ? "read" : "reads"} it.`;
    throw new AppError("RH203", message, {
      details: [{ path: `/changes/${index}/${column === undefined ? "table" : "column"}`, message }],
      hint: "Drop the view first, or drop both in SQL with CASCADE.",
    });
  }
}
