import { execFileSync, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#tests/harness/free-port.ts";
import type { BenchServer } from "../bench/bench-server.ts";
import { loadNative } from "./native-table.ts";
import { directusFolder, installed } from "./peers.ts";
import { item, rowCount, rowId, statuses } from "./rows.ts";
import type { BenchRequest, Target, Workload } from "./workload.ts";

const token = "a-benchmark-keeps-nothing-that-is-worth-a-secret";
const json = { "Content-Type": "application/json" };
const headers = { Authorization: `Bearer ${token}` };
const some = (index: number) => rowId("item", (index * 7919) % rowCount);

/** Directus on tables with the same rows and indexes, which it found in its database. */
export async function directusTarget(server: BenchServer): Promise<Target> {
  await server.superuser.query("create database directus");
  const port = await freePort();
  const env = environment(server, port);
  const cli = `${installed(directusFolder, "directus")}/node_modules/directus/cli.js`;
  execFileSync(process.execPath, [cli, "bootstrap"], { cwd: directusFolder, env, stdio: "ignore" });
  const client = await server.connect("directus");
  await loadNative(client, "public");
  await client.end();
  const child = spawn(process.execPath, [cli, "start"], { cwd: directusFolder, env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/server/ping`);
  const offset = Math.floor(Math.random() * 1e9);
  return {
    name: "Directus",
    kind: "peer",
    url,
    pid: child.pid ?? 0,
    stop: () => void child.kill(),
    headers,
    request: (workload, index) => requestOf(workload, index, offset),
  };
}

function environment({ owner }: BenchServer, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    SECRET: token,
    DB_CLIENT: "pg",
    DB_HOST: String(owner.host),
    DB_PORT: String(owner.port ?? 5432),
    DB_DATABASE: "directus",
    DB_USER: owner.user,
    DB_PASSWORD: owner.password,
    DB_POOL__MAX: "20",
    ADMIN_EMAIL: "bench@example.org",
    ADMIN_PASSWORD: token,
    ADMIN_TOKEN: token,
    // What it would do beside answering.
    CACHE_ENABLED: "false",
    RATE_LIMITER_ENABLED: "false",
    PRESSURE_LIMITER_ENABLED: "false",
    TELEMETRY: "false",
    LOG_LEVEL: "error",
  };
}

async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 120_000; ; await sleep(200)) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    if (Date.now() > end) throw new Error(`${url} does not answer`);
  }
}

function requestOf(workload: Workload, index: number, offset: number): BenchRequest {
  const base = "/items/items";
  switch (workload) {
    case "get by id":
      return { method: "GET", path: `${base}/${some(index)}` };
    case "filtered list of 20":
      return {
        method: "GET",
        path: `${base}?filter[status][_eq]=${statuses[index % statuses.length]}&sort=-rank&limit=20`,
      };
    case "list with parent":
      return { method: "GET", path: `${base}?fields=id,title,category_id.name&sort=-rank&limit=20` };
    case "insert":
      return { method: "POST", path: base, headers: json, body: JSON.stringify(item(offset + index, "new")) };
    case "update":
      return {
        method: "PATCH",
        path: `${base}/${some(index)}`,
        headers: json,
        body: JSON.stringify({ price: index }),
      };
  }
}
