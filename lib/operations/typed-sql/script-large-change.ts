import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { prepare, transactionOf } from "../schema/apply-at-once.ts";
import { applyInBatches, type Prepare, tryInBatches } from "../schema/apply-in-batches.ts";
import type { JobView } from "../schema/job-view.ts";
import type { LargeChange, Script } from "./script-progress.ts";
import { definitionError } from "./sql-errors.ts";
import type { SqlResult, SqlServices } from "./sql-run.ts";

/** Makes changes of tables with many rows in batches. @returns the job if that takes long. */
export async function changeLargeTables(
  scope: TenantScope,
  changes: readonly Change[],
  isDryRun: boolean,
): Promise<JobView | undefined> {
  const prepareIn: Prepare = (tx, catalog, countMax) =>
    prepare(transactionOf(scope, tx), catalog, changes, countMax);
  if (isDryRun) {
    await tryInBatches(scope, changes, prepareIn);
    return undefined;
  }
  return (await applyInBatches(scope, changes, prepareIn)).job;
}

/** What a text of one statement asked for, once the transaction in which that was found out is over. */
export async function runLargeChange(
  { changeLarge }: SqlServices,
  scope: TenantScope,
  { typed, isDryRun }: Script,
  { command, changes, startedAt }: LargeChange & { readonly startedAt: number },
): Promise<SqlResult> {
  const job = await changeLarge?.(scope, changes, isDryRun).catch((error: unknown) => {
    throw definitionError(typed, 0, error);
  });
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  const result = { command, columns: [], rows: [], row_count: 0, truncated: false, ms };
  return job === undefined ? result : { ...result, job, notice: noticeOf(job) };
}

function noticeOf({ id, rows }: JobView): string {
  return `The change goes on in the background, as job ${id}: ${rows.done} of ${rows.total} rows are done. Until then the table stays as it is.`;
}
