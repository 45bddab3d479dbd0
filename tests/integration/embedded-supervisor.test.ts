import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRunning } from "#lib/db/embedded/process-table.ts";
import { startEmbeddedPostgres } from "#lib/db/embedded/start-embedded-postgres.ts";
import { createLog } from "#lib/log.ts";
import { endAll, mustStart, queryOnce, startEmbeddedProcess } from "#tests/harness/embedded-process.ts";
import { eventually } from "#tests/harness/eventually.ts";

const secret = "embedded-tests-share-this-secret-00001";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "rowhouse-embedded-"));
});
afterEach(async () => {
  await endAll();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("a server that ends", () => {
  it("stops Postgres on SIGTERM and leaves nothing behind", async () => {
    const server = await mustStart(dataDir, secret);
    expect(await server.signal("SIGTERM")).toBe(0);
    expect(isRunning(server.postgresPid)).toBe(false);
    expect(() => readFileSync(join(dataDir, "server.lock"))).toThrow("ENOENT");
  });

  it("leaves an orphan when it is killed, which the next start replaces without losing a row", async () => {
    const killed = await mustStart(dataDir, secret);
    await queryOnce(killed.owner, "create table kept as select 42 as answer");
    await killed.signal("SIGKILL");
    expect(isRunning(killed.postgresPid)).toBe(true);

    const next = await mustStart(dataDir, secret);
    expect(isRunning(killed.postgresPid)).toBe(false);
    expect(await queryOnce(next.owner, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  it("can be killed together with its Postgres, and starts again at once", async () => {
    const killed = await mustStart(dataDir, secret);
    process.kill(killed.postgresPid, "SIGKILL");
    await killed.signal("SIGKILL");
    const next = await mustStart(dataDir, secret);
    expect(await queryOnce(next.owner, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("a postmaster.pid that is stale", () => {
  async function stop(): Promise<void> {
    const server = await mustStart(dataDir, secret);
    await server.signal("SIGTERM");
  }

  it.each(["of a process that is gone", "of a stranger that has the same id today"])(
    "is removed: %s",
    async (kind) => {
      await stop();
      const pid = kind.includes("stranger") ? process.pid : 3_999_999;
      writeFileSync(
        join(dataDir, "postgres", "postmaster.pid"),
        `${pid}\n${dataDir}/postgres\n1\n5432\n\n\n\nready\n`,
      );
      await mustStart(dataDir, secret);
      expect(isRunning(process.pid)).toBe(true);
    },
  );

  it("is removed although the dead postmaster is a zombie that nobody has reaped", async () => {
    const frozen = await mustStart(dataDir, secret);
    process.kill(frozen.pid, "SIGSTOP");
    process.kill(frozen.postgresPid, "SIGKILL");
    // The frozen server still holds the folder, and would go on to hold it.
    rmSync(join(dataDir, "server.lock"));
    const next = await mustStart(dataDir, secret);
    expect(await queryOnce(next.owner, "select 1 as one")).toEqual([{ one: 1 }]);
    process.kill(frozen.pid, "SIGKILL");
  });
});

describe("two servers on one data folder", () => {
  it("lets one start and tells the other which process is in the way", async () => {
    const results = await Promise.all([1, 2, 3].map(() => startEmbeddedProcess(dataDir, secret)));
    const running = results.flatMap((result) => ("owner" in result ? [result] : []));
    const refused = results.flatMap((result) => ("message" in result ? [result] : []));
    expect(running).toHaveLength(1);
    for (const { code, message } of refused) {
      expect(code).toBe(1);
      expect(message).toContain(`Rowhouse is already running (pid ${running[0]?.pid})`);
    }
  });

  it("takes over the lock of a process id that another program has today", async () => {
    const stranger = spawn("sleep", ["60"]);
    await once(stranger, "spawn");
    writeFileSync(join(dataDir, "server.lock"), JSON.stringify({ pid: stranger.pid, mark: "1" }));
    await mustStart(dataDir, secret);
    stranger.kill();
  });
});

describe("Postgres killed under a running server", () => {
  it("is started again, and answers on the same address", async () => {
    const log = createLog("silent");
    const postgres = await startEmbeddedPostgres({ dataDir, secret, log });
    try {
      const killed = postgres.pid();
      process.kill(killed, "SIGKILL");
      await eventually(() => expect(postgres.pid()).not.toBe(killed), { timeoutMs: 30_000 });
      expect(await queryOnce(postgres.owner, "select 1 as one")).toEqual([{ one: 1 }]);
    } finally {
      await postgres.stop();
    }
    expect(isRunning(postgres.pid())).toBe(false);
  });
});
