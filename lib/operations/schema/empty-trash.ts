import { insertPurgeJobs } from "../../store/schema/schema-job.ts";
import { selectTrash, type TrashRow } from "../../store/schema/table.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { workSoon } from "./work-on-jobs.ts";

/**
 * Deletes for good what was dropped, now instead of after a while: in the background, table by table.
 *
 * @param tableId only that table, or the columns that it has lost; default: everything.
 * @returns of how many tables something will be deleted.
 */
export async function emptyTrash(
  actor: Actor,
  databaseId: string,
  tableId: string | null,
): Promise<{ readonly purging: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  const purging = await writeInCatalog(scope, "shared", async (tx, catalog) => {
    const { rows } = await tx.query<TrashRow>(selectTrash(scope));
    const lessened = catalog.tables.filter(
      ({ storage: { dropped = [], pointing = [] } }) => dropped.length + pointing.length > 0,
    );
    const ids = [...rows, ...lessened].map(({ id }) => id).filter((id) => tableId === null || id === tableId);
    if (ids.length > 0) await tx.query(insertPurgeJobs(scope, ids, 0));
    return ids.length;
  });
  if (purging > 0) workSoon();
  return { purging };
}
