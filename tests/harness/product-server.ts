import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LauncherMessage } from "#lib/server/launcher-channel.ts";
import { freePort } from "./free-port.ts";

/** The built product in a process of its own, on an empty data folder. */
export interface ProductServer {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** What it logged so far, as JSON lines. */
  logged(): string;
  /** @returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and removes its data folder. */
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new, empty one. */
  readonly dataDir?: string;
}

/** Starts it and waits until it answers. */
export async function startProduct(options: ProductOptions = {}): Promise<ProductServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "rowhouse-product-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["server.ts"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      ROWHOUSE_DATA_DIR: dataDir,
      ...options.env,
    },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  }
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const url = await Promise.race([ready(child), exited]);
  if (typeof url !== "string" || child.pid === undefined) {
    throw new Error(`The product did not start:\n${output.join("")}`);
  }
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return exited;
  };
  const close = async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, pid: child.pid, dataDir, logged: () => output.join(""), stop, close };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("message", (message: LauncherMessage) => {
      if (message.kind === "ready") resolve(message.url);
    });
  });
}
