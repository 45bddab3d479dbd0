// The product's own server as it mounts the data API, without the pages; or the route of Next.
// node scripts/bench-http/rowhouse-server.ts '<JSON of logins and keys>'
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import type { Login } from "#lib/db/connections/pool.ts";
import type { DatabaseHealth } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { createBodyRoom } from "#lib/limits/body-room.ts";
import { createAppLimiter } from "#lib/limits/create-rate-limiter.ts";
import type { RateLimiter } from "#lib/limits/rate-limiter.ts";
import { createLog } from "#lib/log.ts";
import { createKeptPlans } from "#lib/rest/kept-plans.ts";
import { installRuntime, type Runtime } from "#lib/runtime/runtime.ts";
import { requestListener } from "#lib/server/request-listener.ts";
import { createProjectKeyrings } from "#lib/store/projects/project-keyring.ts";
import { createCatalogCache } from "#lib/store/schema/catalog-cache.ts";
import { createRowStatistics } from "#lib/store/schema/row-statistics.ts";

const given = JSON.parse(process.argv[2] ?? "{}") as {
  readonly login: Login;
  readonly signingKey: string;
  readonly secret: string;
  readonly improvements: DatabaseHealth["improvements"];
  /** Whether an app may ask so much only; a benchmark of what the server can do asks for more. */
  readonly isLimited: boolean;
  readonly mount: "direct" | "next";
};
const log = createLog("warn");
const database = openDatabase({
  login: given.login,
  signingKey: Buffer.from(given.signingKey, "hex"),
  log,
  migrationVersion: "",
  improvements: given.improvements,
});
const limiter = createAppLimiter({ isRateLimited: true });
/** Counts as ever, and never refuses. */
const counting: RateLimiter = {
  consume: (key, rule, cost) => limiter.consume(key, { ...rule, points: Number.MAX_SAFE_INTEGER }, cost),
  close: () => limiter.close(),
};
// The cast: the data API asks for these services alone.
const runtime = {
  config: { secret: given.secret, appUrl: "http://localhost:3000", trustProxyHops: 0 },
  log,
  database,
  catalogs: createCatalogCache(database),
  keyrings: createProjectKeyrings(database),
  plans: createKeptPlans(),
  rowStatistics: createRowStatistics(database, log),
  appLimiter: given.isLimited ? limiter : counting,
  bodyRoom: createBodyRoom(),
} as unknown as Runtime;
installRuntime(runtime);
const server = createServer();
server.on("request", given.mount === "next" ? await routed(server) : direct());
// As server.ts: longer than anybody thinks between two requests.
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
// Whoever started it holds the other end: it must not live on alone.
process.stdin.resume().on("end", () => process.exit());

/** As the product answers. */
function direct(): RequestListener {
  return requestListener({
    runtime,
    pages: async (_req, res) => void res.writeHead(404).end(),
    monacoFolder: ".",
    isStopping: () => false,
  });
}

/** By the route of Next alone, as on any host of Next. */
async function routed(httpServer: Server): Promise<RequestListener> {
  const pages = next({ dev: false, dir: process.cwd(), httpServer });
  await pages.prepare();
  const answer = pages.getRequestHandler();
  return (req, res) => void answer(req, res);
}
