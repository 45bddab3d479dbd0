import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { abandonedChange, madeChange } from "../../engine/evolve/defer-change.ts";
import { misfitsOf } from "../../engine/evolve/misfits.ts";
import { fillBatch, pendingRowChanges, pendingVersions } from "../../engine/evolve/row-batch.ts";
import { translateViolation } from "../../engine/violations.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { JobError } from "../../store/job-claim.ts";
import {
  advanceJob,
  finishJob,
  insertCleaningJobs,
  type JobProgress,
} from "../../store/schema/schema-job.ts";
import { bumpSchemaVersion, notifySchemaVersion } from "../../store/schema/schema-version.ts";
import { updateTables } from "../../store/schema/table.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { applyAtOnce, largeRows, planInDatabase, recordChanges, transactionOf } from "./apply-at-once.ts";
import type { ClaimedJob, JobEnd } from "./claimed-job.ts";
import { countMisfits } from "./count-misfits.ts";
import { withFailingRows } from "./failing-rows.ts";
import { refuseReadByViews } from "./refuse-read-by-views.ts";
import { findMisfits, misfitError, overStoredRows, survey } from "./schema-impact.ts";

const batchRows = 2_000;

/** Brings all rows along, looks whether they fit, and changes the definitions. */
export async function carryOutChange(claimed: ClaimedJob): Promise<JobEnd> {
  return overStoredRows(claimed.job.changes ?? [], async () => {
    const end = await fillTables(claimed);
    if (end !== "done") return end;
    await refuseMisfits(claimed, ["missing", "check"]);
    return finish(claimed);
  }).catch(async (error: unknown) => {
    throw await withFailingRows(claimed.scope, error, async (_, catalog) =>
      tablesOf(claimed, catalog).map((table) => pendingVersions({ catalog, table })),
    );
  });
}

/** The tables that wait for the job, in a fixed order. */
function tablesOf({ job }: ClaimedJob, catalog: Catalog): readonly CatalogTable[] {
  return catalog.tables.filter(({ storage }) => storage.pending?.job === job.id);
}

async function fillTables(claimed: ClaimedJob): Promise<JobEnd> {
  let progress: JobProgress | null = claimed.job.progress;
  for (;;) {
    const step = await fillNext(claimed, progress).catch(async (error: unknown) => {
      // Somebody else may know better than Postgres what is wrong: which rows, and how many.
      if (isRefusal(error)) await refuseMisfits(claimed);
      throw error;
    });
    if (typeof step === "string") return step;
    progress = step;
  }
}

/** Data exceptions and broken constraints: rows that do not fit. */
function isRefusal(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && /^(22|23|54)/.test(code);
}

/** One batch in one transaction, with its sign of life. @returns how far it came, or why there is nothing more to do. */
function fillNext(claimed: ClaimedJob, progress: JobProgress | null): Promise<JobProgress | JobEnd> {
  const { scope, job, claim } = claimed;
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const tables = tablesOf(claimed, catalog);
    if (tables.length === 0) return "lost";
    const place = tables.findIndex(({ id }) => id === progress?.table);
    const table = tables[Math.max(place, 0)];
    if (table === undefined) return "done";
    const after = place === -1 ? null : (progress?.after ?? null);
    const { rows, last } = await fill(tx, { catalog, table }, after);
    const next = rows === batchRows ? { table: table.id, after: last } : following(tables, table);
    const moved = await tx.query<{ status: string }>(
      advanceJob(scope, job.id, claim, { rows, progress: next }),
    );
    const status = moved.rows[0]?.status;
    if (status === undefined) return "lost";
    if (status === "cancelling") return "cancelled";
    return next ?? "done";
  });
}

function following(tables: readonly CatalogTable[], table: CatalogTable): JobProgress | null {
  const next = tables[tables.indexOf(table) + 1];
  return next === undefined ? null : { table: next.id, after: null };
}

async function fill(
  tx: Transaction,
  version: { readonly catalog: Catalog; readonly table: CatalogTable },
  after: string | null,
): Promise<{ readonly rows: number; readonly last: string | null }> {
  const changes = pendingRowChanges(version);
  if (changes === null) return { rows: 0, last: null };
  const statement = fillBatch(version, changes, { after, size: batchRows });
  const { rows } = await tx
    .query<{ rows: number; last: string | null }>(statement)
    .catch((error: unknown) => {
      throw translateViolation(pendingVersions(version).to.table, error);
    });
  return rows[0] ?? { rows: 0, last: null };
}

/**
 * Looks at all rows for what a batch does not find out. Writers meet the new definition already, so that what is found
 * now stays so.
 *
 * @param kinds default: all.
 */
async function refuseMisfits(claimed: ClaimedJob, kinds?: readonly string[]): Promise<void> {
  const { scope, job } = claimed;
  const { catalogs, database } = runtime();
  const misfits = await catalogs.use(scope, (catalog) =>
    database.transaction(
      scope,
      (tx) => {
        const candidates = tablesOf(claimed, catalog).flatMap((table) => {
          const { from, to } = pendingVersions({ catalog, table });
          return misfitsOf(from, to);
        });
        return countMisfits(
          tx,
          candidates.filter(({ kind }) => kinds === undefined || kinds.includes(kind)),
        );
      },
      { readOnly: true, schema: catalog, timeoutMs: 10 * 60_000 },
    ),
  );
  if (misfits.length > 0) throw misfitError(job.changes ?? [], misfits);
}

/** Changes the definitions, in one short transaction. */
async function finish(claimed: ClaimedJob): Promise<JobEnd> {
  const { scope, job, claim } = claimed;
  const changes = job.changes ?? [];
  const outcome = await writeInCatalog(scope, "exclusive", async (tx, catalog) => {
    const pending = tablesOf(claimed, catalog);
    if (pending.length === 0) return null;
    const ended = await tx.query<{ status: string }>(
      finishJob(scope, job.id, claim, { status: "done", error: null }),
    );
    if (ended.rows.length === 0) return null;
    refuseReadByViews(catalog, changes);
    const own = new Set(pending);
    const present = {
      ...catalog,
      tables: catalog.tables.map((table) => (own.has(table) ? withoutPending(table) : table)),
    };
    const planned = await planInDatabase(transactionOf(scope, tx), present, changes);
    const broughtAlong = new Set(pending.map(({ id }) => id));
    const others = planned.changed.filter(({ after }) => !broughtAlong.has(after.id));
    const surveyed = await survey(scope, tx, { ...planned, changed: others }, largeRows());
    const misfits = await findMisfits(tx, present, surveyed);
    const made = new Map(pending.map((table) => [table.id, readyTable(table, planned.after.tables)]));
    const settle = (table: CatalogTable) => made.get(table.id) ?? table;
    const plan = {
      ...surveyed.plan,
      after: { ...surveyed.plan.after, tables: surveyed.plan.after.tables.map(settle) },
      changed: [
        ...surveyed.plan.changed,
        ...pending.map((table) => ({ before: withoutPending(table), after: settle(table) })),
      ],
    };
    const ready = { changes, surveyed: { ...surveyed, plan }, misfits, broughtAlong };
    await applyAtOnce(transactionOf(scope, tx), present, ready);
    return { version: await recordChanges(scope, tx, changes) };
  });
  if (outcome === null) return "lost";
  runtime().catalogs.moved(scope.databaseId, outcome.version);
  return "done";
}

/** The table with its rows' new form, and what the plan has made of its expressions and rules. */
function readyTable(table: CatalogTable, planned: readonly CatalogTable[]): CatalogTable {
  const after = planned.find(({ id }) => id === table.id) ?? table;
  const made = madeChange(table, after.definition);
  const { expressions, policies } = after.storage;
  return {
    ...made,
    position: after.position,
    storage: {
      ...made.storage,
      ...(expressions === undefined ? {} : { expressions }),
      ...(policies === undefined ? {} : { policies }),
    },
  };
}

function withoutPending(table: CatalogTable): CatalogTable {
  const { pending: _, ...storage } = table.storage;
  return { ...table, storage };
}

/** Leaves the definitions as they were. What the job has written is cleaned up by another. */
export async function abandonChange(
  claimed: ClaimedJob,
  outcome: { readonly status: "failed" | "cancelled"; readonly error: JobError | null },
): Promise<void> {
  const { scope, job, claim } = claimed;
  const version = await writeInCatalog(scope, "exclusive", async (tx, catalog) => {
    const ended = await tx.query(finishJob(scope, job.id, claim, outcome));
    const pending = tablesOf(claimed, catalog);
    if (ended.rows.length === 0 || pending.length === 0) return null;
    await tx.query(updateTables(scope, pending.map(abandonedChange)));
    await tx.query(bumpSchemaVersion(scope));
    await tx.query(
      insertCleaningJobs(
        scope,
        pending.map(({ id }) => id),
      ),
    );
    await tx.query(notifySchemaVersion(scope, catalog.version + 1));
    return catalog.version + 1;
  });
  if (version !== null) runtime().catalogs.moved(scope.databaseId, version);
}
