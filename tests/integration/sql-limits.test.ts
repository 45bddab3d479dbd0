import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSqlRunner } from "#lib/db/run-sql.ts";
import { openTenantScope } from "#lib/db/scope.ts";
import type { RunOutcome, StatementLimits } from "#lib/db/sql-runner.ts";
import { createLog } from "#lib/log.ts";
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

const generous: StatementLimits = { timeoutMs: 15_000, rowsMax: 100, bytesMax: 1_000_000 };
// One series as long would fill its temporary files first.
const endless = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b";

function run(
  texts: readonly string[],
  limits: Partial<StatementLimits> = {},
  of = project,
): Promise<RunOutcome> {
  const statements = texts.map((text) => ({ text, values: [] }));
  return server.sqlRunner.selectAll(of.scope, statements, { ...generous, ...limits });
}

async function activeStatements(): Promise<number> {
  const { rows } = await owner.query(
    "select count(*)::int as n from pg_stat_activity where usename = 'rowhouse_sql' and datname = current_database() and state = 'active'",
  );
  return (rows[0] as { n: number }).n;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 100_000, interval: 20 }).toBe(true);
}

describe("a result's rows", () => {
  it.each([
    [0, false],
    [99, false],
    [100, false],
    [101, true],
    [1_000_000_000_000, true],
  ])("are cut at the limit, and it is told: %d", async (rows, isTruncated) => {
    const outcome = await run([`select generate_series(1, ${rows})`]);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.results[0]).toMatchObject({ isTruncated });
    expect(outcome.results[0]?.rows).toHaveLength(Math.min(rows, 100));
  });

  it("are cut for each statement by itself", async () => {
    const many = "select * from generate_series(1, 1000) g";
    const outcome = await run([many, "select 1", many], { rowsMax: 2 });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.results.map(({ rows }) => rows)).toEqual([[["1"], ["2"]], [["1"]], [["1"], ["2"]]]);
  });
});

describe("a result's bytes", () => {
  it.each([
    ["one large value", "select repeat('x', 2000000)"],
    ["many values", "select repeat('x', 20000) from generate_series(1, 100)"],
    ["one very large value", "select repeat(repeat('x', 1000), 100000)"],
  ])("past the limit are not read: %s", async (_what, text) => {
    expect(await run([text])).toMatchObject({ ok: false, failure: { sqlstate: "54000" } });
    expect(await run(["select 1"])).toMatchObject({ ok: true });
  });

  it("of a value of 1 GB end the statement, not the process", { timeout: 60_000 }, async () => {
    const outcome = await run(["select 'first'", "select repeat(repeat('x', 1000), 1000000)"], {
      timeoutMs: 60_000,
    });
    if (outcome.ok) throw new Error("1 GB came through");
    expect(outcome.failure.statement).toBe(1);
    // Or the server's own limit on memory.
    expect(["54000", "53200"]).toContain(outcome.failure.sqlstate);
    expect(await run(["select 1"])).toMatchObject({ ok: true });
    await until(async () => (await activeStatements()) === 0);
  });

  it("within the limit arrive whole", async () => {
    const outcome = await run(["select repeat('é', 400000)"]);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.results[0]?.rows[0]?.[0]).toBe("é".repeat(400_000));
  });
});

describe("time", () => {
  it("is up for a statement that goes on and on", async () => {
    const outcome = await run(["select 1", endless], { timeoutMs: 300 });
    expect(outcome).toMatchObject({ ok: false, failure: { statement: 1, sqlstate: "57014" } });
  });

  it("is counted for all statements together", async () => {
    const slow = "select count(*) from generate_series(1, 300000)";
    const started = performance.now();
    const outcome = await run(
      Array.from({ length: 1000 }, () => slow),
      { timeoutMs: 500 },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { sqlstate: "57014" } });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("a statement whose caller has gone", () => {
  it("is cancelled in Postgres", async () => {
    const controller = new AbortController();
    const running = run([endless], { signal: controller.signal });
    await until(async () => (await activeStatements()) === 1);
    controller.abort();
    expect(await running).toMatchObject({ ok: false, failure: { sqlstate: "57014" } });
    await until(async () => (await activeStatements()) === 0);
  });

  it("does not start", async () => {
    const outcome = await run([endless], { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ok: false, failure: { sqlstate: "57014" } });
  });

  it("takes no other statement with it", async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const controller = new AbortController();
      const running = run(["select count(*) from generate_series(1, 20000)"], { signal: controller.signal });
      setTimeout(() => controller.abort(), attempt);
      await running;
      expect(await run(["select 1"])).toMatchObject({ ok: true });
    }
  });
});

describe("a project", () => {
  it("runs at most four transactions at a time, lets sixteen wait, and does not keep another from running", async () => {
    const controller = new AbortController();
    const running = Array.from({ length: 4 }, () => run([endless], { signal: controller.signal }));
    await until(async () => (await activeStatements()) === 4);
    const waiting = Array.from({ length: 16 }, () => run(["select 1"]));
    await expect(run(["select 1"])).rejects.toMatchObject({ code: "RH402", status: 429 });
    expect(await run(["select 1"], {}, await server.project())).toMatchObject({ ok: true });
    controller.abort();
    await Promise.all(running);
    for (const result of await Promise.all(waiting)) expect(result).toMatchObject({ ok: true });
  });
});

describe("an account", () => {
  it("with many projects leaves connections for others", async () => {
    const projects = await Promise.all(Array.from({ length: 4 }, () => server.project()));
    const { userId } = project.scope;
    const own = projects.map((one) => ({ ...one, scope: openTenantScope({ ...one.scope, userId }) }));
    const controller = new AbortController();
    const running = own.flatMap((one) =>
      [1, 2, 3].map(() => run([endless], { signal: controller.signal }, one)),
    );
    await until(async () => (await activeStatements()) === 4);
    expect(await run(["select 1"], {}, await server.project())).toMatchObject({ ok: true });
    expect(await activeStatements()).toBe(4);
    controller.abort();
    await Promise.all(running);
  });
});

describe("a statement that Postgres cannot end", () => {
  // It compares for many seconds, and asks nobody whether it should go on.
  const deaf = "select length(translate(repeat('a', 100000), repeat('b', 24000), ''))";

  it("counts until it has ended, and gets what time nobody else wants", { timeout: 120_000 }, async () => {
    const slowed: number[] = [];
    const runner = createSqlRunner({
      login: server.db.login("rowhouse_sql"),
      schemaLogin: server.db.login("rowhouse_request"),
      signingKey: server.db.signingKey,
      improvements: server.db.improvements,
      log: createLog("silent"),
      perProjectMax: 1,
      waitMs: 200,
      slowDown: (processId) => slowed.push(processId),
    });
    const own = (text: string, timeoutMs: number) =>
      runner.selectAll(project.scope, [{ text, values: [] }], { ...generous, timeoutMs });
    expect(await own(deaf, 100)).toMatchObject({ ok: false, failure: { sqlstate: "57014" } });
    expect(await activeStatements()).toBe(1);
    await expect(own("select 1", 1_000)).rejects.toMatchObject({ code: "RH402" });
    const others = await server.project();
    expect(await run(["select 1"], {}, others)).toMatchObject({ ok: true });
    await until(async () => slowed.length > 0 || (await activeStatements()) === 0);
    await until(async () => (await activeStatements()) === 0);
    await until(async () => (await own("select 1", 1_000).catch(() => null)) !== null);
    expect(slowed).toHaveLength(1);
    await runner.close();
  });
});

describe("a lost connection", () => {
  it("is an error that says so, and the next statement has another", async () => {
    const told = expect(run([endless])).rejects.toMatchObject({ code: "RH008", status: 503 });
    await until(async () => (await activeStatements()) === 1);
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rowhouse_sql' and state = 'active' and datname = current_database()",
    );
    await told;
    expect(await run(["select 1"])).toMatchObject({ ok: true });
  });
});
