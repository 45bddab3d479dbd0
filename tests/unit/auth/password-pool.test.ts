import { afterAll, describe, expect, it } from "vitest";
import { bcryptCost, hashOfNobody } from "#lib/auth/password-hasher.ts";
import { createPasswordPool } from "#lib/auth/password-pool.ts";

const pool = createPasswordPool();
afterAll(() => pool.close());

describe("password pool", () => {
  it("hashes with bcrypt at cost 12, salted anew each time", async () => {
    const [one, two] = await Promise.all([pool.hash("correct horse"), pool.hash("correct horse")]);
    expect(one).toMatch(/^\$2b\$12\$/);
    expect(one).not.toBe(two);
    expect(await pool.verify("correct horse", one)).toBe(true);
    expect(await pool.verify("wrong horse", one)).toBe(false);
  });

  it("compares with a hash of the same cost when there is no account, and never agrees", async () => {
    expect(hashOfNobody).toMatch(new RegExp(`^\\$2b\\$${bcryptCost}\\$.{53}$`));
    expect(await pool.verify("correct horse", null)).toBe(false);
  });

  it("refuses a password that only agrees in the 72 bytes that bcrypt reads", async () => {
    const longest = "x1".repeat(36);
    const hash = await pool.hash(longest);
    expect(await pool.verify(longest, hash)).toBe(true);
    expect(await pool.verify(`${longest}more`, hash)).toBe(false);
  });

  it("keeps the event loop free while passwords are compared", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await Promise.all([1, 2, 3, 4].map(() => pool.verify("correct horse", null)));
    clearInterval(timer);
    // Four comparisons take about a second: some 200 turns, and not one if they ran on the event loop.
    expect(turns).toBeGreaterThan(20);
  });

  it("turns people away when too many wait, instead of letting the queue grow", async () => {
    const small = createPasswordPool({ threads: 1, waitingMax: 1 });
    const results = await Promise.allSettled([1, 2, 3].map(() => small.verify("x", null)));
    await small.close();
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(results[2]).toMatchObject({ reason: { code: "RH008", status: 503 } });
  });

  it("rejects what still waits when it is closed", async () => {
    const closing = createPasswordPool({ threads: 1 });
    const pending = [closing.verify("x", null), closing.verify("x", null)];
    const results = Promise.allSettled(pending);
    await closing.close();
    expect((await results).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
