import { globSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { relative, resolve } from "node:path";
import { Readable } from "node:stream";
import { clientAddressHeader, resolveClientAddress } from "#lib/http/client-address.ts";
import type { RouteHandler } from "#lib/http/route.ts";

type RouteModule = Partial<Record<string, RouteHandler>>;

/** One file of `app/api`, as Next would match it. */
export interface ApiRoute {
  /** `/api/projects/[projectId]` */
  readonly pattern: string;
  readonly module: RouteModule;
}

export interface ApiServer {
  readonly url: string;
  readonly routes: readonly ApiRoute[];
  close(): Promise<void>;
}

/**
 * The route handlers of `app/api` behind a plain HTTP server: real requests without the wait for Next's build. What Next
 * adds is covered by the smoke test and in the browser.
 */
export async function startApiServer(): Promise<ApiServer> {
  const { routes, answer } = await apiRoutes();
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    routes,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** The same without a server around it. */
export async function apiRoutes(): Promise<{
  readonly routes: readonly ApiRoute[];
  answer(req: IncomingMessage, res: ServerResponse): Promise<void>;
}> {
  const routes = await loadRoutes();
  return { routes, answer: (req, res) => answer(routes, req, res) };
}

async function loadRoutes(): Promise<ApiRoute[]> {
  const files = globSync("app/api/**/route.ts", { cwd: resolve(".") });
  const routes = await Promise.all(
    files.map(async (file) => ({
      pattern: `/${relative("app", file).replace(/\/route\.ts$/, "")}`,
      module: (await import(resolve(file))) as RouteModule,
    })),
  );
  // A fixed segment goes before a parameter, a parameter before the rest of the path.
  const rank = ({ pattern }: ApiRoute) => pattern.replaceAll("[[...", "~~").replaceAll("[", "~");
  return routes.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

async function answer(routes: readonly ApiRoute[], req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", "http://127.0.0.1");
  const found = match(routes, url.pathname);
  const handler = found?.module[req.method ?? "GET"];
  if (found === null || handler === undefined) {
    res.writeHead(found === null ? 404 : 405).end("not a route");
    return;
  }
  // As Next does: who closes the connection has no use for the answer.
  const gone = new AbortController();
  res.once("close", () => res.writableFinished || gone.abort());
  const response = await handler(toRequest(req, url, gone.signal), { params: Promise.resolve(found.params) });
  res.writeHead(response.status, [...response.headers].flat());
  res.end(Buffer.from(await response.arrayBuffer()));
}

function match(routes: readonly ApiRoute[], path: string): (ApiRoute & { params: object }) | null {
  for (const route of routes) {
    const names: string[] = [];
    const source = route.pattern
      .replace(/\/\[\[\.\.\.\w+\]\]$/, "(?:/.*)?")
      .replace(/\[(\w+)\]/g, (_all, name: string) => {
        names.push(name);
        return "([^/]+)";
      });
    const found = new RegExp(`^${source}$`).exec(path);
    if (found === null) continue;
    const values = found.slice(1).map((value) => decodeURIComponent(value));
    return { ...route, params: Object.fromEntries(names.map((name, index) => [name, values[index]])) };
  }
  return null;
}

function toRequest(req: IncomingMessage, url: URL, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value));
  headers.set(clientAddressHeader, resolveClientAddress(req.socket.remoteAddress, undefined, 0));
  const hasBody = req.method !== "GET" && req.method !== "HEAD";
  return new Request(url, {
    method: req.method ?? "GET",
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(req), duplex: "half" } : {}),
  } as RequestInit);
}
