import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engineProject } from "#tests/harness/engine-project.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";
import { isOpen, operations } from "#tests/harness/write-twins/operations.ts";
import { perform } from "#tests/harness/write-twins/perform.ts";
import { childTable, nativeTables, parentTable, shapes } from "#tests/harness/write-twins/tables.ts";
import { Twins } from "#tests/harness/write-twins/twins.ts";

// Every kind of write over keys of several columns, checks, generated columns and references to such keys: a virtual
// table and a native one take the same rows, fail with the same SQLSTATE and end up the same, and every slot says what
// the data says.

let db: TestDatabase;
let native: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  native = new pg.Client(db.owner);
  await native.connect();
});
afterAll(async () => {
  await native.end();
  await db.close();
});

it("takes, refuses and ends up with the same rows as a native table, whatever the write", async () => {
  let [writes, refusals] = [0, 0];
  await fc.assert(
    fc.asyncProperty(shapes, fc.array(operations, { minLength: 8, maxLength: 30 }), async (shape, list) => {
      const project = await engineProject(db);
      await project.apply([
        { kind: "create_table", table: parentTable(shape) },
        { kind: "create_table", table: childTable(shape) },
      ]);
      await native.query(nativeTables(`twin_${randomUUID().replaceAll("-", "")}`, shape));
      const twins = new Twins(project, shape, { database: db.database, client: native });
      for (const operation of list) {
        const outcomes = await perform(twins, operation);
        if (isOpen(operation, outcomes)) return;
        writes += 1;
        if (outcomes[1] !== null) refusals += 1;
        expect(outcomes[0], JSON.stringify({ shape, operation, list })).toBe(outcomes[1]);
      }
      for (const name of ["p", "c"]) {
        const [virtual, expected] = await twins.state(name);
        expect(virtual, JSON.stringify({ shape, list })).toEqual(expected);
        expect(await twins.staleRows(name)).toBe(0);
      }
    }),
    { ...randomRuns(60), endOnFailure: process.env.SEED === undefined },
  );
  expect(writes).toBeGreaterThan(300);
  expect(refusals).toBeGreaterThan(50);
}, 180_000);
