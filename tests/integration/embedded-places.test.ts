import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endAll, mustStart, queryOnce, startEmbeddedProcess } from "#tests/harness/embedded-process.ts";

const secret = "embedded-tests-share-this-secret-00001";
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-places-"));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
});

const mode = (path: string) => statSync(path).mode & 0o777;

describe("the embedded Postgres", () => {
  it("is closed to other users of the machine, and not on the network", async () => {
    const dataDir = join(folder, "data");
    const server = await mustStart(dataDir, secret);
    expect(mode(dataDir) & 0o007).toBe(0);
    expect(mode(join(dataDir, "postgres"))).toBe(0o700);
    expect(mode(join(dataDir, "run"))).toBe(0o700);
    const settings = await queryOnce(
      server.owner,
      "select current_setting('listen_addresses') as tcp, current_setting('data_checksums') as checksums",
    );
    expect(settings).toEqual([{ tcp: "", checksums: "on" }]);
    const refused = new Promise((resolve) =>
      connect(5432, "127.0.0.1").once("error", resolve).once("connect", resolve),
    );
    expect(await refused).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("orders by the builtin C.UTF-8 locale and asks for a password", async () => {
    const server = await mustStart(join(folder, "data"), secret);
    const [row] = await queryOnce(
      server.owner,
      "select datlocprovider::text as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()",
    );
    expect(row).toEqual({ provider: "b", locale: "C.UTF-8", encoding: "UTF8" });
    await expect(queryOnce({ ...server.owner, password: "wrong" }, "select 1")).rejects.toMatchObject({
      code: "28P01",
    });
  });

  it("listens in a short private folder when the data folder's path is too long for a socket", async () => {
    const dataDir = join(folder, "a-long-name".repeat(6), "another-long-name".repeat(4));
    const server = await mustStart(dataDir, secret);
    expect(server.owner.host.startsWith(dataDir)).toBe(false);
    expect(mode(server.owner.host)).toBe(0o700);
    expect(await server.signal("SIGTERM")).toBe(0);
    expect(existsSync(server.owner.host)).toBe(false);
  });

  it("begins again where an interrupted first start left half a cluster", async () => {
    const dataDir = join(folder, "data");
    mkdirSync(join(dataDir, "postgres.new", "base"), { recursive: true });
    await mustStart(dataDir, secret);
    expect(existsSync(join(dataDir, "postgres.new"))).toBe(false);
  });

  it("says so when the folder was made with another secret, and stops again", async () => {
    const dataDir = join(folder, "data");
    const server = await mustStart(dataDir, secret);
    await server.signal("SIGTERM");
    const refused = await startEmbeddedProcess(dataDir, `another-${secret}`);
    expect(refused).toMatchObject({ code: 1, message: expect.stringContaining("ROWHOUSE_SECRET") });
    await mustStart(dataDir, secret);
  });

  it("says so when a newer Postgres made the folder", async () => {
    const dataDir = join(folder, "data");
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    const version = join(dataDir, "postgres", "PG_VERSION");
    writeFileSync(version, "19\n");
    expect(await startEmbeddedProcess(dataDir, secret)).toMatchObject({
      code: 1,
      message: expect.stringContaining("made by Postgres 19"),
    });
  });
});

describe.runIf(isRoot)("started as root", () => {
  it("runs Postgres as an unprivileged user", async () => {
    const server = await mustStart(join(folder, "data"), secret);
    const status = readFileSync(`/proc/${server.postgresPid}/status`, "utf8");
    expect(status).not.toMatch(/^Uid:\t0\t/m);
    expect(status).toMatch(/^Groups:\t\s*$/m);
  });

  it("keeps the cluster where that user can reach it, finds it again, and says where", async () => {
    chmodSync(folder, 0o700);
    const dataDir = join(folder, "data");
    const server = await mustStart(dataDir, secret);
    const home = readFileSync(join(dataDir, "postgres-location"), "utf8").trim();
    try {
      expect(server.said).toEqual([expect.stringContaining(home)]);
      expect(mode(home) & 0o007).toBe(0);
      await queryOnce(server.owner, "create table kept as select 42 as answer");
      await server.signal("SIGTERM");
      const next = await mustStart(dataDir, secret);
      expect(await queryOnce(next.owner, "select answer from kept")).toEqual([{ answer: 42 }]);
      await next.signal("SIGTERM");
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it("works the same when an ordinary user starts it", async () => {
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    chownSync(dataDir, 65_534, 65_534);
    const server = await mustStart(dataDir, secret, { uid: 65_534, gid: 65_534 });
    expect(mode(dataDir)).toBe(0o700);
    expect(await queryOnce(server.owner, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.signal("SIGTERM");
    // Root then goes on with that user's cluster instead of refusing it.
    await mustStart(dataDir, secret);
  });
});
