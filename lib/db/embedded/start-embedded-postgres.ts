import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { deriveKey } from "../../derive-key.ts";
import { StartError } from "../../errors/start-error.ts";
import type { Log } from "../../log.ts";
import { findBinaries } from "./binaries.ts";
import { lockDataFolder } from "./data-lock.ts";
import { initializeCluster, superuser } from "./initialize-cluster.ts";
import { type Places, preparePlaces, removeSocketDirectory } from "./places.ts";
import { type Postmaster, startPostmaster } from "./postmaster.ts";
import { isPostmaster } from "./process-table.ts";
import { type Settings, writeSettings } from "./settings.ts";

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its socket, its log and the lock; made if it is missing. */
  readonly dataDir: string;
  /** The superuser's password derives from it. */
  readonly secret: string;
  readonly log: Log;
  /** The folder that holds node_modules; default: the working directory. */
  readonly root?: string;
  /** Wins over our settings: tests switch fsync off. */
  readonly settings?: Settings;
  /** Receives single lines for the person who starts it. */
  readonly say?: (line: string) => void;
}

/** How the owner, a superuser here, connects. */
export interface OwnerLogin {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export interface EmbeddedPostgres {
  readonly owner: OwnerLogin;
  /** Of the Postgres that runs now: it changes when it had to be restarted. */
  pid(): number;
  /** Ends connections and stops Postgres; then frees the data folder. */
  stop(): Promise<void>;
}

const databaseName = "rowhouse";

/**
 * Starts the embedded Postgres on a data folder, restarts it when it dies, and holds the folder until it is stopped.
 *
 * @throws {StartError} if another Rowhouse holds the folder, or Postgres cannot start there.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, say = () => undefined } = options;
  const binaries = findBinaries(options.root ?? process.cwd());
  const lock = await lockDataFolder(dataDir);
  let places: Places | null = null;
  try {
    places = preparePlaces(dataDir, binaries, say);
    const owner = ownerLogin(places, options.secret);
    await initializeCluster(places, owner.password);
    writeSettings(places, options.settings ?? {});
    const supervisor = supervise(places, await startPostmaster(places), log);
    const { socketDirectory, cluster } = places;
    const stop = async () => {
      await supervisor.stop();
      removeSocketDirectory({ socketDirectory, cluster });
      lock.release();
    };
    await ensureDatabase(owner).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { owner, pid: supervisor.pid, stop };
  } catch (error) {
    if (places !== null) removeSocketDirectory(places);
    lock.release();
    throw error;
  }
}

function ownerLogin(places: Places, secret: string): OwnerLogin {
  const password = Buffer.from(deriveKey(secret, "postgres-owner", 32)).toString("base64url");
  return { host: places.socketDirectory, port: 5432, database: databaseName, user: superuser, password };
}

async function ensureDatabase(owner: OwnerLogin): Promise<void> {
  const client = new pg.Client({ ...owner, database: "postgres" });
  // A connection that breaks fails the query that waits on it; the event besides would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "28P01") throw error;
    throw new StartError(
      "The data folder was made with another secret: set the ROWHOUSE_SECRET of that time, or restore the folder's file secret.",
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

const backOffMsMax = 5000;

/** Keeps a Postgres running: when it ends unasked, it is started again, ever more slowly. */
function supervise(places: Places, first: Postmaster, log: Log): { pid(): number; stop(): Promise<void> } {
  let current = first;
  let isStopping = false;
  // The last resort, if the process ends before Postgres has stopped: it must not stay behind. Immediate while it is
  // being stopped already, as a fast shutdown that hangs (on a full disk) is why somebody lost patience.
  const abandon = () => {
    if (isPostmaster(current.pid, places.cluster))
      process.kill(current.pid, isStopping ? "SIGQUIT" : "SIGINT");
  };
  process.once("exit", abandon);

  const watch = async (): Promise<void> => {
    for (let backOffMs = 100; ; ) {
      await current.ended;
      if (isStopping) return;
      log.warn({ backoff_ms: backOffMs }, "Postgres ended unexpectedly and is started again");
      await sleep(backOffMs);
      if (isStopping) return;
      try {
        current = await startPostmaster(places);
        if (isStopping) await current.stop();
        log.info({ postgres_pid: current.pid }, "Postgres runs again");
        backOffMs = 100;
      } catch (error) {
        log.error({ err: error }, "Postgres could not be started again");
        backOffMs = Math.min(backOffMsMax, backOffMs * 2);
      }
    }
  };
  const watching = watch();

  return {
    pid: () => current.pid,
    stop: async () => {
      isStopping = true;
      await current.stop();
      await watching;
      process.off("exit", abandon);
    },
  };
}
