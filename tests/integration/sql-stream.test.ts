import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lineStream } from "#lib/http/line-stream.ts";
import { createLog } from "#lib/log.ts";
import { streamSql, type WriteLine } from "#lib/operations/typed-sql/stream-sql.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let project: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  owner = new pg.Client(server.db.owner);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await server.close();
});

async function stream(query: string, write: WriteLine, signal = new AbortController().signal): Promise<void> {
  const services = { sqlParser: server.sqlParser, sqlRunner: server.sqlRunner, catalogs: project.catalogs };
  const place = { scope: project.scope, catalog: await project.catalog() };
  await streamSql(services, place, { query }, { write, signal });
}

async function statementsInPostgres(): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where usename = 'rowhouse_sql' and datname = current_database() and state <> 'idle'",
  );
  return rows[0]?.n ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 20_000, interval: 20 }).toBe(true);
}

describe("a result in parts", () => {
  it("is complete and in order, however many rows it has", async () => {
    let next = 1;
    let ends: unknown = null;
    await stream("select g from generate_series(1, 100000) g", async (line) => {
      const { rows = [], ...rest } = line as { rows?: number[][] };
      for (const [value] of rows) expect(value).toBe(next++);
      if ("row_count" in rest) ends = rest;
    });
    expect(ends).toMatchObject({ row_count: 100_000, truncated: false });
  });

  it("is fetched as it is taken: never more than a part ahead, so that memory stays flat", async () => {
    const before = process.memoryUsage().rss;
    let isTaking = false;
    let parts = 0;
    await stream("select repeat('x', 2000) from generate_series(1, 100000)", async () => {
      expect(isTaking).toBe(false);
      isTaking = true;
      if (parts++ % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      isTaking = false;
    });
    expect(parts).toBeGreaterThan(100);
    // 200 MB went through.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it("ends in Postgres when the reader goes away", async () => {
    const context = { requestId: "r", log: createLog("silent"), signal: new AbortController().signal };
    const response = await lineStream(
      (write, signal) =>
        stream("select g, repeat('x', 100) from generate_series(1, 5000000) g", write, signal),
      context,
    );
    const reader = response.body?.getReader();
    await reader?.read();
    expect(await statementsInPostgres()).toBe(1);
    await reader?.cancel();
    await until(async () => (await statementsInPostgres()) === 0);
  });

  it("ends within a second when it is cancelled between two parts, which nothing in Postgres would notice", async () => {
    const controller = new AbortController();
    let cancelledAt = 0;
    const ended = stream(
      "select g, repeat('x', 100) from generate_series(1, 5000000) g",
      async () => {
        cancelledAt ||= performance.now();
        controller.abort();
      },
      controller.signal,
    );
    await expect(ended).rejects.toMatchObject({ code: "57014" });
    expect(performance.now() - cancelledAt).toBeLessThan(5_000);
    await until(async () => (await statementsInPostgres()) === 0);
  });

  it("leaves a connection behind that serves the next statement, after an error too", async () => {
    await expect(
      stream("select 1 / (3 - g) from generate_series(1, 5) g", async () => undefined),
    ).rejects.toMatchObject({
      code: "22012",
    });
    const lines: unknown[] = [];
    await stream("select 1 as one", async (line) => void lines.push(line));
    expect(lines).toMatchObject([{ command: "SELECT" }, { rows: [[1]] }, { row_count: 1 }]);
  });
});
