import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectionPool } from "#lib/db/connections/connection-pool.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
const lost: Error[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await db.allow("execute on function pg_sleep(float8)");
});

afterAll(async () => {
  await db.close();
});

const open = (max: number, settings: { readonly idleMs?: number; readonly waitMs?: number } = {}) =>
  new ConnectionPool({
    config: { ...db.owner, pipeline: true },
    max,
    idleMs: 30_000,
    waitMs: 5_000,
    onLost: (error) => lost.push(error),
    ...settings,
  });

async function pidOf(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

const keys = { a: "00000000-0000-4000-8000-000000000000", b: "00000001-0000-4000-8000-000000000000" };

describe("a pool of connections", () => {
  it("opens another one only when none is free, and gives each key its own as long as that is free", async () => {
    const pool = open(4);
    const first = await pool.connect(keys.a);
    const second = await pool.connect(keys.b);
    const pids = [await pidOf(first), await pidOf(second)];
    first.release();
    second.release();
    for (let round = 0; round < 3; round += 1) {
      for (const [index, key] of [keys.a, keys.b].entries()) {
        const client = await pool.connect(key);
        expect(await pidOf(client)).toBe(pids[index]);
        client.release();
      }
    }
    const taken = await pool.connect(keys.a);
    const other = await pool.connect(keys.a);
    expect(await pidOf(other)).toBe(pids[1]);
    taken.release();
    other.release();
    await pool.end();
  });

  it("serves those who wait in their order, and refuses who waits too long", async () => {
    const pool = open(1, { waitMs: 100 });
    const holder = await pool.connect();
    const order: number[] = [];
    const waiting = [1, 2].map(async (number) => {
      const client = await pool.connect();
      order.push(number);
      client.release();
    });
    holder.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
    const again = await pool.connect();
    await expect(pool.connect()).rejects.toThrow("timeout exceeded");
    again.release();
    expect(() => again.release()).toThrow("twice");
    await pool.end();
  });

  it("replaces what was lost, idle or in use, and what came back broken", async () => {
    const pool = open(1);
    const killer = new pg.Client(db.owner);
    await killer.connect();
    const kill = (pid: number) => killer.query("select pg_terminate_backend($1)", [pid]);
    const idle = await pool.connect();
    const pid = await pidOf(idle);
    idle.release();
    await kill(pid);
    await expect.poll(() => lost.length).toBe(1);
    const used = await pool.connect();
    const usedPid = await pidOf(used);
    expect(usedPid).not.toBe(pid);
    const ended = new Promise<void>((resolve) => void used.once("end", resolve));
    const [slept] = await Promise.allSettled([used.query("select pg_sleep(5)"), kill(usedPid)]);
    expect(slept?.status).toBe("rejected");
    await ended;
    const waiting = pool.connect();
    used.release();
    const next = await waiting;
    const nextPid = await pidOf(next);
    expect(nextPid).not.toBe(usedPid);
    next.release(true);
    const last = await pool.connect();
    expect(await pidOf(last)).not.toBe(nextPid);
    last.release();
    await killer.end();
    await pool.end();
  });

  it("closes what nobody uses, and ends when everything has come back", async () => {
    const pool = open(2, { idleMs: 80 });
    const client = await pool.connect();
    const pid = await pidOf(client);
    client.release();
    await sleep(250);
    const fresh = await pool.connect();
    expect(await pidOf(fresh)).not.toBe(pid);
    let isOver = false;
    const ended = pool.end().then(() => {
      isOver = true;
    });
    await sleep(20);
    expect(isOver).toBe(false);
    await expect(pool.connect()).rejects.toThrow("after calling end");
    fresh.release();
    await ended;
  });

  it("tells everybody who waits when no connection can be made", async () => {
    const pool = new ConnectionPool({
      config: { ...db.owner, user: "nobody_of_this_name" },
      max: 1,
      idleMs: 1_000,
      waitMs: 5_000,
      onLost: () => undefined,
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => pool.connect()));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await pool.end();
  });
});
