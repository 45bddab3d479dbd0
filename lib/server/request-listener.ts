import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { projectHosts } from "../data-api/hosts.ts";
import { serveDataApi } from "../data-api/node.ts";
import { clientAddressHeader, resolveClientAddress } from "../http/client-address.ts";
import { requestIdHeader, requestIdOf } from "../http/request-id.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { serveDirectly } from "./direct-routes.ts";
import { sendAlive, sendReadiness } from "./health.ts";
import { createMetrics, surfaceOf } from "./metrics.ts";
import { staticFiles } from "./static-files.ts";
import { watchUnsentAnswers } from "./unsent-answers.ts";

export interface ListenerOptions {
  readonly runtime: Runtime;
  /** Next's handler: pages and the management API. */
  readonly pages: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Absolute: what lies below `/monaco/`. */
  readonly monacoFolder: string;
  readonly isStopping: () => boolean;
}

/** Headers that every answer has. */
type OwnHeaders = readonly (readonly [name: string, value: string])[];

/** Answers health, metrics and static files itself and hands the rest on; every request gets an id and a log line. */
export function requestListener(options: ListenerOptions): RequestListener {
  const { runtime, isStopping } = options;
  const monaco = staticFiles(options.monacoFolder);
  let open = 0;
  const metrics = createMetrics(() => open);
  const hosts = projectHosts(runtime.config);
  const unsent = watchUnsentAnswers({ hosts, log: runtime.log });

  const answer = async (req: IncomingMessage, res: ServerResponse, own: OwnHeaders): Promise<void> => {
    const path = (req.url ?? "/").split("?", 1)[0] ?? "/";
    const data = isWellFormed(path) ? serveDataApi(req, res, hosts, own) : null;
    if (data !== null) return data;
    for (const [name, value] of own) res.setHeader(name, value);
    if (!isWellFormed(path)) return refusePath(res);
    if (path === "/healthz") return sendAlive(res);
    if (path === "/readyz") return sendReadiness(res, runtime, isStopping());
    if (path === "/metrics") return metrics.send(res);
    if (path.startsWith("/monaco/")) return monaco(req, res, path.slice("/monaco/".length));
    return serveDirectly(req, res, path) ?? options.pages(req, res);
  };

  return (req, res) => {
    const startedMs = performance.now();
    const requestId = identify(req, runtime.config.trustProxyHops);
    const own: [name: string, value: string][] = [
      [requestIdHeader, requestId],
      ["X-Content-Type-Options", "nosniff"],
    ];
    // A connection that stays open would outlive the drain.
    if (isStopping()) own.push(["Connection", "close"]);
    open += 1;
    unsent.watch(req, res);
    res.once("close", () => {
      open -= 1;
      const ms = performance.now() - startedMs;
      metrics.observe(req, res, ms / 1000);
      logRequest(runtime, req, res, { requestId, ms });
    });
    answer(req, res, own).catch((error: unknown) => fail(runtime, res, requestId, error));
  };
}

/** Next answers a path whose escapes are no UTF-8 with an error of its own, as plain text. */
function isWellFormed(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function refusePath(res: ServerResponse): void {
  sendError(res, 400, { code: "RH002", message: "The address holds escapes that are no UTF-8." });
}

/** Writes the request's id and the client's address where every later part of the product reads them. */
function identify(req: IncomingMessage, trustProxyHops: number): string {
  const given = req.headers["x-request-id"];
  const requestId = requestIdOf({ get: () => (typeof given === "string" ? given : null) });
  req.headers["x-request-id"] = requestId;
  const forwardedFor = req.headers["x-forwarded-for"];
  req.headers[clientAddressHeader] = resolveClientAddress(
    req.socket.remoteAddress,
    Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
    trustProxyHops,
  );
  return requestId;
}

const quiet = new Set(["/healthz", "/readyz", "/metrics"]);
/** An app's requests are too many to write a line about each; what fails is told where it fails. */
const quietSurfaces: ReadonlySet<string> = new Set(["static", "data"]);

function logRequest(
  { log }: Runtime,
  req: IncomingMessage,
  res: ServerResponse,
  { requestId, ms }: { requestId: string; ms: number },
): void {
  const path = (req.url ?? "/").split("?", 1)[0] ?? "/";
  const isQuiet = quiet.has(path) || quietSurfaces.has(surfaceOf(path));
  const level = isQuiet && res.statusCode < 500 ? "debug" : "info";
  const outcome = res.writableFinished ? "request" : "request ended by the client";
  log[level](
    { request_id: requestId, method: req.method, path, status: res.statusCode, ms: Math.round(ms) },
    outcome,
  );
}

/** The last resort; routes and pages answer their own errors. */
function fail({ log }: Runtime, res: ServerResponse, requestId: string, error: unknown): void {
  log.error({ err: error, request_id: requestId }, "a request failed outside its route");
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.setHeader(requestIdHeader, requestId);
  sendError(res, 500, { code: "RH000", message: "Internal error" });
}

/** The contract's error body; the id is the one in the header already. */
function sendError(res: ServerResponse, status: number, error: { code: string; message: string }): void {
  const body = { ...error, details: null, hint: null, id: res.getHeader(requestIdHeader) ?? null };
  res.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  res.end(JSON.stringify({ error: body }));
}
