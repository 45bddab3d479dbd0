import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let first: TestDatabase;
let second: TestDatabase;
beforeAll(async () => {
  [first, second] = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(() => Promise.all([first.close(), second.close()]));

describe("testDatabase", () => {
  it("gives a migrated database that the product's own pool reaches", async () => {
    expect(await first.database.health()).toMatchObject({ reachable: true, migrated: true });
  });

  it("gives every caller a database of its own", () => {
    expect(first.owner.database).not.toBe(second.owner.database);
  });
});
