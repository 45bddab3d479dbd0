/**
 * Many people using many apps at once, and the same with one app beside them that asks for all it can get, by turns:
 *   npm run bench:http-mixed [-- --clients 1000 --tenants 200 --seconds 120 --rounds 4]
 */
import { execFile } from "node:child_process";
import { constants, setPriority } from "node:os";
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

/** What has been measured of a phase, in all of its rounds. */
class Measured {
  readonly #load: Load;
  #seconds = 0;
  #hammered = 0;

  constructor(url: string) {
    this.#load = new Load(url);
  }

  async run(url: string, tenants: readonly Tenant[], phase: Phase): Promise<void> {
    const { people, thinkMs, seconds, hammering } = phase;
    const endsAt = performance.now() + seconds * 1000;
    const [noisy, ...others] = tenants;
    if (noisy === undefined) throw new Error("no tenants");
    const hammered = hammer({ url, tenant: noisy, connections: hammering, seconds });
    await Promise.all(
      Array.from({ length: people }, (_, index) =>
        this.#load.person(others[index % others.length] ?? noisy, thinkMs, endsAt),
      ),
    );
    this.#seconds += seconds;
    this.#hammered += await hammered;
  }

  row(name: string): string {
    const sorted = this.#load.latenciesMs.toSorted((a, b) => a - b);
    const perSecond = Math.round(sorted.length / this.#seconds);
    const shares = [0.5, 0.95, 0.99].map((share) => percentile(sorted, share));
    const failed =
      [...this.#load.failures].map(([reason, count]) => `${count} × ${reason}`).join(", ") || "0";
    return `| ${[name, perSecond, ...shares, failed, Math.round(this.#hammered / this.#seconds)].join(" | ")} |`;
  }

  close(): void {
    this.#load.close();
  }
}

/** Real clients have processors of their own: how long this process waits for its turn is not to be measured. */
function comeFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch (error) {
    say(`This process waits for its turn with all others, which is measured too: ${String(error)}`);
  }
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
comeFirst();
try {
  const people = option("clients", 1000);
  const thinkMs = option("think", 4000);
  const seconds = option("seconds", 120);
  const rounds = option("rounds", 4);
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
  const warm = new Measured(child.url);
  await warm.run(child.url, tenants, { people, thinkMs, seconds: Math.min(20, seconds), hammering: 0 });
  say(warm.row("warming up"));
  warm.close();
  const [alone, beside] = [new Measured(child.url), new Measured(child.url)];
  try {
    // By turns, so that what the machine does meanwhile falls on both.
    for (let round = 0; round < rounds; round += 1) {
      const phase = { people, thinkMs, seconds: Math.ceil(seconds / rounds) };
      await alone.run(child.url, tenants, { ...phase, hammering: 0 });
      await beside.run(child.url, tenants, { ...phase, hammering: 64 });
    }
    say(alone.row("everybody"));
    say(beside.row("beside one that hammers"));
  } finally {
    alone.close();
    beside.close();
  }
} finally {
  child.stop();
  await server.close();
}
