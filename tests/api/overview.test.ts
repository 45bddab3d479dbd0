import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runtime } from "#lib/runtime/runtime.ts";
import type { Loose } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let made: Loose;
beforeAll(async () => {
  api = await ownedApi("owner@example.org");
  owner = api.owner;
  made = (await owner("POST", "/api/projects/with-database", { name: "Sales", template: "crm" })).body;
});
afterAll(async () => {
  await api.close();
});

describe("searching all tables", () => {
  const search = (q: string) =>
    owner("GET", `/api/database/${made.database?.id}/search?q=${encodeURIComponent(q)}`);

  it("finds rows by what is in them, with their keys and names", async () => {
    const { status, body } = await search("northLIGHT");
    expect(status).toBe(200);
    const rows = body.rows as unknown as { table: string; record: Record<string, string> }[];
    expect(rows.map(({ table }) => table).sort()).toEqual(["companies", "contacts"]);
    expect(rows.find(({ table }) => table === "companies")?.record).toEqual({
      id: expect.any(String),
      name: "Northlight Energy",
    });
    expect(body.skipped).toEqual([]);
  });

  it("takes a text as it is, and two characters at least", async () => {
    expect((await search("100% _x'")).body.rows).toEqual([]);
    expect((await search(" a ")).status).toBe(400);
  });
});

describe("the requests of apps", () => {
  it("are counted by day with the uses of keys", async () => {
    const projectId = String(made.project?.id);
    const days = async () =>
      (await owner("GET", `/api/projects/${projectId}/usage`)).body.days as unknown as Loose[];
    const before = await days();
    expect(before).toHaveLength(30);
    expect(before.at(-1)).toEqual({ day: new Date().toISOString().slice(0, 10), requests: 0 });
    const { body } = await owner("GET", `/api/projects/${projectId}/keys`);
    const [key, other] = body.items as unknown as { id: string }[];
    const { keyrings } = runtime();
    for (const used of [key, key, other]) keyrings.used(projectId, used?.id ?? "");
    await keyrings.flush();
    keyrings.used(projectId, key?.id ?? "");
    await keyrings.flush();
    expect((await days()).at(-1)?.requests).toBe(4);
  });
});
