import { readFileSync } from "node:fs";
import type { Target, Workload } from "./workload.ts";

/** What of autocannon is used here. */
export type Autocannon = (options: object) => Promise<{
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}>;

export interface Load {
  readonly connections: number;
  readonly seconds: number;
  /** Requests in a second, whether they are answered in time or not; absent: as many as there are answers. */
  readonly rate?: number;
}

export interface Result extends Load {
  readonly target: string;
  readonly workload: Workload;
  readonly perSecond: number;
  /** Milliseconds; at a fixed rate from when a request was due, not from when it could be sent. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  readonly megabytes: number;
}

/** Over all measurements: no inserted row comes twice. */
let sent = 0;

/** Asks one server for one kind of request. */
export async function measure(
  autocannon: Autocannon,
  target: Target,
  workload: Workload,
  load: Load,
): Promise<Result> {
  const setupRequest = (request: object) => {
    const { headers = {}, ...own } = target.request(workload, sent++);
    return { ...request, ...own, headers: { ...target.headers, ...headers } };
  };
  const { requests, latency, non2xx, errors } = await autocannon({
    url: target.url,
    connections: load.connections,
    duration: load.seconds,
    ...(load.rate === undefined ? {} : { overallRate: load.rate }),
    requests: [{ setupRequest }],
  });
  return {
    ...load,
    target: target.name,
    workload,
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    failed: non2xx + errors,
    megabytes: residentMegabytes(target.pid),
  };
}

export function residentMegabytes(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    // Only Linux has /proc.
    return 0;
  }
}
