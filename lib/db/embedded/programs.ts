import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Places } from "./places.ts";
import { sharedBuffersMegabytes } from "./settings.ts";

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
  const { account } = places;
  const [command, ...leading] = commandOf(places, program);
  return spawn(command, [...leading, ...parameters], {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    cwd: "/",
    // A session of its own: Ctrl-C in a terminal reaches every process of the group, and Postgres has to stop last.
    detached: true,
    // Settings come from the configuration file alone: PGDATA, PGPORT, LC_ALL and LD_PRELOAD of a user's shell must not.
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", NODE_ENV: process.env.NODE_ENV },
    stdio: ["ignore", output, output],
  });
}

/**
 * The server runs under a limit of address space, which its backends inherit: a statement that builds a gigabyte in
 * memory then fails by itself ("out of memory", 53200) instead of taking the machine's memory from everybody.
 */
function commandOf({ binaries }: Pick<Places, "binaries">, program: Program): readonly [string, ...string[]] {
  const binary = join(binaries, "bin", program);
  // Only Linux keeps to it.
  if (program !== "postgres" || process.platform !== "linux") return [binary];
  const kibibytes = (sharedBuffersMegabytes() + backendMegabytesMax) * 1024;
  return ["/bin/sh", "-c", 'ulimit -v "$1"; shift; exec "$@"', "sh", String(kibibytes), binary];
}

/** What one backend may take beside the shared buffers: far above any work_mem, far below the machine. */
const backendMegabytesMax = 1536;

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
