import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { cancelImport as cancel, deleteParts, type ImportRow } from "../../store/records/import.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { findImport } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";

/**
 * Stops an import, or throws an upload away.
 *
 * @returns the import, `cancelling` until the server that works on it has let go.
 * @throws {AppError} RH004; RH206 when it is over.
 */
export async function cancelImport(
  actor: Actor,
  databaseId: string,
  importId: string,
): Promise<{ import: ImportView }> {
  const scope = await authorize(actor, databaseId, "editor");
  const { rows } = await runtime().database.query<ImportRow>(scope, cancel(scope, importId));
  const [cancelled] = rows;
  if (cancelled !== undefined) {
    if (cancelled.status === "cancelled") await runtime().database.query(scope, deleteParts(scope, importId));
    return { import: importView(cancelled) };
  }
  const found = await findImport(scope, importId);
  if (found.status === "cancelling") return { import: importView(found) };
  throw new AppError("RH206", `This import is ${found.status} already.`, { status: 409 });
}
