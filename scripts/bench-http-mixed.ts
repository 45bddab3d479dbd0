/**
 * Many people using many apps at once, then one app that asks for all it can get beside them:
 *   npm run bench:http-mixed [-- --clients 1000 --tenants 200 --seconds 120]
 */
import { Agent, request } from "node:http";
import { startBenchServer } from "./bench/bench-server.ts";
import { describeMachine } from "./bench/machine.ts";
import { item, rowId } from "./bench-http/rows.ts";
import { loadVirtual, startRowhouse } from "./bench-http/targets.ts";

interface Tenant {
  readonly ref: string;
  readonly key: string;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const rowsOfTenant = 200;

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
}

/** What somebody does next: mostly looks at one thing or a list, seldom writes. */
function nextRequest(tenant: Tenant): { method: string; path: string; body?: string } {
  const base = `/p/${tenant.ref}/rest/v1/items`;
  const dice = Math.random();
  const one = rowId("item", Math.floor(Math.random() * rowsOfTenant));
  if (dice < 0.5) return { method: "GET", path: `${base}?id=eq.${one}` };
  if (dice < 0.75) return { method: "GET", path: `${base}?status=eq.open&order=rank.desc&limit=20` };
  if (dice < 0.9) return { method: "GET", path: `${base}?select=id,title,categories(name)&limit=20` };
  if (dice < 0.95) return { method: "PATCH", path: `${base}?id=eq.${one}`, body: '{"price":1}' };
  const made = item(Math.floor(Math.random() * 1e12), "new");
  return { method: "POST", path: base, body: JSON.stringify({ ...made, category_id: null }) };
}

class Load {
  readonly latenciesMs: number[] = [];
  /** How often, by status or by the socket's error. */
  readonly failures = new Map<string, number>();
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  constructor(url: string) {
    this.#url = url;
  }

  /** Asks once. */
  ask(tenant: Tenant): Promise<void> {
    const { method, path, body } = nextRequest(tenant);
    const startedAt = performance.now();
    return new Promise((done) => {
      const fail = (error: NodeJS.ErrnoException) => {
        this.#failed(error.code ?? error.message);
        done();
      };
      const req = request(
        this.#url + path,
        {
          agent: this.#agent,
          method,
          headers: {
            apikey: tenant.key,
            ...(body === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
          },
        },
        (res) => {
          res.resume();
          res.on("end", () => {
            this.latenciesMs.push(performance.now() - startedAt);
            if ((res.statusCode ?? 500) >= 300) this.#failed(String(res.statusCode));
            done();
          });
          res.on("error", fail);
        },
      );
      req.on("error", fail);
      req.end(body);
    });
  }

  /** Somebody who looks for a while between requests, until the end. @param thinkMs on average; 0: never looks. */
  async person(tenant: Tenant, thinkMs: number, endsAt: number): Promise<void> {
    await pause(Math.random() * thinkMs);
    while (performance.now() < endsAt) {
      await this.ask(tenant);
      if (thinkMs > 0) await pause(thinkMs * (0.5 + Math.random()));
    }
  }

  #failed(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  close(): void {
    this.#agent.destroy();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
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
  const [load, hammer] = [new Load(url), new Load(url)];
  const endsAt = performance.now() + seconds * 1000;
  const [noisy, ...others] = tenants;
  if (noisy === undefined) throw new Error("no tenants");
  await Promise.all([
    ...Array.from({ length: people }, (_, index) =>
      load.person(others[index % others.length] ?? noisy, thinkMs, endsAt),
    ),
    ...Array.from({ length: hammering }, () => hammer.person(noisy, 0, endsAt)),
  ]);
  const sorted = load.latenciesMs.toSorted((a, b) => a - b);
  const perSecond = Math.round(sorted.length / seconds);
  const shares = [0.5, 0.95, 0.99].map((share) => percentile(sorted, share));
  const failed = [...load.failures].map(([reason, count]) => `${count} × ${reason}`).join(", ") || "0";
  const cells = [name, perSecond, ...shares];
  say(`| ${[...cells, failed, Math.round(hammer.latenciesMs.length / seconds)].join(" | ")} |`);
  load.close();
  hammer.close();
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
