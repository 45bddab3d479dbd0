import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import pg from "pg";
import { until } from "#lib/db/embedded/orphan.ts";
import { isRunning } from "#lib/db/embedded/process-table.ts";
import type { OwnerLogin } from "#lib/db/embedded/start-embedded-postgres.ts";

/** A server with its embedded Postgres, in a process of its own. */
export interface EmbeddedProcess {
  readonly pid: number;
  readonly postgresPid: number;
  readonly owner: OwnerLogin;
  /** The lines for the person who starts it. */
  readonly said: readonly string[];
  /** Resolves with the exit code when the process has ended. */
  signal(name: NodeJS.Signals): Promise<number | null>;
}

export interface Refusal {
  readonly code: number | null;
  readonly message: string;
}

const started = new Set<{ child: ChildProcess; postgresPid: number | null }>();

/** Starts one and waits until Postgres answers, or until it gives up. */
export async function startEmbeddedProcess(
  dataDir: string,
  secret: string,
  user: { uid?: number; gid?: number } = {},
): Promise<EmbeddedProcess | Refusal> {
  const parameters = ["tests/harness/embedded-server.ts", dataDir, secret];
  const child = spawn(process.execPath, parameters, { ...user, stdio: ["ignore", "pipe", "pipe"] });
  const entry: { child: ChildProcess; postgresPid: number | null } = { child, postgresPid: null };
  started.add(entry);
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const errors: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as { said?: string; postgresPid?: number; owner?: OwnerLogin };
    if (message.said !== undefined) said.push(message.said);
    const { postgresPid, owner } = message;
    if (postgresPid === undefined || owner === undefined || child.pid === undefined) continue;
    entry.postgresPid = postgresPid;
    const signal = (name: NodeJS.Signals) => {
      child.kill(name);
      return exited;
    };
    return { pid: child.pid, postgresPid, owner, said, signal };
  }
  return { code: await exited, message: errors.join("").trim() };
}

/** For tests that expect a start to work. */
export async function mustStart(
  ...parameters: Parameters<typeof startEmbeddedProcess>
): Promise<EmbeddedProcess> {
  const result = await startEmbeddedProcess(...parameters);
  if ("message" in result) throw new Error(`The server did not start: ${result.message}`);
  return result;
}

/** Ends whatever a test left running, and waits for it: then the data folder can be removed. */
export async function endAll(): Promise<void> {
  for (const { child, postgresPid } of started) {
    child.kill("SIGKILL");
    if (postgresPid === null || !isRunning(postgresPid)) continue;
    process.kill(postgresPid, "SIGQUIT");
    await until(() => !isRunning(postgresPid), 10_000);
  }
  started.clear();
}

/** Runs one statement on a connection of its own. */
export async function queryOnce(owner: OwnerLogin, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(owner);
  // A server that dies meanwhile is what some tests are about.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
