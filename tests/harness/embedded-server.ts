// The smallest server that holds an embedded Postgres: a process of its own, for tests that kill it.
// node tests/harness/embedded-server.ts <data folder> <secret>
import { startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { StartError } from "#lib/errors/start-error.ts";
import { createLog } from "#lib/log.ts";

const [dataDir = "", secret = ""] = process.argv.slice(2);

try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    secret,
    log: createLog("silent"),
    say: (line) => process.stdout.write(`${JSON.stringify({ said: line })}\n`),
  });
  const stayAlive = setInterval(() => undefined, 60_000);
  process.once("SIGTERM", () => {
    clearInterval(stayAlive);
    void postgres.stop();
  });
  process.stdout.write(`${JSON.stringify({ postgresPid: postgres.pid(), owner: postgres.owner })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
