import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { postSql, postSqlCheck } from "../http/endpoints/sql.ts";
import type { RouteHandler } from "../http/route.ts";
import { sendResponse } from "./send-response.ts";

interface DirectRoute {
  readonly method: string;
  readonly path: RegExp;
  readonly handler: RouteHandler;
}

/**
 * What the SQL panel sends at every run and every pause in typing. The way through Next costs several times what the rest
 * of such a request does; the handlers are the very same, with their own gate.
 */
const routes: readonly DirectRoute[] = [
  { method: "POST", path: /^\/api\/database\/([^/]+)\/sql$/, handler: postSql },
  { method: "POST", path: /^\/api\/database\/([^/]+)\/sql\/check$/, handler: postSqlCheck },
];

/** Answers such a request. @returns null for any other. */
export function serveDirectly(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> | null {
  for (const { method, path: form, handler } of routes) {
    const databaseId = req.method === method ? form.exec(path)?.[1] : undefined;
    if (databaseId !== undefined) return serve(req, res, handler, decodeURIComponent(databaseId));
  }
  return null;
}

async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  handler: RouteHandler,
  databaseId: string,
): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => res.writableFinished || gone.abort());
  const request = toRequest(req, gone.signal);
  const response = await handler(request, { params: Promise.resolve({ databaseId }) });
  if (res.destroyed) return void (await response.body?.cancel());
  await sendResponse(req, res, response, gone.signal);
}

/** The host is told by its header; nothing reads it from here. */
function toRequest(req: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers))
    if (value !== undefined) headers.set(name, String(value));
  const init = { method: req.method ?? "POST", headers, signal, body: Readable.toWeb(req), duplex: "half" };
  // The cast: Node's types of a Request's init know neither `duplex` nor its own web streams.
  return new Request(new URL(req.url ?? "/", "http://localhost"), init as unknown as RequestInit);
}
