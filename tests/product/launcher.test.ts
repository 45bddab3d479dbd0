import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRunning } from "#lib/db/embedded/process-table.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { freePort } from "#tests/harness/free-port.ts";

let folder: string;
let port: number;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-launcher-"));
  // As any folder of a user: started as root, Postgres runs as somebody else who has to reach it.
  chmodSync(folder, 0o755);
  port = await freePort();
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill("SIGTERM");
    await eventually(() => expect(child.exitCode ?? child.signalCode).not.toBeNull(), { timeoutMs: 60_000 });
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
}

function launch(command: string, env: Record<string, string> = {}, user: { uid?: number } = {}): Launched {
  const child = spawn(process.execPath, ["scripts/launch.mjs", command], {
    ...user,
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      ROWHOUSE_DATA_DIR: join(folder, "data"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => chunks.join("") };
}

async function isUp({ output }: Launched): Promise<void> {
  await eventually(() => expect(output()).toContain("Rowhouse is running"), { timeoutMs: 90_000 });
}

const serverPid = () => {
  const lock = JSON.parse(readFileSync(join(folder, "data", "server.lock"), "utf8")) as { pid: number };
  return lock.pid;
};

describe("start", () => {
  it("ends with one line that holds the URL, after one on the built-in generator", async () => {
    const launched = launch("start");
    await isUp(launched);
    const lines = launched.output().trim().split("\n");
    expect(lines.at(-1)).toBe(`Rowhouse is running: http://localhost:${port}`);
    expect(lines.at(-2)).toContain("built-in generator");
  });

  it("does not build again what is built", async () => {
    const launched = launch("start");
    await isUp(launched);
    expect(launched.output()).not.toContain("Building");
  });

  it("says nothing of the built-in generator when a model is configured", async () => {
    const launched = launch("start", { AI_BASE_URL: "http://127.0.0.1:1/v1", AI_MODEL: "m" });
    await isUp(launched);
    expect(launched.output()).not.toContain("built-in generator");
  });

  it("forwards SIGTERM, and ends when everything has ended", async () => {
    const launched = launch("start");
    await isUp(launched);
    const pid = serverPid();
    launched.child.kill("SIGTERM");
    expect(await launched.ended).toBe(0);
    expect(isRunning(pid)).toBe(false);
  });

  it("leaves no server behind when it is killed", async () => {
    const launched = launch("start");
    await isUp(launched);
    const pid = serverPid();
    launched.child.kill("SIGKILL");
    await eventually(() => expect(isRunning(pid)).toBe(false), { timeoutMs: 60_000 });
  });

  it("leaves no server behind when it is killed while the server starts", async () => {
    const launched = launch("start");
    await eventually(() => expect(isRunning(serverPid())).toBe(true), { timeoutMs: 90_000 });
    expect(launched.output()).not.toContain("Rowhouse is running");
    const pid = serverPid();
    launched.child.kill("SIGKILL");
    await eventually(() => expect(isRunning(pid)).toBe(false), { timeoutMs: 90_000 });
  });
});

describe("what stands in the way is one plain sentence and exit code 1", () => {
  async function refusal(launched: Launched): Promise<string> {
    expect(await launched.ended).toBe(1);
    expect(launched.output()).not.toMatch(/^\s+at /m);
    return launched.output().trim().split("\n").slice(1).join("\n");
  }

  it("a taken port", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
    expect(await refusal(launch("start"))).toMatch(new RegExp(`^Port ${port} is taken: .*PORT=${port + 1}`));
    squatter.close();
  });

  it("a second start on the same data folder", async () => {
    await isUp(launch("start"));
    const pid = serverPid();
    const second = launch("start", { PORT: String(await freePort()) });
    expect(await refusal(second)).toContain(`Rowhouse is already running (pid ${pid}) on this data folder`);
  });

  it("a file where the data folder should be", async () => {
    writeFileSync(join(folder, "data"), "");
    expect(await refusal(launch("start"))).toContain("ROWHOUSE_DATA_DIR");
  });

  it.runIf(process.getuid?.() === 0)("a folder that may not be written", async () => {
    expect(await refusal(launch("start", {}, { uid: 65_534 }))).toContain("may not write");
  });

  it("a variable that cannot be used", async () => {
    const answer = await refusal(launch("start", { PORT: "http", LOG_LEVEL: "loud" }));
    expect(answer).toContain("PORT: takes a whole number");
    expect(answer).toContain("LOG_LEVEL: takes one of");
  });

  it("a Postgres that cannot be reached", async () => {
    const DATABASE_URL = "postgres://nobody:wrong@rowhouse.invalid:5432/none";
    expect(await refusal(launch("start", { DATABASE_URL }))).toContain("DATABASE_URL");
  });

  it("a command that does not exist", async () => {
    const launched = launch("strat");
    expect(await launched.ended).toBe(1);
    expect(launched.output().trim()).toBe('Unknown command "strat": use start, dev, build, test.');
  });
});
