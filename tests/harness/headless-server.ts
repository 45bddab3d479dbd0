// The product without its pages: the server of `server.ts` with the management API and the data API, without the wait for
// Next's build. A process of its own, for tests that kill it, and for several servers on one database. Configured by the
// environment, as the product is; a line on stdout tells its address.
// node tests/harness/headless-server.ts

import { once } from "node:events";
import { createServer } from "node:http";
import { loadConfig } from "#lib/env/env.ts";
import { createLog } from "#lib/log.ts";
import { createRuntime } from "#lib/runtime/create.ts";
import { installRuntime } from "#lib/runtime/runtime.ts";
import { onCrash } from "#lib/server/crash.ts";
import { drainable } from "#lib/server/drain.ts";
import { listen } from "#lib/server/listen.ts";
import { requestListener } from "#lib/server/request-listener.ts";
import { stopSignal } from "#lib/server/stop-signal.ts";
import { apiRoutes } from "#tests/api/api-server.ts";

const stop = stopSignal();
const config = loadConfig();
const log = createLog(config.logLevel);
onCrash(log, stop.request);
const services = await createRuntime(config, log);
try {
  installRuntime(services.runtime);
  const api = await apiRoutes();
  const server = createServer();
  const drain = drainable(server);
  const { runtime } = services;
  server.on(
    "request",
    requestListener({
      runtime,
      pages: api.answer,
      monacoFolder: "/nonexistent",
      isStopping: () => stop.signal.aborted,
    }),
  );
  await listen(server, config);
  process.stdout.write(`${JSON.stringify({ ready: `http://127.0.0.1:${config.port}` })}\n`);
  if (!stop.signal.aborted) await Promise.race([stop.requested, once(server, "close")]);
  await drain();
} finally {
  await services.close();
}
process.exit();
