import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A server in a process of its own, which says its port when it listens. */
export interface ChildServer {
  readonly url: string;
  readonly pid: number;
  stop(): void;
}

/** @param options Node's own. */
export async function startChild(
  file: string,
  given: object,
  options: readonly string[] = [],
): Promise<ChildServer> {
  const child = spawn(process.execPath, [...options, file, JSON.stringify(given)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    // A server may say other things first.
    if (!line.startsWith("{")) continue;
    const { port } = JSON.parse(line) as { port: number };
    return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill() };
  }
  throw new Error(`${file} ended before it listened`);
}
