import type { Result } from "./measure.ts";
import { type Target, type Workload, workloads } from "./workload.ts";

type Row = readonly (string | number)[];

/** Requests in a second as fast as they are answered, with median and 99th percentile; ratios to the bare server and the fastest peer. */
export function closedLoopTable(targets: readonly Target[], results: readonly Result[]): string {
  const head = ["request", "connections", ...targets.map(({ name }) => `${name}: req/s (p50/p99 ms)`)];
  const rows = workloads.flatMap((workload) =>
    connectionsOf(results).map((connections): Row => {
      const found = targets.map(({ name }) =>
        results.find(
          (one) =>
            one.target === name &&
            one.workload === workload &&
            one.connections === connections &&
            one.rate === undefined,
        ),
      );
      const best = (kind: Target["kind"]) =>
        Math.max(
          ...targets.map((target, index) => (target.kind === kind ? (found[index]?.perSecond ?? 0) : 0)),
        );
      const ratio = (to: number) => (to === 0 ? "" : (best("own") / to).toFixed(2));
      const cells = found.map((one) =>
        one === undefined ? "" : `${Math.round(one.perSecond)} (${told(one)})`,
      );
      return [workload, connections, ...cells, ratio(best("bare")), ratio(best("peer"))];
    }),
  );
  return table([...head, "of bare", "of the fastest peer"], rows);
}

/** Milliseconds at a rate that whoever is measured can keep. */
export function fixedRateTable(targets: readonly Target[], results: readonly Result[]): string {
  const rows = workloads.flatMap((workload): Row[] => {
    const found = targets.map(({ name }) =>
      results.find((one) => one.target === name && one.workload === workload && one.rate !== undefined),
    );
    const rate = found.find((one) => one !== undefined)?.rate;
    if (rate === undefined) return [];
    const cells = found.map((one) => (one === undefined ? "slower" : told(one)));
    return [[workload, rate, ...cells]];
  });
  return table(["request", "requests/s", ...targets.map(({ name }) => `${name}: p50/p99 ms`)], rows);
}

/** Half of what the fastest peer did at 16 connections. */
export function rateOf(targets: readonly Target[], results: readonly Result[], workload: Workload): number {
  const peers = targets.filter(({ kind }) => kind === "peer");
  return Math.max(1, Math.floor(Math.max(0, ...peers.map((peer) => speedOf(results, peer, workload))) / 2));
}

/** Requests in a second at 16 connections, as many as there were answers. */
export function speedOf(results: readonly Result[], { name }: Target, workload: Workload): number {
  const found = results.find(
    (one) =>
      one.target === name && one.workload === workload && one.rate === undefined && one.connections > 1,
  );
  return found?.perSecond ?? 0;
}

function connectionsOf(results: readonly Result[]): readonly number[] {
  return [...new Set(results.map(({ connections }) => connections))];
}

/** Median and 99th percentile, and what went wrong. */
function told({ p50, p99, failed }: Result): string {
  return `${p50}/${p99}${failed === 0 ? "" : `, ${failed} failed`}`;
}

function table(head: Row, rows: readonly Row[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
