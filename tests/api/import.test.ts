import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("importer@example.org");
  owner = api.owner;
  base = `/api/database/${(await newDatabase(owner, "Imports")).databaseId}`;
  const columns = [
    { name: "sku", type: "text", required: true, unique: true },
    { name: "price", type: "numeric" },
  ];
  await owner("POST", `${base}/tables/create`, { schemaJson: { name: "goods", columns } });
});

afterAll(async () => {
  await api.close();
});

function importLines(lines: readonly string[], onError: "stop" | "skip"): Promise<Answer> {
  return owner(
    "POST",
    `${base}/records/import?tableName=goods&on_error=${onError}`,
    `${lines.join("\n")}\n`,
    { "Content-Type": "application/x-ndjson" },
  );
}

async function count(): Promise<unknown> {
  const { body } = await owner("POST", `${base}/records/query`, {
    tableName: "goods",
    count: "exact",
    limit: 1,
  });
  return body.count;
}

const line = (sku: string, price: string) => `{"sku":"${sku}","price":${price}}`;

it("stores every row of a stream, with all digits of its numbers", async () => {
  const lines = Array.from({ length: 2500 }, (_, index) =>
    line(`a${index}`, `${index}.12345678901234567890`),
  );
  expect(await importLines(lines, "stop")).toMatchObject({
    status: 200,
    body: { inserted: 2500, skipped: 0 },
  });
  const { body } = await owner("POST", `${base}/records/query`, {
    tableName: "goods",
    filters: { price: "7.12345678901234567890" },
  });
  expect(body.records).toMatchObject([{ sku: "a7" }]);
  expect(await count()).toBe(2500);
});

it("stores nothing when a row is bad and it is to stop, and names the line", async () => {
  const before = await count();
  const lines = Array.from({ length: 1500 }, (_, index) =>
    line(`b${index}`, index === 1400 ? '"dear"' : "1"),
  );
  const answer = await importLines(lines, "stop");
  expect(answer.status).toBe(422);
  expect(answer.body.error?.message).toMatch(/^Line 1401: /);
  expect((await importLines([line("b0", "1"), line("a1", "1")], "stop")).status).toBe(409);
  expect(await count()).toBe(before);
});

it("stores what can be stored when it is to skip, and reports line, column and reason of the rest", async () => {
  const before = Number(await count());
  const lines = Array.from({ length: 1200 }, (_, index) => line(`c${index}`, "1"));
  lines[3] = line("a1", "1");
  lines[700] = line("c1", "2");
  lines[900] = line("c900", '"dear"');
  lines[1000] = "{not json";
  lines[1100] = '{"price":1}';
  const { body } = await importLines(lines, "skip");
  expect(body).toMatchObject({ inserted: 1195, skipped: 5 });
  const told = (body.problems as unknown as { line: number; column: string | null }[]).map((problem) => [
    problem.line,
    problem.column,
  ]);
  expect(told.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
    [4, "sku"],
    [701, "sku"],
    [901, "price"],
    [1001, null],
    [1101, "sku"],
  ]);
  expect(await count()).toBe(before + 1195);
});

it("refuses a body that is no stream of lines, and a way to fail that it does not know", async () => {
  const path = `${base}/records/import?tableName=goods`;
  expect((await owner("POST", path, {})).status).toBe(415);
  expect((await owner("POST", `${path}&on_error=guess`, "{}")).status).toBe(400);
});
