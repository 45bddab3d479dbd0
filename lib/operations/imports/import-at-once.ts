import type { Issue } from "../../errors/app-error.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, sql } from "../../sql/sql.ts";
import { insertProblems } from "../../store/records/import-problem.ts";
import { advanceImport, finishImport } from "../../store/records/import-work.ts";
import { fileRows } from "../../transfer/open-file.ts";
import type { SourceRow } from "../../transfer/source-row.ts";
import { tableWithId, writeInCatalog } from "../in-catalog.ts";
import type { ClaimedImport, ImportOutcome } from "./claimed-import.ts";
import type { RowsSettings } from "./import-settings.ts";
import { ahead, type Batch, batchesOf, type GoodRow, rowReader } from "./read-batches.ts";
import { Abandoned, reporter } from "./report-progress.ts";
import {
  columnOf,
  conflictOf,
  isRowError,
  type Place,
  problemsOf,
  type Stored,
  storeAll,
  storeGood,
} from "./store-batch.ts";

/**
 * Stores all of a file's rows in one transaction, or none. A server that dies leaves nothing behind, and the next one begins
 * anew.
 *
 * @throws {AppError} what is wrong with the first row that cannot be stored, its number in the message.
 */
export async function importAtOnce(claimed: ClaimedImport<RowsSettings>): Promise<ImportOutcome> {
  const { scope, settings, file } = claimed;
  const columns = settings.columns.map(({ source }) => source);
  try {
    return await writeInCatalog(scope, "shared", async (tx, catalog) => {
      const place = { tx, catalog, table: tableWithId(catalog, settings.table.id) };
      const total = { rows: 0, bytes: 0, inserted: 0, updated: 0, skipped: 0 };
      const report = reporter(claimed);
      for await (const batch of ahead(batchesOf(fileRows(file, settings.read, columns), file, 0))) {
        const stored = await storeBatch(claimed, place, batch);
        total.inserted += stored.inserted;
        total.updated += stored.updated;
        total.skipped += stored.left.length;
        [total.rows, total.bytes] = [batch.lastRow, batch.bytes];
        await report(total);
      }
      return finish(claimed, place, total);
    });
  } catch (error) {
    if (error instanceof Abandoned) return error.outcome;
    throw error;
  }
}

async function storeBatch(
  { scope, row, settings }: ClaimedImport<RowsSettings>,
  place: Place,
  batch: Batch,
): Promise<Stored> {
  const conflict = conflictOf(settings);
  const rows = batch.rows.map(rowReader(place.catalog, place.table, settings));
  const bad = rows.find((one) => "issues" in one);
  const good = rows.filter((one): one is GoodRow => "record" in one);
  if (bad !== undefined && "issues" in bad) throw atRow(bad);
  const savepoint = ident("import_batch");
  await place.tx.query(sql`savepoint ${savepoint}`);
  const stored = await storeAll(place, good, conflict).catch(async (error: unknown) => {
    if (!isRowError(error)) throw error;
    await place.tx.query(sql`rollback to savepoint ${savepoint}`);
    // Which of them it was: nothing of this remains either.
    const { left, ...counts } = await storeGood(place, good, conflict);
    const first = left.filter(({ isWrong }) => isWrong).toSorted((a, b) => a.source.row - b.source.row)[0];
    // Two rows of one batch with the same key, of an upsert: one by one they go.
    if (first === undefined) return { ...counts, left };
    throw atRow(first);
  });
  await place.tx.query(sql`release savepoint ${savepoint}`);
  const problems = problemsOf(stored.left);
  if (problems.length > 0) await place.tx.query(insertProblems(scope, row.id, problems));
  return stored;
}

function atRow({
  source,
  issues,
}: {
  readonly source: SourceRow;
  readonly issues: readonly Issue[];
}): AppError {
  const [first] = issues;
  return new AppError("RH300", `Row ${source.row}: ${first?.message ?? "cannot be stored."}`, {
    details: issues.map(({ path, message }) => ({ row: source.row, column: columnOf(path), message })),
    hint: "Nothing was stored. Correct the row, or import with what cannot be stored left out.",
  });
}

/** With the rows: a server that dies behind the commit has done it, one that dies before has not. */
async function finish(
  { scope, row, claim }: ClaimedImport,
  { tx }: Place,
  total: Parameters<typeof advanceImport>[3],
): Promise<ImportOutcome> {
  await tx.query(advanceImport(scope, row.id, claim, total));
  const ended = await tx.query(finishImport(scope, row.id, claim, { status: "done", error: null }));
  if (ended.rows.length === 0) throw new Abandoned({ kind: "lost" });
  return { kind: "done", isNoted: true };
}
