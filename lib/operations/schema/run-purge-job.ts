import type { CatalogTable, TableStorage } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { clearBatch, deleteBatch, type Leftovers } from "../../engine/evolve/row-batch.ts";
import { tableSlot } from "../../engine/reference-slots.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { advanceJob, finishJob, type JobProgress } from "../../store/schema/schema-job.ts";
import { bumpSchemaVersion, notifySchemaVersion } from "../../store/schema/schema-version.ts";
import { deleteTrashedTable, selectTrashedTable, updateTables } from "../../store/schema/table.ts";
import { writeInCatalog } from "../in-catalog.ts";
import type { ClaimedJob, JobEnd } from "./claimed-job.ts";

const batchRows = 2_000;

/** Deletes for good what was dropped until the job's cutoff: a table with its rows, or columns of one that lives on. */
export async function purge(claimed: ClaimedJob): Promise<JobEnd> {
  const { job } = claimed;
  if (job.status === "cancelling") return end(claimed, "cancelled");
  let progress: JobProgress | null = job.progress;
  for (;;) {
    const step = await purgeNext(claimed, progress);
    if (step === "cancelled") return end(claimed, "cancelled");
    if (step === "lost") return "lost";
    const outcome = step === "done" ? await finish(claimed, progress) : step;
    if (outcome === "done" || outcome === "lost") return outcome;
    // From the beginning, where other leftovers have come meanwhile.
    progress = outcome === "moved" ? null : outcome;
  }
}

/** One batch in one transaction, with its sign of life. */
function purgeNext(claimed: ClaimedJob, given: JobProgress | null): Promise<JobProgress | JobEnd> {
  const { scope, job, claim } = claimed;
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const tableId = job.table_id ?? "";
    const table = catalog.tables.find(({ id }) => id === tableId);
    if (table?.storage.pending !== undefined)
      throw new AppError("RH208", "A change of the table is still being carried out.");
    const isKnown = table === undefined || given?.version === catalog.version;
    const progress = isKnown ? given : null;
    const batch = { after: table === undefined ? null : (progress?.after ?? null), size: batchRows };
    const leftovers = table === undefined ? null : leftoversOf(table.storage, job.cutoff);
    const isTrashed = table === undefined && (await isInTrash(claimed, tx));
    if (!isTrashed && (leftovers === null || isNothing(leftovers))) return "done";
    if (progress !== null && progress.after === null && table !== undefined) return "done";
    const statement =
      table === undefined || leftovers === null
        ? deleteBatch(catalog, tableId, batch)
        : clearBatch({ catalog, table }, leftovers, batch);
    const result = await tx.query<{ rows: number; last: string | null }>(statement);
    const { rows = 0, last = null } = result.rows[0] ?? {};
    // `after` null: every row has been seen.
    const next = { table: tableId, after: rows < batchRows ? null : last, version: catalog.version };
    const moved = await tx.query<{ status: string }>(
      advanceJob(scope, job.id, claim, { rows, progress: next }),
    );
    const status = moved.rows[0]?.status;
    if (status === undefined) return "lost";
    if (status === "cancelling") return "cancelled";
    return table === undefined && rows < batchRows ? "done" : next;
  });
}

async function isInTrash({ scope, job }: ClaimedJob, tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query(selectTrashedTable(scope, job.table_id ?? "", job.cutoff ?? job.run_at));
  return rows.length > 0;
}

function leftoversOf(storage: TableStorage, cutoff: string | null): Leftovers {
  const gone = goneColumns(storage, cutoff).map((column) => column.storage);
  const keys = gone.filter(({ place }) => place === "data").map(({ key }) => key);
  const { garbage = [], stale = [], pointing = [] } = storage;
  return { keys: [...keys, ...garbage], slots: [...stale, ...pointing, ...pointing.map(tableSlot)] };
}

function goneColumns({ dropped = [] }: TableStorage, cutoff: string | null) {
  return dropped.filter(({ dropped_at }) => cutoff === null || dropped_at <= cutoff);
}

function isNothing({ keys, slots }: Leftovers): boolean {
  return keys.length === 0 && slots.length === 0;
}

/** Forgets what is not there any more. @returns `moved` if there may be more of it by now. */
async function finish(claimed: ClaimedJob, progress: JobProgress | null): Promise<"done" | "lost" | "moved"> {
  const { scope, job, claim } = claimed;
  const version = await writeInCatalog(scope, "exclusive", async (tx, catalog) => {
    const isLiving = catalog.tables.some(({ id }) => id === job.table_id);
    if (isLiving && progress !== null && progress.version !== catalog.version) return "moved";
    const ended = await tx.query(finishJob(scope, job.id, claim, { status: "done", error: null }));
    if (ended.rows.length === 0) return undefined;
    const table = catalog.tables.find(({ id }) => id === job.table_id);
    if (table === undefined) {
      await tx.query(deleteTrashedTable(scope, job.table_id ?? "", job.cutoff ?? job.run_at));
      return null;
    }
    // Without progress there was nothing to be cleared.
    if (progress === null) return null;
    await tx.query(updateTables(scope, [forgetful(table, job.cutoff)]));
    await tx.query(bumpSchemaVersion(scope));
    await tx.query(notifySchemaVersion(scope, catalog.version + 1));
    return catalog.version + 1;
  });
  if (version === "moved") return "moved";
  if (version === undefined) return "lost";
  if (version !== null) runtime().catalogs.moved(scope.databaseId, version);
  return "done";
}

function forgetful(table: CatalogTable, cutoff: string | null): CatalogTable {
  const { stale: _, pointing: __, garbage: ___, dropped: ____, ...storage } = table.storage;
  const gone = new Set(goneColumns(table.storage, cutoff));
  const dropped = (table.storage.dropped ?? []).filter((column) => !gone.has(column));
  return { ...table, storage: { ...storage, ...(dropped.length === 0 ? {} : { dropped }) } };
}

async function end({ scope, job, claim }: ClaimedJob, status: "cancelled"): Promise<JobEnd> {
  await runtime().database.query(scope, finishJob(scope, job.id, claim, { status, error: null }));
  return status;
}
