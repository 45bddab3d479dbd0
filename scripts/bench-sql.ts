/**
 * Typed SQL: what guard and rewriting cost a statement, a whole request against plain tables, and a result of five million
 * rows in parts.
 *   npm run bench:sql [-- --rows 5000000]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { loadConfig } from "#lib/env/env.ts";
import { createLog } from "#lib/log.ts";
import { authorize } from "#lib/operations/authorize.ts";
import { executeSql } from "#lib/operations/typed-sql/execute-sql.ts";
import { runSqlInParts } from "#lib/operations/typed-sql/run-sql.ts";
import { compileSelect } from "#lib/query/compile-select.ts";
import { createRuntime } from "#lib/runtime/create.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { describeMachine } from "./bench/machine.ts";
import { percentile, timed } from "./bench/measure.ts";
import { figure } from "./bench/report.ts";
import { newTenants, openActor } from "./bench/scale/tenants.ts";
import { large, typical } from "./bench-sql/statements.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "5000000" } } });
/** After so long V8 has compiled what is used, as in a server's first minute. */
const warmUpMs = 2_000;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const log = createLog("error");
const secret = "a benchmark keeps nothing that is worth a secret";
const dataDir = mkdtempSync(join(tmpdir(), "rowhouse-sql-"));
const postgres = await startEmbeddedPostgres({ dataDir, secret, log });
const url = `postgres://${postgres.owner.user}:${encodeURIComponent(postgres.owner.password)}@${encodeURIComponent(postgres.owner.host)}:${postgres.owner.port}/${postgres.owner.database}`;
const settings = {
  NODE_ENV: "production",
  DATABASE_URL: url,
  ROWHOUSE_SECRET: secret,
  ROWHOUSE_DATA_DIR: dataDir,
} as const;
const services = await createRuntime(loadConfig(settings), log);
installRuntime(services.runtime);
const superuser = new pg.Client(postgres.owner);
await superuser.connect();
try {
  for (const line of await describeMachine(superuser)) say(line);
  const actor = await openActor();
  const [tenant] = await newTenants(actor, 1, 1);
  if (tenant === undefined) throw new Error("no tenant");
  await compiling(actor, tenant.databaseId);
  await requests(actor, tenant.databaseId);
  if (Number(values.rows) > 0) await streaming(actor, tenant.databaseId, Number(values.rows));
} finally {
  await superuser.end();
  await services.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

type Actor = Awaited<ReturnType<typeof openActor>>;

/** Parse, guard and rewrite, as `executeSql` does it; `new` are texts that were never sent before. */
async function compiling(actor: Actor, databaseId: string): Promise<void> {
  const scope = await authorize(actor, databaseId, "viewer");
  say("\n| guard and rewrite | p50 ms | p99 ms |\n| --- | ---: | ---: |");
  await runtime().catalogs.use(scope, async (catalog) => {
    const compile = async (text: string) => {
      const parsed = await runtime().sqlParser.parse(text);
      const [statement] = parsed.ok ? parsed.statements : [];
      if (statement === undefined || !compileSelect(catalog, text, statement).ok)
        throw new Error(`cannot be compiled: ${text.slice(0, 80)}`);
    };
    for (const [name, list, runs] of [
      ["typical", typical, 1_000],
      ["large", large, 300],
    ] as const) {
      for (const isNew of [true, false]) {
        const all = async (run: number | string) => {
          const taken: number[] = [];
          for (const text of list) taken.push(await timed(() => compile(isNew ? `${text} -- ${run}` : text)));
          return taken;
        };
        const row = (when: string, taken: readonly number[]) =>
          say(
            `| ${name}, ${isNew ? "new texts" : "texts that come again"}, ${when} | ${figure(percentile(taken, 0.5))} | ${figure(percentile(taken, 0.99))} |`,
          );
        const first: number[] = [];
        const startedAt = performance.now();
        for (let run = 0; performance.now() - startedAt < warmUpMs; run++)
          first.push(...(await all(`first ${run}`)));
        row("the first two seconds", first);
        const then: number[] = [];
        for (let run = 0; run < runs; run++) then.push(...(await all(run)));
        row("then", then);
      }
    }
  });
}

/** The whole way of a request, without HTTP, against a bare client on a plain table with the same rows. */
async function requests(actor: Actor, databaseId: string): Promise<void> {
  const scope = await authorize(actor, databaseId, "viewer");
  const request = (query: string) =>
    runtime().catalogs.use(scope, (catalog) =>
      executeSql(runtime(), { scope, catalog }, { query, limit: 10_000 }),
    );
  const { results } = await request("select * from items_0");
  await superuser.query("create schema native; set search_path = native, pg_catalog");
  await superuser.query(
    "create table items_0 (id uuid primary key, title text, status text, amount float8, due timestamptz, created_at timestamptz, updated_at timestamptz); create index on items_0 (status); create index on items_0 (amount); create index on items_0 (due)",
  );
  await superuser.query(
    "insert into items_0 select r.* from jsonb_array_elements($1) as e, jsonb_to_record(e) as r (a uuid, b text, c text, d float8, e timestamptz, f timestamptz, g timestamptz)",
    [
      JSON.stringify(
        results[0]?.rows.map((row) =>
          Object.fromEntries(row.map((value, index) => ["abcdefg"[index], value])),
        ),
      ),
    ],
  );
  await superuser.query("analyze items_0");
  const native: number[] = [];
  const virtual: number[] = [];
  for (let run = -10; run < 60; run++) {
    for (const text of typical.filter((one) => !one.includes("$1"))) {
      const own = await timed(() => superuser.query({ text, rowMode: "array" }));
      const ours = await timed(() => request(text));
      if (run < 0) continue;
      native.push(own);
      virtual.push(ours);
    }
  }
  const [p50, own] = [percentile(virtual, 0.5), percentile(native, 0.5)];
  say(
    `\nA whole request: ${figure(p50)} ms in the middle, ${figure(own)} ms on plain tables with a bare client`,
  );
}

async function streaming(actor: Actor, databaseId: string, rows: number): Promise<void> {
  const query = `select g, 'row ' || g as title, md5(g::text) as hash from generate_series(1, ${rows}) g`;
  const megabytes = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
  const before = megabytes();
  let most = before;
  let count = 0;
  const startedAt = performance.now();
  const write = async (line: unknown) => {
    // As the route does it: every line is written as JSON.
    const text = JSON.stringify(line);
    count += (line as { rows?: readonly unknown[] }).rows?.length ?? 0;
    if (text.length > 0) most = Math.max(most, megabytes());
  };
  await runSqlInParts(actor, databaseId, { query }, { write, signal: new AbortController().signal });
  const seconds = (performance.now() - startedAt) / 1000;
  say(
    `\n${count} rows in parts: ${figure(seconds)} s; resident memory ${before} MB before, ${most} MB at most`,
  );
  const controller = new AbortController();
  let cancelledAt = 0;
  const slow = runSqlInParts(
    actor,
    databaseId,
    { query },
    {
      signal: controller.signal,
      write: async () => {
        if (cancelledAt > 0) return;
        cancelledAt = performance.now();
        controller.abort();
      },
    },
  ).catch((error: unknown) => error);
  await slow;
  const ended = performance.now() - cancelledAt;
  const { rows: left } = await superuser.query(
    "select 1 from pg_stat_activity where usename = 'rowhouse_sql' and state = 'active'",
  );
  say(`Cancelled: ended after ${figure(ended)} ms, ${left.length} statements still run`);
}
