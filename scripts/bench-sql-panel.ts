/**
 * A request of the SQL panel (HTTP, session, guard, virtual tables, row-level security, a line of the history, JSON) against
 * the same query by `pg` alone on native tables in the same Postgres. Needs a build:
 *   npm run bench:sql-panel [-- --rounds 400]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { superuser } from "#lib/db/embedded/initialize-cluster.ts";
import { deriveKey } from "#lib/derive-key.ts";
import { startProduct } from "#tests/harness/product-server.ts";
import { describeMachine } from "./bench/machine.ts";
import { loadNative } from "./bench-http/native-table.ts";
import { category, categoryCount, item, rowCount } from "./bench-http/rows.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);
const secret = "a benchmark keeps nothing that is worth a secret";

const queries = {
  "one row by its key": "select * from items where id = $1",
  "page of 50": "select id, title, price from items order by rank desc limit 50",
  join: "select i.title, c.name from items i join categories c on c.id = i.category_id where i.status = 'late' order by i.rank limit 20",
  "count by group": "select status, count(*), avg(price) from items group by status",
  "1,000 rows": "select * from items limit 1000",
  update: "update items set price = price + 1 where id = $1",
} as const;

type Run = (query: string, params: readonly string[]) => Promise<unknown>;

function median(times: readonly number[], at: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * at)] ?? 0;
}

async function measure(rounds: number, runs: readonly Run[], query: string): Promise<readonly number[][]> {
  const times: number[][] = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const params = query.includes("$1") ? [item((round * 7919) % rowCount).id] : [];
    // One right after the other: what else the machine does meanwhile meets both.
    for (const [index, run] of runs.entries()) {
      const startedAt = performance.now();
      await run(query, params);
      if (round >= rounds / 10) times[index]?.push(performance.now() - startedAt);
    }
  }
  return times;
}

async function main(rounds: number): Promise<void> {
  const product = await startProduct({
    env: { ROWHOUSE_SECRET: secret, ROWHOUSE_RATE_LIMIT: "off", LOG_LEVEL: "warn" },
  });
  const owner = new pg.Client(ownerOf(product.dataDir));
  try {
    await owner.connect();
    for (const line of await describeMachine(owner)) say(line);
    await loadNative(owner);
    await owner.query("set search_path = bench");
    const panel = await loadVirtual(product.url);
    await owner.query("analyze rowhouse.project_data");
    const native: Run = (text, params) => owner.query({ text, values: [...params] });
    const runs = [native, panel({ history: false }), panel({}), panel({ history: true, undo: true })];
    say(
      "\n| query | native p50 | request p50 (p99) | over native | noted in the history | and kept for undo |",
    );
    say("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (const [name, query] of Object.entries(queries)) {
      const [plain = [], bare = [], noted = [], kept = []] = await measure(rounds, runs, query);
      const ms = (times: readonly number[], at = 0.5) => median(times, at).toFixed(2);
      const over = (median(bare, 0.5) - median(plain, 0.5)).toFixed(2);
      say(
        `| ${name} | ${ms(plain)} | ${ms(bare)} (${ms(bare, 0.99)}) | +${over} | ${ms(noted)} | ${ms(kept)} |`,
      );
    }
  } finally {
    await owner.end();
    await product.close();
  }
}

/** The embedded Postgres listens on a socket in a folder of its own. */
function ownerOf(dataDir: string): pg.ClientConfig {
  const password = Buffer.from(deriveKey(secret, "postgres-owner", 32)).toString("base64url");
  return { host: socketFolder(dataDir), port: 5432, database: "rowhouse", user: superuser, password };
}

/** The fifth line of what Postgres writes about itself. */
function socketFolder(dataDir: string): string {
  const found = readdirSync(dataDir, { recursive: true, encoding: "utf8" }).find((name) =>
    name.endsWith("postmaster.pid"),
  );
  const folder = found === undefined ? undefined : readFileSync(join(dataDir, found), "utf8").split("\n")[4];
  if (folder === undefined) throw new Error(`There is no Postgres in ${dataDir}.`);
  return folder;
}

async function loadVirtual(url: string): Promise<(more: object) => Run> {
  let token = "";
  const post = async (path: string, body: unknown): Promise<Record<string, { id?: string } | string>> => {
    const headers = {
      "Content-Type": "application/json",
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
    };
    const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as Record<string, { id?: string } | string>;
  };
  const account = await post("/api/auth/signup", {
    email: "bench@example.com",
    password: "correct horse battery",
  });
  token = String(account.access_token);
  const { database } = await post("/api/projects/with-database", { name: "Bench" });
  const base = `/api/database/${(database as { id: string }).id}`;
  await post(`${base}/sql`, {
    query: `create table categories (id uuid primary key, name text not null);
      create table items (id uuid primary key, title text not null, status text not null, rank integer not null,
        price double precision, note text, category_id uuid references categories, created_at timestamptz not null default now());
      create index on items (status); create index on items (rank)`,
  });
  const all = (count: number, make: (index: number) => object, from = 0) =>
    Array.from({ length: count }, (_, index) => make(from + index));
  await post(`${base}/records/create`, { tableName: "categories", records: all(categoryCount, category) });
  for (let from = 0; from < rowCount; from += 1_000)
    await post(`${base}/records/create`, {
      tableName: "items",
      records: all(1_000, (index) => item(index), from),
    });
  return (more) => (query, params) => post(`${base}/sql`, { query, params, ...more });
}

const at = process.argv.indexOf("--rounds");
await main(at === -1 ? 400 : Number(process.argv[at + 1]));
