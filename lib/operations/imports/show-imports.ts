import { runtime } from "../../runtime/runtime.ts";
import { type ImportRow, selectImports } from "../../store/records/import.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";
import { findImport } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";

/** @throws {AppError} RH004 */
export async function getImport(
  actor: Actor,
  databaseId: string,
  importId: string,
): Promise<{ import: ImportView }> {
  const scope = await authorize(actor, databaseId, "viewer");
  return { import: importView(await findImport(scope, importId)) };
}

/** A database's imports, newest first. */
export async function listImports(
  actor: Actor,
  databaseId: string,
  page: PageRequest,
): Promise<Page<ImportView>> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<ImportRow & { total: number }>(
    scope,
    selectImports(scope, page),
    {
      readOnly: true,
    },
  );
  return { items: rows.map(importView), total: rows[0]?.total ?? 0, ...page };
}
