import { constants, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Config } from "../env/env.ts";
import { StartError } from "../errors/start-error.ts";
import type { Log } from "../log.ts";
import type { SlowDown } from "./connections/left-backends.ts";
import type { ConnectionTarget } from "./connections/pool.ts";
import { startEmbeddedPostgres } from "./embedded/start-embedded-postgres.ts";

/** How the owner of the database connects, and what to do when nobody needs it any more. */
export interface OwnerConnection {
  readonly owner: pg.ClientConfig;
  /** The same server and database, for other logins. */
  readonly target: ConnectionTarget;
  /** Set when its processes run on this machine, as ours. */
  readonly slowDown?: SlowDown;
  close(): Promise<void>;
}

const serverVersionMin = 160_000;
/** A Postgres that is started at the same time (compose, systemd) gets this long. */
const patienceMs = 30_000;

/**
 * The Postgres of DATABASE_URL, else the embedded one, started on the data folder.
 *
 * @param say receives single lines for the person who starts it.
 * @throws {StartError} if it cannot be used.
 */
export async function openOwnerConnection(
  config: Config,
  log: Log,
  say: (line: string) => void,
): Promise<OwnerConnection> {
  if (config.databaseUrl === null) {
    const { dataDir, secret } = config;
    const { owner, stop } = await startEmbeddedPostgres({ dataDir, secret, log, say });
    const target = { host: owner.host, port: owner.port, database: owner.database };
    return { owner, target, slowDown: (processId) => slowDown(processId, log), close: stop };
  }
  const owner = { connectionString: config.databaseUrl };
  await checkServer(owner, say);
  const { host, port, database, ssl } = new pg.Client(owner);
  const target = { host, port, ssl, ...(database === undefined ? {} : { database }) };
  return { owner, target, close: async () => undefined };
}

/** Of two processes that want the processor, one of the lowest priority gets a seventieth of it. */
function slowDown(processId: number, log: Log): void {
  try {
    setPriority(processId, constants.priority.PRIORITY_LOW);
  } catch (error) {
    log.warn({ err: error, postgres_pid: processId }, "cannot lower the priority of a statement");
  }
}

async function checkServer(owner: pg.ClientConfig, say: (line: string) => void): Promise<void> {
  const client = await connectPatiently(owner, say);
  try {
    const { rows } = await client.query<{ number: string; version: string }>(
      "select current_setting('server_version_num') as number, current_setting('server_version') as version",
    );
    if (Number(rows[0]?.number) >= serverVersionMin) return;
    throw new StartError(`DATABASE_URL names a Postgres ${rows[0]?.version}: Rowhouse needs 16 or newer.`);
  } finally {
    await client.end();
  }
}

/** Not there yet, still starting up, or restarting: SQLSTATE 57P03, or no answer at all. */
const passing = new Set(["ECONNREFUSED", "ENOENT", "57P03"]);

async function connectPatiently(owner: pg.ClientConfig, say: (line: string) => void): Promise<pg.Client> {
  for (const end = Date.now() + patienceMs; ; await sleep(1000)) {
    const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
    // A connection that breaks fails the query that waits on it; the event besides would end the process.
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code = "" } = error as { code?: string };
      if (!passing.has(code) || Date.now() > end) throw connectFailure(code, error);
      say("Waiting for the Postgres of DATABASE_URL …");
    }
  }
}

/** By Node's system code or Postgres's SQLSTATE. */
const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: "does not answer: check the address, and that it runs",
  ENOENT: "does not answer: check the socket's path, and that it runs",
  ETIMEDOUT: "does not answer: check the address, and firewalls on the way",
  ENOTFOUND: "has a host name that does not exist: check the address",
  EAI_AGAIN: "has a host name that cannot be looked up: check the address and the network",
  "28P01": "refuses the password: check it",
  "28000": "refuses this user, or wants TLS: check the user, and add ?sslmode=require",
  "3D000": "has no such database: create it, owned by the user of the URL",
};

function connectFailure(code: string, cause: unknown): unknown {
  const failure = failures[code];
  return failure === undefined
    ? cause
    : new StartError(`The Postgres of DATABASE_URL ${failure}.`, { cause });
}
