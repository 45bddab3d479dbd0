import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { superuser } from "#lib/db/embedded/initialize-cluster.ts";
import { deriveKey } from "#lib/derive-key.ts";

/** The embedded Postgres of a data folder, looked at from outside. */
export interface Cluster {
  /** Kills the postmaster, or it and every process of it at once, with SIGKILL. */
  kill(what: "postmaster" | "all"): void;
  /** Runs a query as the superuser. */
  query<Row extends object>(text: string): Promise<Row[]>;
}

export function embeddedCluster(dataDir: string, secret: string): Cluster {
  return {
    kill: (what) => {
      const { pid } = lockFile(dataDir);
      const children = what === "all" ? childrenOf(pid) : [];
      for (const victim of [pid, ...children]) {
        try {
          process.kill(victim, "SIGKILL");
        } catch {
          // It has ended by itself meanwhile.
        }
      }
    },
    query: async <Row extends object>(text: string) => {
      const client = new pg.Client({
        host: lockFile(dataDir).socketDirectory,
        port: 5432,
        database: "rowhouse",
        user: superuser,
        password: Buffer.from(deriveKey(secret, "postgres-owner", 32)).toString("base64url"),
      });
      client.on("error", () => undefined);
      await client.connect();
      try {
        return (await client.query<Row & pg.QueryResultRow>(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** postmaster.pid: the first line is the process, the fifth the socket's folder. */
function lockFile(dataDir: string): { readonly pid: number; readonly socketDirectory: string } {
  const pointer = join(dataDir, "postgres-location");
  const home = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : dataDir;
  const lines = readFileSync(join(home, "postgres", "postmaster.pid"), "utf8").split("\n");
  return { pid: Number(lines[0]), socketDirectory: lines[4] ?? "" };
}

function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    return ppid === parent && pid !== undefined ? [pid] : [];
  });
}
