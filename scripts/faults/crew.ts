import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";
import { createLedger } from "./ledger.ts";
import { schemaWriter } from "./schema-writer.ts";
import type { FaultProject } from "./setup.ts";
import { misfits, readStored } from "./stored.ts";
import { groupsOf, rowWriters, type Writer } from "./writers.ts";

/** Everybody who writes, all of them at once. */
export interface Crew {
  /** Compares what is stored with what was acknowledged, while nobody writes. @returns what is wrong. */
  check(cluster: Cluster): Promise<string[]>;
  /** One line: how much has been done so far. */
  summary(): string;
  /** Why writes were not acknowledged, and how often. */
  refusals(): string;
  stop(): Promise<void>;
}

export function startWriting(project: FaultProject, count: number): Crew {
  const ledger = createLedger();
  const context = { ...project, ledger };
  const writers = [...rowWriters(context, count - 1), schemaWriter(context)];
  const state = { isPaused: false, isStopped: false, steps: 0 };
  const work = writers.map((writer) => keepWriting(writer, state));
  let rows = 0;
  return {
    async check(cluster) {
      state.isPaused = true;
      while (state.steps > 0) await sleep(5);
      const tables = await readStored(cluster, project.projectId);
      rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
      const wrong = [
        ...ledger.settle(groupsOf(tables)),
        ...writers.flatMap((writer) => writer.check(tables)),
        ...misfits(tables),
      ];
      state.isPaused = false;
      return wrong;
    },
    summary: () => `${ledger.acknowledged()} writes acknowledged so far, ${rows} rows checked`,
    refusals: () => {
      const lines = [...ledger.refusals].sort(([, a], [, b]) => b - a);
      return ["Not acknowledged:", ...lines.map(([why, times]) => `  ${times} × ${why}`)].join("\n");
    },
    async stop() {
      state.isStopped = true;
      await Promise.all(work);
    },
  };
}

async function keepWriting(
  writer: Writer,
  state: { readonly isPaused: boolean; readonly isStopped: boolean; steps: number },
): Promise<void> {
  while (!state.isStopped) {
    if (state.isPaused) {
      await sleep(5);
      continue;
    }
    state.steps += 1;
    await writer.step();
    state.steps -= 1;
  }
}
