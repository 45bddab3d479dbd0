/**
 * What many tenants cost those who are active: a few databases through the product, then very many beside them.
 *   npm run bench:scale [-- --databases 100000 --tables 10 --rows 1]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { loadConfig } from "#lib/env/env.ts";
import { createLog } from "#lib/log.ts";
import { createRuntime } from "#lib/runtime/create.ts";
import { installRuntime } from "#lib/runtime/runtime.ts";
import { describeMachine } from "./bench/machine.ts";
import { percentile } from "./bench/measure.ts";
import { figure } from "./bench/report.ts";
import { copyTenants } from "./bench/scale/copy-tenants.ts";
import { newTenants, openActor, runActivity, timeCreating, visit } from "./bench/scale/tenants.ts";

const { values } = parseArgs({
  options: {
    databases: { type: "string", default: "100000" },
    tables: { type: "string", default: "10" },
    rows: { type: "string", default: "1" },
  },
});
const size = {
  databases: Number(values.databases),
  tables: Number(values.tables),
  rows: Number(values.rows),
};
const secret = "a benchmark keeps nothing that is worth a secret";
const say = (line: string) => void process.stdout.write(`${line}\n`);
const log = createLog("error");
const dataDir = mkdtempSync(join(tmpdir(), "rowhouse-scale-"));
const postgres = await startEmbeddedPostgres({ dataDir, secret, log });
const url = `postgres://${postgres.owner.user}:${encodeURIComponent(postgres.owner.password)}@${encodeURIComponent(postgres.owner.host)}:${postgres.owner.port}/${postgres.owner.database}`;
const services = await createRuntime(
  loadConfig({
    NODE_ENV: "production",
    DATABASE_URL: url,
    ROWHOUSE_SECRET: secret,
    ROWHOUSE_DATA_DIR: dataDir,
  }),
  log,
);
installRuntime(services.runtime);
const superuser = new pg.Client(postgres.owner);
await superuser.connect();
try {
  await measureAll();
} finally {
  await superuser.end();
  await services.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function measureAll(): Promise<void> {
  for (const line of await describeMachine(superuser)) say(line);
  const actor = await openActor();
  const active = await newTenants(actor, 10, size.tables);
  const before = {
    activity: await runActivity(actor, active),
    creating: await timeCreating(actor),
    ...(await state()),
  };
  const start = performance.now();
  await copyTenants(superuser, active[0]?.projectId ?? "", size);
  say(
    `\n${size.databases} databases with ${size.databases * size.tables} virtual tables were added in ${Math.round((performance.now() - start) / 1000)} s`,
  );
  const after = {
    activity: await runActivity(actor, active),
    creating: await timeCreating(actor),
    ...(await state()),
  };
  say("\n| | ten databases | all of them | |\n| --- | ---: | ---: | ---: |");
  for (const name of ["list", "filter", "insert", "nothing"] as const) {
    for (const share of [0.5, 0.95]) {
      const [few, many] = [before, after].map(({ activity }) => percentile(activity[name], share));
      say(row(`active table, ${name}, p${share * 100} ms`, few ?? 0, many ?? 0));
    }
  }
  say(row("creating a database, p50 ms", percentile(before.creating, 0.5), percentile(after.creating, 0.5)));
  say(row("rows of pg_class", before.relations, after.relations));
  say(row("resident memory of the server, MB", before.megabytes, after.megabytes));
  const first = await visit(actor, await anyTenants(2_000));
  say(row("after reading 2,000 other databases, MB", before.megabytes, (await state()).megabytes));
  say(`\nFirst reads of those databases: p50 ${figure(percentile(first, 0.5))} ms`);
}

function row(name: string, before: number, after: number): string {
  return `| ${name} | ${figure(before)} | ${figure(after)} | ${(after / before).toFixed(2)} |`;
}

async function state(): Promise<{ relations: number; megabytes: number }> {
  const { rows } = await superuser.query<{ relations: number }>(
    "select count(*)::int as relations from pg_class",
  );
  globalThis.gc?.();
  return { relations: rows[0]?.relations ?? 0, megabytes: process.memoryUsage().rss / 2 ** 20 };
}

async function anyTenants(count: number): Promise<readonly { projectId: string; databaseId: string }[]> {
  const { rows } = await superuser.query<{ projectId: string; databaseId: string }>(
    `select project_id as "projectId", database_id as "databaseId" from rowhouse.project_tables
      where table_name = 'items_0' order by md5(id::text) limit $1`,
    [count],
  );
  return rows;
}
