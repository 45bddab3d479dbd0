import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { systemScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { claimDueJob, type SchemaJob } from "../../store/schema/schema-job.ts";
import { leaseSeconds, runJob } from "./run-job.ts";

/** How often a server looks for work that is due, or that another has left lying. */
const intervalMs = 5_000;

/**
 * Works on whatever jobs are due, one after another, until it is closed: a job that is under way then goes on until its
 * lease ends, and is taken up by the next server that looks.
 */
export function workOnJobs(): { close(): Promise<void> } {
  const closing = new AbortController();
  const done = keepWorking(closing.signal);
  return {
    close: () => {
      closing.abort();
      // A batch is short; what is left of a job waits for another server.
      return Promise.race([done, sleep(1_000)]);
    },
  };
}

async function keepWorking(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isBusy = await workOnDueJob().catch((error: unknown) => {
      runtime().log.warn({ err: error }, "looking for jobs failed");
      return false;
    });
    if (!isBusy) await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Works on all that is due, without anybody waiting for it: should the database fail, servers will look again anyway. */
export function workSoon(): void {
  const all = async () => {
    while (await workOnDueJob());
  };
  all().catch((error: unknown) => runtime().log.warn({ err: error }, "looking for jobs failed"));
}

/** Claims the job that has been due for longest and works on it to its end. @returns whether there was one. */
export async function workOnDueJob(): Promise<boolean> {
  const claim = { worker: randomUUID(), leaseSeconds };
  const { rows } = await runtime().database.query<SchemaJob>(systemScope, claimDueJob(claim));
  const [job] = rows;
  if (job === undefined) return false;
  await runJob(job, claim);
  return true;
}
