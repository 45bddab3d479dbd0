/**
 * Many people using many apps at once, then one app that asks for all it can get beside them:
 *   npm run bench:http-mixed [-- --clients 1000 --tenants 200 --seconds 120]
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startBenchServer } from "./bench/bench-server.ts";
import { describeMachine } from "./bench/machine.ts";
import type { Hammering } from "./bench-http/hammer.ts";
import { Load, rowsOfTenant, type Tenant } from "./bench-http/load.ts";
import { loadVirtual, startRowhouse } from "./bench-http/targets.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
}

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
}

interface Phase {
  readonly people: number;
  readonly thinkMs: number;
  readonly seconds: number;
  /** Connections of the one app that never waits. */
  readonly hammering: number;
}

async function run(name: string, url: string, tenants: readonly Tenant[], phase: Phase): Promise<void> {
  const { people, thinkMs, seconds, hammering } = phase;
  const load = new Load(url);
  const endsAt = performance.now() + seconds * 1000;
  const [noisy, ...others] = tenants;
  if (noisy === undefined) throw new Error("no tenants");
  const hammered = hammer({ url, tenant: noisy, connections: hammering, seconds });
  await Promise.all(
    Array.from({ length: people }, (_, index) =>
      load.person(others[index % others.length] ?? noisy, thinkMs, endsAt),
    ),
  );
  const sorted = load.latenciesMs.toSorted((a, b) => a - b);
  const perSecond = Math.round(sorted.length / seconds);
  const shares = [0.5, 0.95, 0.99].map((share) => percentile(sorted, share));
  const failed = [...load.failures].map(([reason, count]) => `${count} × ${reason}`).join(", ") || "0";
  const cells = [name, perSecond, ...shares];
  say(`| ${[...cells, failed, Math.round((await hammered) / seconds)].join(" | ")} |`);
  load.close();
}

/** How often it was answered. */
async function hammer(what: Hammering): Promise<number> {
  if (what.connections === 0) return 0;
  const script = new URL("./bench-http/hammer.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(what)]);
  return Number(stdout);
}

const server = await startBenchServer(null);
const child = await startRowhouse(server, { isLimited: true });
try {
  const people = option("clients", 1000);
  const thinkMs = option("think", 4000);
  const seconds = option("seconds", 120);
  for (const line of await describeMachine(server.superuser)) say(line);
  const tenants: Tenant[] = [];
  for (let index = 0; index < option("tenants", 200); index += 1)
    tenants.push(await loadVirtual(server, rowsOfTenant));
  await server.superuser.query("analyze rowhouse.project_data");
  say(
    `${tenants.length} projects of ${rowsOfTenant} rows, ${people} clients, ${thinkMs} ms between requests\n`,
  );
  say("| phase | req/s | p50 ms | p95 ms | p99 ms | failed | req/s of the app that hammers |");
  say("| --- | --- | --- | --- | --- | --- | --- |");
  // Plans and caches as they are after a minute of use.
  await run("warming up", child.url, tenants, {
    people,
    thinkMs,
    seconds: Math.min(20, seconds),
    hammering: 0,
  });
  await run("everybody", child.url, tenants, { people, thinkMs, seconds, hammering: 0 });
  const beside = { people, thinkMs, seconds: Math.ceil(seconds / 2) };
  await run("beside one that hammers", child.url, tenants, { ...beside, hammering: 64 });
} finally {
  child.stop();
  await server.close();
}
