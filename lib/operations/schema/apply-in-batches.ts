import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { tablesOfChange, targetsOf } from "../../catalog/changes/tables-concerned.ts";
import type { Catalog, CatalogTable, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { deferChange } from "../../engine/evolve/defer-change.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { JobClaim } from "../../store/job-claim.ts";
import { insertChangeJob, type SchemaJob, selectJob } from "../../store/schema/schema-job.ts";
import { bumpSchemaVersion, lockSchema, notifySchemaVersion } from "../../store/schema/schema-version.ts";
import { updateTables } from "../../store/schema/table.ts";
import type { AppliedSchema } from "./applied-schema.ts";
import {
  applyAtOnce,
  largeChanges,
  largeRows,
  recordChanges,
  type TableChange,
  transactionOf,
} from "./apply-at-once.ts";
import { jobView } from "./job-view.ts";
import { leaseSeconds, runJob } from "./run-job.ts";
import { findMisfits, impactOf, misfitError, overStoredRows, type SurveyedPlan } from "./schema-impact.ts";
import { tableView } from "./table-view.ts";

/** @param countMax where counting rows stops; null: nowhere. */
export type Prepare = (tx: Transaction, catalog: Catalog, countMax: number | null) => Promise<SurveyedPlan>;

/** All rows of a table are read to find those that do not fit. */
const surveyTimeoutMs = 10 * 60_000;
/** A client waits for a job at most so long for the changes to be made. */
const patienceMs = 10_000;
const attemptsMax = 3;

/**
 * Makes changes of tables with many rows: the rows are looked at while others read and write, then brought along in
 * batches, and at last the definitions are changed.
 *
 * @returns the job beside the tables as they still are, if that takes long.
 */
export async function applyInBatches(
  scope: TenantScope,
  changes: readonly Change[],
  prepare: Prepare,
): Promise<AppliedSchema> {
  for (let attempt = 1; ; attempt += 1) {
    const looked = await lookAtRows(scope, changes, prepare);
    const begun = await begin(scope, changes, looked, prepare);
    if (begun.kind === "made") return begun.applied;
    if (begun.kind === "begun") return follow(scope, begun, looked.impact);
    if (attempt >= attemptsMax) {
      throw new AppError("RH202", "Others keep changing the tables that this is about.", {
        hint: "Nothing was changed. Send it again when they are done.",
      });
    }
  }
}

/** Whether all rows would follow changes. @throws {AppError} RH205 with those that would not. */
export async function tryInBatches(
  scope: TenantScope,
  changes: readonly Change[],
  prepare: Prepare,
): Promise<void> {
  await lookAtRows(scope, changes, prepare);
}

interface Looked {
  /** The definitions that what was found depends on. */
  readonly concerned: string;
  readonly impact: AppliedSchema["impact"];
  readonly rowCounts: ReadonlyMap<string, number>;
}

async function lookAtRows(scope: TenantScope, changes: readonly Change[], prepare: Prepare): Promise<Looked> {
  const { catalogs, database } = runtime();
  return catalogs.use(scope, (catalog) =>
    database.transaction(
      scope,
      async (tx) => {
        const surveyed = await prepare(tx, catalog, null);
        const misfits = await overStoredRows(changes, () => findMisfits(tx, catalog, surveyed));
        if (misfits.length > 0) throw misfitError(changes, misfits);
        const impact = impactOf(catalog, changes, { ...surveyed, misfits });
        return { concerned: concernedBy(catalog, changes), impact, rowCounts: surveyed.rowCounts };
      },
      { readOnly: true, schema: catalog, timeoutMs: surveyTimeoutMs },
    ),
  );
}

/** The tables that changes speak of, those that these refer to and those that refer to them: others may change meanwhile. */
function concernedBy({ tables, enums }: Catalog, changes: readonly Change[]): string {
  const spoken = new Set(changes.flatMap(tablesOfChange));
  const own = tables.filter(({ definition }) => spoken.has(definition.name));
  const near = new Set([...spoken, ...own.flatMap(({ definition }) => targetsOf(definition))]);
  const concerned = tables.filter(
    ({ definition }) => near.has(definition.name) || targetsOf(definition).some((name) => spoken.has(name)),
  );
  return JSON.stringify([concerned, enums ?? []]);
}

interface Begun {
  readonly kind: "begun";
  readonly job: SchemaJob;
  readonly claim: JobClaim;
}

/** `moved`: the definitions are not those that were looked at. `made`: all at once, since rows have no room for both forms. */
type Beginning =
  | Begun
  | { readonly kind: "moved" }
  | { readonly kind: "made"; readonly applied: AppliedSchema };

async function begin(
  scope: TenantScope,
  changes: readonly Change[],
  looked: Looked,
  prepare: Prepare,
): Promise<Beginning> {
  const { catalogs, database } = runtime();
  const beginning = await database.transaction(
    scope,
    async (tx): Promise<Beginning & { readonly version?: number }> => {
      const [, catalog] = await Promise.all([tx.query(lockSchema(scope)), catalogs.read(scope, tx)]);
      if (concernedBy(catalog, changes) !== looked.concerned) return { kind: "moved" };
      const surveyed = await prepare(tx, catalog, largeRows());
      const large = largeChanges(catalog, surveyed);
      const job = randomUUID();
      const tables = [...new Set(changes.flatMap(tablesOfChange))];
      const deferred = deferAll(catalog, surveyed, large, { job, tables });
      if (deferred === null) {
        const made = { changes, surveyed, misfits: [] };
        const { after, impact } = await applyAtOnce(transactionOf(scope, tx), catalog, made);
        const version = await recordChanges(scope, tx, changes);
        return { kind: "made", applied: { tables: after.tables.map(tableView), impact, version }, version };
      }
      const version = catalog.version + 1;
      const claim = { worker: randomUUID(), leaseSeconds };
      const rows = large.reduce((sum, { before }) => sum + (looked.rowCounts.get(before.id) ?? 0), 0);
      await tx.query(updateTables(scope, deferred));
      await tx.query(bumpSchemaVersion(scope));
      const { rows: jobs } = await tx.query<SchemaJob>(
        insertChangeJob(scope, { id: job, changes, rows, ...claim }),
      );
      await tx.query(notifySchemaVersion(scope, version));
      const [inserted] = jobs;
      if (inserted === undefined) throw new RangeError(`job ${job} was not stored`);
      return { kind: "begun", job: inserted, claim, version };
    },
    // Where rows have no room for both forms, they are all written here.
    { timeoutMs: surveyTimeoutMs },
  );
  if (beginning.version !== undefined) catalogs.moved(scope.databaseId, beginning.version);
  return beginning;
}

function deferAll(
  catalog: Catalog,
  { plan }: SurveyedPlan,
  large: readonly TableChange[],
  work: { readonly job: string; readonly tables: readonly string[] },
): readonly CatalogTable[] | null {
  const now = new Date().toISOString();
  const deferred = large.map(({ before, after }) =>
    deferChange({ catalog, table: before }, { catalog: plan.after, table: after }, { ...work, now }),
  );
  const possible = deferred.filter((table) => table !== null);
  return possible.length === deferred.length ? possible : null;
}

async function follow(
  scope: TenantScope,
  { job, claim }: Begun,
  impact: AppliedSchema["impact"],
): Promise<AppliedSchema> {
  const timer = new AbortController();
  // It never rejects: what goes wrong is written into the job.
  const work = runJob(job, claim).finally(() => timer.abort());
  await Promise.race([work, sleep(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
  const { catalogs, database } = runtime();
  const { rows } = await database.query<SchemaJob>(scope, selectJob(scope, job.id), { readOnly: true });
  const current = rows[0] ?? job;
  if (current.error !== null && current.status === "failed") {
    const { code, message, details, hint } = current.error;
    throw new AppError(code, message, { details, ...(hint === null ? {} : { hint }) });
  }
  const { tables, version } = await catalogs.get(scope);
  const answer = { tables: tables.map(tableView), impact, version };
  return current.status === "done" ? answer : { ...answer, job: jobView(current) };
}
