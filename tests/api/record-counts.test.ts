import { afterAll, beforeAll, expect, it } from "vitest";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

it("counts exactly what is asked for, and when an estimate will do, as far as anybody pages", async () => {
  const owner = await newUser(server.url, "counts@example.org");
  const base = `/api/database/${(await newDatabase(owner, "Counts")).databaseId}`;
  const schemaJson = { name: "ticks", columns: [{ name: "n", type: "integer", indexed: true }] };
  expect((await owner("POST", `${base}/tables/create`, { schemaJson })).status).toBe(201);
  for (const rows of [10_000, 500]) {
    const records = Array.from({ length: rows }, (_, n) => ({ n }));
    expect((await owner("POST", `${base}/records/create`, { tableName: "ticks", records })).status).toBe(201);
  }
  const count = async (filters: object, kind: string) =>
    (await owner("POST", `${base}/records/query`, { tableName: "ticks", filters, count: kind, limit: 1 }))
      .body.count;
  expect(await count({}, "exact")).toBe(10_500);
  expect(await count({ n: 7 }, "estimated")).toBe(2);
  // Not the planner's guess, which the rows of others go into.
  expect(await count({}, "estimated")).toBe(10_500);
}, 60_000);
