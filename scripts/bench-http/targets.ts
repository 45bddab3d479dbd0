import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { signProjectKey } from "#lib/auth/project-key-token.ts";
import { insertKeys } from "#lib/store/projects/project-key.ts";
import { engineProject } from "#tests/harness/engine-project.ts";
import type { BenchServer } from "../bench/bench-server.ts";
import { v8Options } from "../launch/v8-options.mjs";
import { type ChildServer, startChild } from "./child-server.ts";
import { category, categoryCount, item, rowCount, rowId, statuses } from "./rows.ts";
import type { BenchRequest, Target, Workload } from "./workload.ts";

const json = { "Content-Type": "application/json" };
const secret = "a benchmark keeps nothing that is worth a secret";
const some = (index: number) => rowId("item", (index * 7919) % rowCount);
const status = (index: number) => statuses[index % statuses.length] ?? "open";

/** node:http and `pg`, nothing else: what no framework can be faster than. */
export async function bareTarget(server: BenchServer): Promise<Target> {
  const { url, pid, stop } = await startChild("scripts/bench-http/bare-server.ts", server.owner);
  const offset = Math.floor(Math.random() * 1e9);
  const request = (workload: Workload, index: number): BenchRequest => {
    switch (workload) {
      case "get by id":
        return { method: "GET", path: `/get/${some(index)}` };
      case "filtered list of 20":
        return { method: "GET", path: `/list/${status(index)}` };
      case "list with parent":
        return { method: "GET", path: "/parent" };
      case "insert":
        return {
          method: "POST",
          path: "/insert",
          headers: json,
          body: JSON.stringify(item(offset + index, "new")),
        };
      case "update":
        return {
          method: "PATCH",
          path: `/update/${some(index)}`,
          headers: json,
          body: JSON.stringify({ price: index }),
        };
    }
  };
  return { name: "bare node:http", kind: "bare", url, pid, stop, headers: {}, request };
}

/** The product, by its direct mount, with the rows in a virtual table. */
export async function rowhouseTarget(server: BenchServer): Promise<Target> {
  const { ref, key } = await loadVirtual(server);
  await server.superuser.query("analyze rowhouse.project_data");
  const { url, pid, stop } = await startRowhouse(server, { isLimited: false });
  const base = `/p/${ref}/rest/v1`;
  const offset = Math.floor(Math.random() * 1e9);
  const request = (workload: Workload, index: number): BenchRequest => {
    switch (workload) {
      case "get by id":
        return { method: "GET", path: `${base}/items?id=eq.${some(index)}` };
      case "filtered list of 20":
        return { method: "GET", path: `${base}/items?status=eq.${status(index)}&order=rank.desc&limit=20` };
      case "list with parent":
        return {
          method: "GET",
          path: `${base}/items?select=id,title,categories(name)&order=rank.desc&limit=20`,
        };
      case "insert":
        return {
          method: "POST",
          path: `${base}/items`,
          headers: json,
          body: JSON.stringify(item(offset + index, "new")),
        };
      case "update":
        return {
          method: "PATCH",
          path: `${base}/items?id=eq.${some(index)}`,
          headers: json,
          body: JSON.stringify({ price: index }),
        };
    }
  };
  return { name: "Rowhouse", kind: "own", url, pid, stop, headers: { apikey: key }, request };
}

/** The same rows by the same handlers, mounted as a route of Next; null without a build. */
export async function nextTarget(server: BenchServer, own: Target): Promise<Target | null> {
  if (!existsSync(".next/BUILD_ID")) return null;
  const child = await startRowhouse(server, { isLimited: false, mount: "next" });
  return { ...own, ...child, name: "Rowhouse in Next", kind: "mount" };
}

interface RowhouseOptions {
  /** Whether an app may ask as much as in the product; a benchmark of what the server can do asks for more. */
  readonly isLimited: boolean;
  /** Default: the product's own server, past Next. */
  readonly mount?: "direct" | "next";
}

/** The product's own server as it mounts the data API. */
export function startRowhouse(server: BenchServer, options: RowhouseOptions): Promise<ChildServer> {
  const given = {
    login: server.login("rowhouse_request"),
    signingKey: Buffer.from(server.signingKey).toString("hex"),
    secret,
    improvements: server.improvements,
    mount: "direct",
    ...options,
  };
  return startChild("scripts/bench-http/rowhouse-server.ts", given, v8Options);
}

/** A project with a table of items and the key to it. @param rows how many. */
export async function loadVirtual(
  server: BenchServer,
  rows = rowCount,
): Promise<{ readonly ref: string; readonly key: string }> {
  const project = await engineProject(server);
  const created = { name: "created_at", type: "timestamptz", required: true, default: "now()" } as const;
  await project.apply([
    {
      kind: "create_table",
      table: {
        name: "categories",
        columns: [
          { name: "id", type: "uuid", primary_key: true },
          { name: "name", type: "text", required: true },
        ],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "items",
        columns: [
          { name: "id", type: "uuid", primary_key: true },
          { name: "title", type: "text", required: true },
          { name: "status", type: "text", required: true, indexed: true },
          { name: "rank", type: "integer", required: true, indexed: true },
          { name: "price", type: "number" },
          { name: "note", type: "text" },
          { name: "category_id", type: "uuid", references: { table: "categories", column: "id" } },
          created,
        ],
      },
    },
  ]);
  await project.insert(
    "categories",
    Array.from({ length: categoryCount }, (_, index) => category(index)),
  );
  for (let start = 0; start < rows; start += 2000)
    await project.insert(
      "items",
      Array.from({ length: Math.min(2000, rows - start) }, (_, index) => ({ ...item(start + index) })),
    );
  const { projectId } = project.scope;
  const ref = `p${projectId.replaceAll("-", "").slice(0, 15)}`;
  const ids = { anon: randomUUID(), serviceRole: randomUUID() };
  const made = await server.database.query<{ id: string; created_at: string }>(
    project.scope,
    insertKeys(project.scope, ids),
  );
  const row = made.rows.find(({ id }) => id === ids.serviceRole);
  const claims = { projectId, keyId: ids.serviceRole, kind: "service_role", ref } as const;
  return { ref, key: await signProjectKey(claims, new Date(row?.created_at ?? 0), secret) };
}
