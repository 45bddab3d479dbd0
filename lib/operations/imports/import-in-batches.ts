import { insertProblems } from "../../store/records/import-problem.ts";
import { advanceImport } from "../../store/records/import-work.ts";
import { fileRows } from "../../transfer/open-file.ts";
import { tableWithId, writeInCatalog } from "../in-catalog.ts";
import type { ClaimedImport, ImportOutcome } from "./claimed-import.ts";
import type { RowsSettings } from "./import-settings.ts";
import { ahead, type Batch, batchesOf, type GoodRow, rowReader } from "./read-batches.ts";
import { conflictOf, problemsOf, storeGood } from "./store-batch.ts";

/** More are counted, and not listed. */
const problemsMax = 100_000;

/**
 * Stores what can be stored, batch by batch, each in one transaction with how far it came: whoever takes the import up after
 * a server has died goes on behind the last row that is stored.
 */
export async function importInBatches(claimed: ClaimedImport<RowsSettings>): Promise<ImportOutcome> {
  const { file, settings, row, signal } = claimed;
  const columns = settings.columns.map(({ source }) => source);
  const batches = batchesOf(fileRows(file, settings.read, columns), file, row.rows_done);
  let skipped = row.skipped;
  for await (const batch of ahead(batches)) {
    if (signal.aborted) return { kind: "stopped" };
    const step = await storeBatch(claimed, batch, skipped < problemsMax);
    if (step.status === undefined) return { kind: "lost" };
    if (step.status === "cancelling") return { kind: "cancelled" };
    skipped += step.skipped;
  }
  return { kind: "done" };
}

function storeBatch(
  { scope, row, claim, settings }: ClaimedImport<RowsSettings>,
  batch: Batch,
  isListed: boolean,
): Promise<{ readonly status: string | undefined; readonly skipped: number }> {
  const conflict = conflictOf(settings);
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const table = tableWithId(catalog, settings.table.id);
    const read = rowReader(catalog, table, settings);
    const rows = batch.rows.map(read);
    const good = rows.filter((one): one is GoodRow => "record" in one);
    const bad = rows.flatMap((one) => ("issues" in one ? [one] : []));
    const stored = await storeGood({ tx, catalog, table }, good, conflict);
    const left = [...bad, ...stored.left];
    const problems = isListed ? problemsOf(left) : [];
    if (problems.length > 0) await tx.query(insertProblems(scope, row.id, problems));
    const moved = await tx.query<{ status: string }>(
      advanceImport(scope, row.id, claim, {
        rows: batch.lastRow,
        bytes: batch.bytes,
        inserted: stored.inserted,
        updated: stored.updated,
        skipped: left.length,
      }),
    );
    return { status: moved.rows[0]?.status, skipped: left.length };
  });
}
