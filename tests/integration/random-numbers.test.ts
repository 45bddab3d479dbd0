import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#lib/db/open-database.ts";
import { createSqlRunner } from "#lib/db/run-sql.ts";
import type { Scope } from "#lib/db/scope.ts";
import { createLog } from "#lib/log.ts";
import { keyword, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// random() of one connection is one row of numbers, and two of them tell all the others. Many projects share a connection.

let db: TestDatabase;
let mine: EngineProject;
let theirs: EngineProject;

beforeAll(async () => {
  db = await testDatabase();
  [mine, theirs] = [await engineProject(db), await engineProject(db)];
});
afterAll(() => db.close());

const bits = 1n << 64n;
const least = -(1n << 63n);
const wrap = (value: bigint) => ((value % bits) + bits) % bits;
const rotate = (value: bigint, by: bigint) => wrap((value << by) | (value >> (64n - by)));

/** Of an odd number, modulo 2^64. */
function inverse(of: bigint): bigint {
  let found = of;
  for (let step = 0; step < 6; step += 1) found = wrap(found * (2n - of * found));
  return found;
}

/** What xoroshiro128** gives next, of two numbers that it has given one after the other. */
function following(first: bigint, second: bigint): bigint {
  const word = (given: bigint) => wrap(rotate(wrap((given - least) * inverse(9n)), 57n) * inverse(5n));
  const [a, b] = [word(first), word(second)];
  const mixed = wrap(b ^ rotate(a, 24n));
  const other = wrap(mixed ^ (mixed << 16n) ^ (mixed << 32n) ^ (mixed << 48n));
  const both = wrap(b ^ rotate(other, 37n));
  const next = wrap(rotate(b, 24n) ^ both ^ (both << 16n));
  return wrap(rotate(wrap(next * 5n), 7n) * 9n) + least;
}

/** All 64 bits of a number. */
const whole = "random((-9223372036854775808)::int8, 9223372036854775807::int8)::text as n";

describe.each(["typed SQL", "requests"])("a connection of %s that projects share", (kind) => {
  let draw: (project: EngineProject, count: number) => Promise<readonly bigint[]>;

  beforeAll(() => {
    const { signingKey, improvements } = db;
    const own = { signingKey, improvements, log: createLog("silent"), connectionsMax: 1 };
    if (kind === "requests") {
      const database = openDatabase({ ...own, login: db.login("rowhouse_request"), migrationVersion: "" });
      draw = async ({ scope }, count) => {
        const { rows } = await database.query<{ n: string }>(
          scope as Scope,
          sql`select ${keyword(whole)} from generate_series(1, ${count}::int)`,
        );
        return rows.map(({ n }) => BigInt(n));
      };
      return () => database.close();
    }
    const runner = createSqlRunner({
      ...own,
      login: db.login("rowhouse_sql"),
      schemaLogin: db.login("rowhouse_request"),
    });
    const limits = { timeoutMs: 10_000, rowsMax: 10, bytesMax: 10_000 };
    draw = async ({ scope }, count) => {
      const text = `select ${whole} from generate_series(1, ${count})`;
      const outcome = await runner.selectAll(scope, [{ text, values: [] }], limits);
      if (!outcome.ok) throw new Error(outcome.failure.message);
      return (outcome.results[0]?.rows ?? []).map(([n]) => BigInt(String(n)));
    };
    return () => runner.close();
  });

  it("gives one of them no number that another could tell from its own", async () => {
    const [first = 0n, second = 0n, third] = await draw(mine, 3);
    // The arithmetic is right: of one's own numbers the next is known.
    expect(following(first, second)).toBe(third);
    const [a = 0n, b = 0n] = await draw(mine, 2);
    const [next] = await draw(theirs, 1);
    expect(next).not.toBe(following(a, b));
  });
});
