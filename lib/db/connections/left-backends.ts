import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../log.ts";
import { compile, keyword, sql } from "../../sql/sql.ts";

/** Sees to the server's processes whose connections were given up while they worked. */
export interface LeftBackends {
  /** Resolves when the process has ended; never rejects. */
  ended(processId: number): Promise<void>;
  close(): void;
}

interface Asked {
  query(text: string): Promise<{ readonly rowCount: number | null }>;
}

/** Takes a process of the database on this machine what it takes from others. */
export type SlowDown = (processId: number) => void;

const pausesMs = [20, 100, 400, 1_000];

/**
 * Postgres ends a statement where its code asks whether it should: some functions (`translate`, `@>` of arrays, LIKE) do not
 * ask while they compute, and go on after a timeout, a cancellation and a closed connection, for hours if the arguments are
 * large. Nothing ends them but a restart of the server. So they count as running until they have ended, and get only
 * the time that nobody else wants.
 *
 * @param pool of a login that may ask `app.is_running`.
 */
export function createLeftBackends(pool: Asked, log: Log, slowDown: SlowDown | undefined): LeftBackends {
  let isClosed = false;
  const isThere = async (processId: number): Promise<boolean> => {
    try {
      const ask = sql`select where app.is_running(${keyword(String(Math.trunc(processId)))})`;
      const { rowCount } = await pool.query(compile(ask).text);
      return rowCount !== 0;
    } catch (error) {
      log.warn({ err: error }, "cannot see whether a statement has ended");
      return true;
    }
  };
  return {
    async ended(processId) {
      for (let round = 0; ; round++) {
        await sleep(pausesMs[round] ?? 2_000, null, { ref: false });
        if (isClosed || !(await isThere(processId))) return;
        if (round !== pausesMs.length) continue;
        log.warn({ postgres_pid: processId }, "a statement goes on after its end was asked for");
        slowDown?.(processId);
      }
    },
    close() {
      isClosed = true;
    },
  };
}
