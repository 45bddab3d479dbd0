import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("schema@example.org");
  owner = api.owner;
});
afterAll(async () => {
  await api.close();
});
beforeEach(async () => {
  base = `/api/database/${(await newDatabase(owner, "Schema")).databaseId}`;
});

const apply = (changes: readonly object[], more: object = {}) =>
  owner("POST", `${base}/schema/apply`, { changes, ...more });
const create = (name: string, ...columns: object[]) => ({ kind: "create_table", table: { name, columns } });
const insert = (tableName: string, data: object) =>
  owner("POST", `${base}/records/create`, { tableName, data });
const query = async (tableName: string) =>
  (await owner("POST", `${base}/records/query`, { tableName })).body.records;

const author = { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } };

describe("applying changes", () => {
  it("creates tables that refer to each other, in any order, in one go", async () => {
    const { status, body } = await apply([
      create("books", { name: "title", type: "text" }, author),
      create("authors", { name: "name", type: "text" }),
    ]);
    expect([status, body.version]).toEqual([200, 2]);
    expect(JSON.stringify(body.tables)).toContain('"table_name":"authors"');
    expect(body.impact).toMatchObject([{ rows: 0 }, { rows: 0 }]);
  });

  it("changes nothing when one of the changes cannot be made, and points at it", async () => {
    const { status, body } = await apply([
      create("good", { name: "a", type: "text" }),
      { kind: "drop_column", table: "good", column: "b" },
    ]);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ details: [{ path: "/changes/1/column" }] });
    expect((await owner("GET", `${base}/tables`)).body.total).toBe(1);
  });

  it("refuses what was made for an older version, with what came in between", async () => {
    await apply([create("a", { name: "x", type: "text" })]);
    const { status, body } = await apply([create("b", { name: "x", type: "text" })], { base_version: 1 });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: "RH202",
      details: { version: 2, changes: [{ version: 2, changes: [{ kind: "create_table" }] }] },
    });
  });

  it("says in a dry run what rows would make of it, and does nothing", async () => {
    await apply([create("notes", { name: "size", type: "text" })]);
    await insert("notes", { size: "12" });
    await insert("notes", { size: "many" });
    const change = { kind: "alter_column", table: "notes", column: "size", set: { type: "integer" } };
    const dry = await apply([change], { dry_run: true });
    expect(dry.body).toMatchObject({
      version: 2,
      impact: [{ rows: 2, warning: 'Size: 1 row of "notes" has a value that does not fit the new type.' }],
    });
    const real = await apply([change]);
    expect([real.status, real.body.error?.code]).toEqual([422, "RH205"]);
    const notes = (await query("notes")) as unknown as readonly { readonly id: string }[];
    expect(notes).toMatchObject([{ size: "12" }, { size: "many" }]);
    // Which rows these are, by their keys.
    expect(real.body.error?.details).toEqual([
      {
        path: "/changes/0",
        message: 'Size: 1 row of "notes" has a value that does not fit the new type.',
        rows: [{ key: notes[1]?.id, value: "many" }],
      },
    ]);
  });

  it("lists the rows that lack a value, share one, or refer to nothing", async () => {
    await apply([create("people", { name: "name", type: "text" }, { name: "boss", type: "uuid" })]);
    const nobody = "00000000-0000-4000-8000-000000000000";
    const rows = [{ name: "Ann" }, { name: "Ann", boss: nobody }, {}];
    for (const row of rows) await insert("people", row);
    const alter = (column: string, set: object) => ({ kind: "alter_column", table: "people", column, set });
    const valuesOf = async (change: object) => {
      const { body } = await apply([change]);
      const [detail] = (body.error?.details ?? []) as unknown as readonly { rows: { value: unknown }[] }[];
      return detail?.rows.map(({ value }) => value);
    };
    expect(await valuesOf(alter("name", { unique: true }))).toEqual(["Ann", "Ann"]);
    expect(await valuesOf(alter("name", { required: true }))).toEqual([null]);
    const references = { table: "people", column: "id" };
    expect(await valuesOf(alter("boss", { references }))).toEqual([nobody]);
  });

  it("lets tables swap their names with their rows", async () => {
    await apply([create("a", { name: "x", type: "text" }), create("b", { name: "x", type: "text" })]);
    await insert("a", { x: "from a" });
    await apply([
      { kind: "rename_table", table: "a", to: "c" },
      { kind: "rename_table", table: "b", to: "a" },
      { kind: "rename_table", table: "c", to: "b" },
    ]);
    expect([await query("a"), await query("b")]).toMatchObject([[], [{ x: "from a" }]]);
  });

  it("drops a table that others refer to only when told to, and keeps their rows", async () => {
    const { body } = await apply([
      create("authors", { name: "name", type: "text" }),
      create("books", { name: "title", type: "text" }, author),
    ]);
    const table = (body.tables as unknown as { id: string; table_name: string }[]).find(
      ({ table_name }) => table_name === "authors",
    );
    const ann = await insert("authors", { name: "Ann" });
    await insert("books", { title: "T", author_id: ann.body.record?.id });
    const refused = await owner("DELETE", `${base}/tables/${table?.id}`);
    expect([refused.status, refused.body.error?.code]).toEqual([409, "RH203"]);
    expect((await owner("DELETE", `${base}/tables/${table?.id}?cascade=true`)).status).toBe(200);
    expect(await query("books")).toMatchObject([{ title: "T", author_id: ann.body.record?.id }]);
  });

  it("keeps what signing in needs of the table of users, and lets it be extended and renamed", async () => {
    for (const change of [
      { kind: "drop_table", table: "users", cascade: true },
      { kind: "drop_column", table: "users", column: "email" },
      { kind: "alter_column", table: "users", column: "password_hash", set: { required: false } },
    ]) {
      expect((await apply([change])).body.error, JSON.stringify(change)).toMatchObject({ code: "RH206" });
    }
    const { status } = await apply([
      { kind: "add_column", table: "users", column: { name: "bio", type: "text" } },
      { kind: "rename_table", table: "users", to: "members" },
    ]);
    expect(status).toBe(200);
    const signUp = await owner("POST", `${base}/auth/signup`, {
      email: "m@example.org",
      password: "a good password",
    });
    expect(signUp.status).toBe(201);
    expect(await query("members")).toMatchObject([{ email: "m@example.org", bio: null }]);
  });

  it("enforces a check from then on", async () => {
    await apply([
      create("t", { name: "n", type: "integer" }),
      { kind: "add_constraint", table: "t", constraint: { kind: "check", expression: "n > 0" } },
    ]);
    expect((await insert("t", { n: 0 })).body.error).toMatchObject({ code: "23514" });
  });
});

describe("generating a schema", () => {
  it("proposes changes that can be applied as they are", async () => {
    const { status, body } = await owner("POST", `${base}/schema/generate`, {
      description: "A library with books, members and loans",
    });
    expect(status).toBe(200);
    expect(body.generator).toMatchObject({ name: "builtin" });
    expect(Object.keys(body).sort()).toEqual([
      "assumptions",
      "changes",
      "explanation",
      "generator",
      "questions",
      "schema",
    ]);
    expect((await owner("GET", `${base}/tables`)).body.total).toBe(1);
    expect((await apply(body.changes as unknown as object[])).status).toBe(200);
  });

  it("streams progress and then the same result", async () => {
    const response = await fetch(`${api.url}${base}/schema/generate`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: "text/event-stream",
      },
      body: JSON.stringify({ description: "A library with books, members and loans" }),
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const events = [...(await response.text()).matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect(events[0]).toBe("progress");
    expect(events.at(-1)).toBe("result");
  });

  it.each([
    ["", 400],
    [" ".repeat(20), 400],
    ["x".repeat(10_001), 422],
  ])("refuses a description that cannot be read: %.10s", async (description, expected) => {
    const { status, body } = await owner("POST", `${base}/schema/generate`, { description });
    expect([status, body.error?.code]).toEqual([expected, "RH500"]);
  });

  it("asks back when the words hold no data", async () => {
    const { status, body } = await owner("POST", `${base}/schema/generate`, { description: "hello there" });
    expect(status).toBe(200);
    expect(body.changes).toEqual([]);
    expect(Number((body.questions as unknown as unknown[]).length)).toBeGreaterThan(0);
  });

  it("makes a table from words in one call", async () => {
    const { status, body } = await owner("POST", `${base}/tables/create`, {
      description: "books with title, author and price",
    });
    expect([status, body.table?.table_name]).toEqual([201, "books"]);
  });
});

describe("rows of the table of users", () => {
  it("can be written with a password, which signs in and is never shown", async () => {
    const data = { email: "hand@example.org", password_hash: "a written password" };
    const { status, body } = await insert("users", data);
    expect([status, "password_hash" in (body.record ?? {})]).toEqual([201, false]);
    const signIn = (password: string) => owner("POST", `${base}/auth/login`, { email: data.email, password });
    expect((await signIn(data.password_hash)).status).toBe(200);
    await owner("PUT", `${base}/records/${body.record?.id}`, {
      tableName: "users",
      data: { password_hash: "another password" },
    });
    expect([(await signIn(data.password_hash)).status, (await signIn("another password")).status]).toEqual([
      401, 200,
    ]);
  });

  it("need a password, and a strong one", async () => {
    expect((await insert("users", { email: "x@example.org" })).body.error).toMatchObject({
      details: [{ path: "/data/password_hash" }],
    });
    expect(
      (await insert("users", { email: "x@example.org", password_hash: "short" })).body.error,
    ).toMatchObject({ details: [{ path: "/data/password_hash" }] });
  });
});
