import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Places } from "./places.ts";

export type Program = "initdb" | "postgres";

/**
 * Starts one of the three programs of the embedded Postgres as its account, away from our environment and terminal.
 *
 * @param output a file descriptor for standard output and error, or `pipe`.
 */
export function spawnProgram(
  places: Pick<Places, "account" | "binaries">,
  program: Program,
  parameters: readonly string[],
  output: number | "pipe",
): ChildProcess {
  const { account, binaries } = places;
  return spawn(join(binaries, "bin", program), parameters, {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    cwd: "/",
    // A session of its own: Ctrl-C in a terminal reaches every process of the group, and Postgres has to stop last.
    detached: true,
    // Settings come from the configuration file alone: PGDATA, PGPORT, LC_ALL and LD_PRELOAD of a user's shell must not.
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", NODE_ENV: process.env.NODE_ENV },
    stdio: ["ignore", output, output],
  });
}

/** @returns exit code and everything that the program printed. */
export async function runProgram(
  places: Pick<Places, "account" | "binaries">,
  program: Program,
  parameters: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawnProgram(places, program, parameters, "pipe");
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output: Buffer.concat(chunks).toString("utf8") };
}
