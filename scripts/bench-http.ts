/**
 * The data API over HTTP against the least that could answer and against Parse Server, on the same rows and indexes of one
 * Postgres:
 *   npm run bench:http [-- --seconds 4 --json FILE]
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { startBenchServer } from "./bench/bench-server.ts";
import { describeMachine } from "./bench/machine.ts";
import { loadNative } from "./bench-http/native-table.ts";
import { parseTarget } from "./bench-http/parse-target.ts";
import { bareTarget, rowhouseTarget } from "./bench-http/targets.ts";
import { type Target, type Workload, workloads } from "./bench-http/workload.ts";

interface Result {
  readonly target: string;
  readonly workload: Workload;
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  readonly megabytes: number;
}

/** What of autocannon is used here. */
type Autocannon = (options: object) => Promise<{
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}>;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const folder = resolve("scripts/bench-http/peers");

function loadAutocannon(): Autocannon {
  if (!existsSync(`${folder}/node_modules/parse-server`))
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder], { stdio: "inherit" });
  return createRequire(`${folder}/package.json`)("autocannon") as Autocannon;
}

/** Over all measurements: no inserted row comes twice. */
let sent = 0;

async function measure(
  autocannon: Autocannon,
  target: Target,
  workload: Workload,
  options: { readonly connections: number; readonly seconds: number },
): Promise<Result> {
  const setupRequest = (request: object) => {
    const { headers = {}, ...own } = target.request(workload, sent++);
    return { ...request, ...own, headers: { ...target.headers, ...headers } };
  };
  const run = (duration: number) =>
    autocannon({ url: target.url, connections: options.connections, duration, requests: [{ setupRequest }] });
  await run(1);
  const { requests, latency, non2xx, errors } = await run(options.seconds);
  return {
    target: target.name,
    workload,
    connections: options.connections,
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    failed: non2xx + errors,
    megabytes: residentMegabytes(target.pid),
  };
}

function residentMegabytes(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    // Only Linux has /proc.
    return 0;
  }
}

/** Each target's requests in a second with its median and 99th percentile; ratios to the bare server and the fastest peer. */
function report(results: readonly Result[]): string {
  const names = [...new Set(results.map(({ target }) => target))];
  const lines = workloads.flatMap((workload) =>
    [1, 16].map((connections) => {
      const found = names.map((name) =>
        results.find(
          (one) => one.target === name && one.workload === workload && one.connections === connections,
        ),
      );
      const cells = found.map((one) => `${Math.round(one?.perSecond ?? 0)} (${one?.p50}/${one?.p99})`);
      const [bare, own, ...peers] = found.map((one) => one?.perSecond ?? 0);
      const ratios = [(own ?? 0) / (bare || 1), (own ?? 0) / Math.max(1, ...peers)].map((ratio) =>
        ratio.toFixed(2),
      );
      const failed = found.reduce((sum, one) => sum + (one?.failed ?? 0), 0);
      return `| ${[workload, connections, ...cells, ...ratios, failed].join(" | ")} |`;
    }),
  );
  const head = ["request", "connections", ...names.map((name) => `${name}: req/s (p50/p99 ms)`)];
  const all = [...head, "of bare", "of the fastest peer", "failed"];
  return [`| ${all.join(" | ")} |`, `| ${all.map(() => "---").join(" | ")} |`, ...lines].join("\n");
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

const seconds = Number(option("seconds") ?? 4);
const autocannon = loadAutocannon();
const server = await startBenchServer(null);
const targets: Target[] = [];
try {
  for (const line of await describeMachine(server.superuser)) say(line);
  await loadNative(server.superuser);
  targets.push(await bareTarget(server), await rowhouseTarget(server), await parseTarget(server));
  const results: Result[] = [];
  for (const workload of workloads) {
    for (const connections of [1, 16]) {
      // One right after the other: what else the machine does meanwhile meets both.
      for (const target of targets)
        results.push(await measure(autocannon, target, workload, { connections, seconds }));
    }
  }
  say(`\n${report(results)}\n`);
  for (const { name, pid } of targets) say(`${name}: ${residentMegabytes(pid)} MB resident at the end`);
  const json = option("json");
  if (json !== undefined) writeFileSync(json, JSON.stringify(results, null, 2));
} finally {
  for (const { stop } of targets) stop();
  await server.close();
}
