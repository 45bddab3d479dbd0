import type { ServerResponse } from "node:http";
import type { Runtime } from "../runtime/runtime.ts";

/** `/healthz`: the process answers. */
export function sendAlive(res: ServerResponse): void {
  sendJson(res, 200, { status: "ok" });
}

/**
 * `/readyz`: whether requests can be served: the database is reached, its migrations are those of this code, and the
 * server is not about to stop.
 */
export async function sendReadiness(
  res: ServerResponse,
  runtime: Runtime,
  isStopping: boolean,
): Promise<void> {
  const database = await runtime.database.health();
  const isReady = database.reachable && database.migrated && !isStopping;
  sendJson(res, isReady ? 200 : 503, {
    status: isStopping ? "stopping" : isReady ? "ready" : "not ready",
    database: {
      reachable: database.reachable,
      migrated: database.migrated,
      server_version: database.serverVersion,
      improvements: database.improvements,
    },
    generator: runtime.schemaGenerator.name,
  });
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  res.end(JSON.stringify(value));
}
