import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The product without its pages, in a process of its own. */
export interface HeadlessProcess {
  readonly url: string;
  readonly pid: number;
  /** What it logged so far, as JSON lines. */
  logged(): string;
  /** @returns the exit code, or null when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts it and waits until it listens.
 *
 * @param env its configuration: at least PORT and the place of the data.
 */
export async function startHeadless(
  env: Readonly<Record<string, string>> & { readonly PORT: string },
): Promise<HeadlessProcess> {
  const child = spawn(process.execPath, ["tests/harness/headless-server.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", HOSTNAME: "127.0.0.1", ...env },
  });
  const output: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const url = await Promise.race([ready(child, output), exited]);
  if (typeof url !== "string" || child.pid === undefined)
    throw new Error(`The server did not start:\n${output.join("")}`);
  return {
    url,
    pid: child.pid,
    logged: () => output.join(""),
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}

function ready(child: ChildProcess, output: string[]): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error("stdout is a pipe");
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on("line", (line) => {
      output.push(`${line}\n`);
      const message: unknown = line.startsWith("{") ? JSON.parse(line) : null;
      if (message !== null && typeof message === "object" && "ready" in message)
        resolve(String(message.ready));
    });
  });
}
