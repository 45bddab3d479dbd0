import { createServer, type IncomingMessage, type Server } from "node:http";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import next from "next";
import { projectHosts } from "#lib/data-api/hosts.ts";
import { assertDataFolderIsFree } from "#lib/db/embedded/data-lock.ts";
import { type Config, loadConfig } from "#lib/env/env.ts";
import { createLog, type Log } from "#lib/log.ts";
import { workOnImports } from "#lib/operations/imports/work-on-imports.ts";
import { workOnJobs } from "#lib/operations/schema/work-on-jobs.ts";
import { createRuntime } from "#lib/runtime/create.ts";
import { installRuntime, type Runtime } from "#lib/runtime/runtime.ts";
import { sendConsoleToLog } from "#lib/server/console-to-log.ts";
import { onCrash } from "#lib/server/crash.ts";
import { drainable } from "#lib/server/drain.ts";
import { tellLauncher } from "#lib/server/launcher-channel.ts";
import { assertPortIsFree, listen } from "#lib/server/listen.ts";
import { requestListener } from "#lib/server/request-listener.ts";
import { startFailure } from "#lib/server/start-failure.ts";
import { stopSignal } from "#lib/server/stop-signal.ts";
import { answerUnreadRequests, readsLongAddresses } from "#lib/server/unread-requests.ts";

/** The folder of this file: paths of the product's own files must not depend on where it is started. */
const root = dirname(fileURLToPath(import.meta.url));
const isDevelopment = process.argv.includes("--dev");

process.chdir(root);
const stop = stopSignal();
let dataDir: string | null = null;
try {
  const config = loadConfig();
  dataDir = config.dataDir;
  const log = createLog(config.logLevel);
  onCrash(log, stop.request);
  await run(config, log);
  process.exit();
} catch (error) {
  process.stderr.write(
    `${startFailure(error, dataDir) ?? (error instanceof Error ? error.stack : String(error))}\n`,
  );
  process.exit(1);
}

/** Starts everything, serves until somebody asks to stop, and ends everything in the opposite order. */
async function run(config: Config, log: Log): Promise<void> {
  // Asked first: this is known at once then, not after the database was made.
  if (config.databaseUrl === null) await assertDataFolderIsFree(config.dataDir);
  await assertPortIsFree(config);
  const services = await createRuntime(config, log, (line) => tellLauncher({ kind: "line", line }));
  try {
    installRuntime(services.runtime);
    if (!stop.signal.aborted) await serve(config, services.runtime);
  } finally {
    await services.close();
  }
}

async function serve(config: Config, runtime: Runtime): Promise<void> {
  if (!isDevelopment) sendConsoleToLog(runtime.log);
  const server = createServer({ ...readsLongAddresses, shouldUpgradeCallback: isWebSocket });
  const drain = drainable(server);
  const pages = next({
    dev: isDevelopment,
    dir: root,
    hostname: config.host,
    port: config.port,
    httpServer: server,
  });
  await pages.prepare();
  const listener = requestListener({
    runtime,
    pages: pages.getRequestHandler(),
    monacoFolder: join(root, "node_modules/monaco-editor/min"),
    isStopping: () => stop.signal.aborted,
  });
  server.on("request", listener);
  answerUnreadRequests(server, projectHosts(config));
  configure(server);
  await listen(server, config);
  const jobs = workOnJobs();
  const imports = workOnImports();
  runtime.log.info({ url: config.appUrl, host: config.host, port: config.port }, "listening");
  tellLauncher({ kind: "ready", url: config.appUrl, isBuiltinGenerator: !hasModel(config) });
  await stop.requested;
  runtime.log.info("stopping");
  await Promise.all([drain(), jobs.close(), imports.close()]);
  // Next's compiler in development may take its time; nothing of it needs saving.
  await Promise.race([pages.close(), sleep(2000)]);
}

/** Who offers HTTP/2 on the way (`Upgrade: h2c`, as Java's client does) is answered in HTTP/1.1, as if it had not. */
function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

function configure(server: Server): void {
  // Longer than what proxies in front keep their connections: else they would send into a closed one.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  server.requestTimeout = 120_000;
  // Next's own listener serves hot reloading in development; nothing else here speaks WebSocket.
  if (isDevelopment) return;
  server.on("upgrade", (_req, socket) => {
    socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
}

function hasModel({ ai }: Config): boolean {
  return ai.mistralApiKey !== null || ai.baseUrl !== null;
}
