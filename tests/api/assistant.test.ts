import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caller, newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];

beforeAll(async () => {
  api = await ownedApi("assistant@example.org");
  owner = api.owner;
});
afterAll(async () => {
  await api.close();
});

async function library(): Promise<string> {
  const { databaseId } = await newDatabase(owner, "Library");
  const base = `/api/database/${databaseId}`;
  await owner("POST", `${base}/tables/create`, {
    schemaJson: {
      name: "books",
      columns: [
        { name: "title", type: "text", required: true },
        { name: "shelf", type: "text" },
      ],
    },
  });
  await owner("POST", `${base}/records/create`, {
    tableName: "books",
    records: [
      { title: "Emma", shelf: "A1" },
      { title: "Ulysses", shelf: "B2" },
    ],
  });
  return base;
}

async function version(base: string): Promise<number> {
  return (await owner("GET", `${base}/tables`)).body.version as unknown as number;
}

async function ask(base: string): Promise<string> {
  const { status, body } = await owner("POST", `${base}/assistant/turns`, {
    description: "Books also have an author.",
  });
  expect(status).toBe(201);
  return String(body.turn_id);
}

async function books(base: string): Promise<readonly Record<string, unknown>[]> {
  const { body } = await owner("POST", `${base}/records/query`, {
    tableName: "books",
    sort: [{ column: "title", dir: "asc" }],
  });
  return body.records as unknown as readonly Record<string, unknown>[];
}

describe("the conversation about a database", () => {
  it("is kept, newest first, and changes no table by itself", async () => {
    const base = await library();
    const before = await version(base);
    await ask(base);
    const second = await ask(base);
    const { body } = await owner("GET", `${base}/assistant/turns?limit=1`);
    expect(body).toMatchObject({ total: 2, items: [{ id: second, applied: null, undone_at: null }] });
    expect(body.items?.[0]?.answer?.changes).not.toEqual([]);
    expect(await version(base)).toBe(before);
  });

  it("keeps nothing of words that are refused", async () => {
    const base = await library();
    const { status } = await owner("POST", `${base}/assistant/turns`, { description: " " });
    expect(status).toBe(400);
    expect((await owner("GET", `${base}/assistant/turns`)).body.total).toBe(0);
  });

  it("is forgotten on demand", async () => {
    const base = await library();
    await ask(base);
    expect((await owner("DELETE", `${base}/assistant/turns`)).body).toEqual({ forgotten: 1 });
    expect((await owner("GET", `${base}/assistant/turns`)).body.total).toBe(0);
  });
});

describe("a turn that was applied", () => {
  it("is taken back with the rows that it hid", async () => {
    const base = await library();
    const turn = await ask(base);
    const changes = [
      { kind: "rename_table", table: "books", to: "volumes" },
      { kind: "drop_column", table: "volumes", column: "shelf" },
      { kind: "create_table", table: { name: "authors", columns: [{ name: "name", type: "text" }] } },
    ];
    const applied = await owner("POST", `${base}/assistant/turns/${turn}/apply`, {
      changes,
      base_version: await version(base),
    });
    expect(applied.status).toBe(200);
    const { body } = await owner("GET", `${base}/assistant/turns`);
    expect(body.items?.[0]?.applied).toEqual({ changes: 3, version: applied.body.version, can_undo: true });

    const undone = await owner("POST", `${base}/assistant/turns/${turn}/undo`, {});
    expect(undone.status).toBe(200);
    expect(await books(base)).toMatchObject([
      { title: "Emma", shelf: "A1" },
      { title: "Ulysses", shelf: "B2" },
    ]);
    const tables = (await owner("GET", `${base}/tables`)).body.items as unknown as { table_name: string }[];
    expect(tables.map(({ table_name }) => table_name).sort()).toEqual(["books", "users"]);
  });

  it("brings back tables that point at one another, references and all", async () => {
    const base = await library();
    await owner("POST", `${base}/schema/apply`, {
      changes: [
        {
          kind: "create_table",
          table: {
            name: "loans",
            columns: [{ name: "book_id", type: "uuid", references: { table: "books", column: "id" } }],
          },
        },
      ],
    });
    const [book] = await books(base);
    const loan = { tableName: "loans", data: { book_id: book?.id } };
    await owner("POST", `${base}/records/create`, loan);
    const turn = await ask(base);
    await owner("POST", `${base}/assistant/turns/${turn}/apply`, {
      changes: [
        { kind: "drop_table", table: "loans" },
        { kind: "drop_table", table: "books" },
      ],
      base_version: await version(base),
    });
    const undone = await owner("POST", `${base}/assistant/turns/${turn}/undo`, {});
    expect(undone.status).toBe(200);
    expect(await books(base)).toHaveLength(2);
    const dangling = await owner("POST", `${base}/records/create`, {
      tableName: "loans",
      data: { book_id: "00000000-0000-4000-8000-000000000000" },
    });
    expect(dangling.status).toBe(409);
  });

  it("says what taking it back would do to rows, and is taken back only once", async () => {
    const base = await library();
    const turn = await ask(base);
    const add = { kind: "add_column", table: "books", column: { name: "pages", type: "integer" } };
    await owner("POST", `${base}/assistant/turns/${turn}/apply`, {
      changes: [add],
      base_version: await version(base),
    });
    const undo = `${base}/assistant/turns/${turn}/undo`;
    const dry = await owner("POST", undo, { dry_run: true });
    expect(dry.body.impact).toEqual([
      {
        change: { kind: "drop_column", table: "books", column: "pages" },
        rows: 2,
        warning: expect.stringContaining("pages"),
      },
    ]);
    expect((await owner("POST", undo, {})).status).toBe(200);
    expect(await owner("POST", undo, {})).toMatchObject({ status: 409, body: { error: { code: "RH206" } } });
  });

  it("is refused when the tables moved on, and stays unapplied", async () => {
    const base = await library();
    const turn = await ask(base);
    const stale = await version(base);
    const describe = { kind: "describe_table", table: "books", description: "Printed ones" };
    await owner("POST", `${base}/schema/apply`, { changes: [describe] });
    const applied = await owner("POST", `${base}/assistant/turns/${turn}/apply`, {
      changes: [{ kind: "drop_table", table: "books" }],
      base_version: stale,
    });
    expect(applied).toMatchObject({ status: 409, body: { error: { code: "RH202" } } });
    expect((await owner("GET", `${base}/assistant/turns`)).body.items?.[0]?.applied).toBeNull();
  });

  it("cannot be taken back after the database forgot it, or by whoever is not signed in", async () => {
    const base = await library();
    const turn = await ask(base);
    await owner("DELETE", `${base}/assistant/turns`);
    expect((await owner("POST", `${base}/assistant/turns/${turn}/undo`, {})).status).toBe(404);
    expect((await caller(api.url, null)("GET", `${base}/assistant/turns`)).status).toBe(401);
  });
});
