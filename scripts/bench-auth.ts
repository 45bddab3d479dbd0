import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveDataApi } from "#lib/data-api/node.ts";
import { insertStatement } from "#lib/engine/write/records.ts";
import { loadConfig } from "#lib/env/env.ts";
import { createLog } from "#lib/log.ts";
import { signUp } from "#lib/operations/account/sign-up.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import { openAuthProject } from "#lib/operations/authorize.ts";
import { endUserTable } from "#lib/operations/end-users/profile-row.ts";
import { writeInCatalog } from "#lib/operations/in-catalog.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { createRuntime } from "#lib/runtime/create.ts";
import { installRuntime } from "#lib/runtime/runtime.ts";
import { sql } from "#lib/sql/sql.ts";

// What accounts of generated apps cost: npm run bench:auth. The server runs in a process of its own.

interface Target {
  readonly url: string;
  readonly anon: string;
  readonly service: string;
  readonly neighbour: { readonly url: string; readonly service: string };
}

const password = "correct horse battery";
const users = 10_000;

if (process.argv.includes("--serve")) await serve();
else await measureAll();

async function serve(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "rowhouse-accounts-"));
  const config = loadConfig({ ROWHOUSE_DATA_DIR: dataDir, ROWHOUSE_RATE_LIMIT: "off", LOG_LEVEL: "error" });
  const services = await createRuntime(config, createLog("error"));
  installRuntime(services.runtime);
  const server = createServer((req, res) => {
    if (serveDataApi(req, res, []) === null) res.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { address: "127.0.0.1", userAgent: null };
  const { access_token } = await signUp({ email: "owner@example.org", password }, client);
  const actor = await authenticate(access_token);
  if (actor === null) throw new Error("no owner");
  const [app, other] = [
    await createProjectWithDatabase(actor, { name: "App" }),
    await createProjectWithDatabase(actor, { name: "Other" }),
  ];
  for (const { project } of [app, other]) {
    const { scope } = await openAuthProject({ ref: project.ref });
    await writeInCatalog(scope, "shared", async (tx, catalog) => {
      const records = Array.from({ length: users }, (_, index) => ({
        email: `person${index}@example.org`,
        full_name: `Person ${index}`,
      }));
      await tx.query(insertStatement(catalog, endUserTable(catalog), records));
      await tx.query(
        sql`insert into rowhouse.project_credentials (project_id, users_table_id, user_id, confirmed_email, user_metadata)
            select project_id, table_id, id, data ->> 'email', jsonb_build_object('full_name', data -> 'full_name')
              from rowhouse.project_data where project_id = ${scope.projectId}`,
      );
    });
  }
  const target: Target = {
    url: `${origin}/p/${app.project.ref}`,
    anon: app.keys.anon,
    service: app.keys.service_role,
    neighbour: { url: `${origin}/p/${other.project.ref}`, service: other.keys.service_role },
  };
  process.stdout.write(`${JSON.stringify(target)}\n`);
  process.once("SIGTERM", () => {
    server.closeAllConnections();
    void services.close().then(() => {
      rmSync(dataDir, { recursive: true, force: true });
      process.exit();
    });
  });
}

async function measureAll(): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), "--serve"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (data: Buffer) => resolve(data.toString()));
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    });
    await measure(JSON.parse(line) as Target);
  } finally {
    child.kill("SIGTERM");
  }
}

async function measure(target: Target): Promise<void> {
  const post = (path: string, body: object) =>
    request(`${target.url}/auth/v1${path}`, target.anon, { method: "POST", body: JSON.stringify(body) });
  const people = await Promise.all(
    Array.from({ length: 16 }, async (_, index) => {
      const email = `signer${index}@example.org`;
      const session = (await post("/signup", { email, password })) as { refresh_token: string };
      return { email, refreshToken: session.refresh_token };
    }),
  );
  const signIn = (index: number) =>
    post("/token?grant_type=password", { email: people[index % 16]?.email, password });
  const refresh = async (index: number) => {
    const person = people[index % 16];
    if (person === undefined) return;
    const body = { refresh_token: person.refreshToken };
    const next = (await post("/token?grant_type=refresh_token", body)) as { refresh_token: string };
    person.refreshToken = next.refresh_token;
  };
  const { neighbour } = target;
  const read = () =>
    request(`${neighbour.url}/rest/v1/users?select=id,email&limit=20`, neighbour.service, {});
  const list = (query: string) => request(`${target.url}/auth/v1/admin/users?${query}`, target.service, {});

  say("sign-in by password, 1 connection", await load(1, 8, signIn));
  say("neighbour's reads, nobody signs in", await load(1, 4, read));
  const [signIns, reads] = await Promise.all([load(16, 12, signIn), load(1, 10, read)]);
  say("sign-in by password, 16 connections", signIns);
  say("neighbour's reads meanwhile", reads);
  say("refresh, 1 connection", await load(1, 5, refresh));
  say("refresh, 16 connections", await load(16, 5, refresh));
  say(`first page of 50 of ${users} users`, await load(1, 3, () => list("page=1&per_page=50")));
  say("page 200 of them", await load(1, 3, () => list("page=200&per_page=50")));
  say("search by a part of the e-mail", await load(1, 3, () => list("page=1&per_page=50&filter=person987")));
}

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(
  connections: number,
  seconds: number,
  work: (index: number) => Promise<unknown>,
): Promise<Figures> {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  const loop = async (index: number) => {
    while (performance.now() < end) {
      const start = performance.now();
      await work(index);
      times.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, index) => loop(index)));
  const elapsed = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99) };
}

async function request(url: string, key: string, init: RequestInit): Promise<unknown> {
  const headers = { apikey: key, Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(url, { ...init, headers });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}

function say(what: string, { perSecond, p50, p99 }: Figures): void {
  const number = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
  console.log(`${what} | ${number(perSecond)}/s | ${number(p50)} ms | ${number(p99)} ms`);
}
