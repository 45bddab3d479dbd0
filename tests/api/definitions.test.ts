import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("definitions@example.org");
  owner = api.owner;
});
afterAll(async () => {
  await api.close();
});
beforeEach(async () => {
  base = `/api/database/${(await newDatabase(owner, "Definitions")).databaseId}`;
});

const apply = (changes: readonly object[], more: object = {}) =>
  owner("POST", `${base}/schema/apply`, { changes, ...more });
const create = (name: string, columns: readonly object[], constraints: readonly object[] = []) =>
  apply([{ kind: "create_table", table: { name, columns, constraints } }]);
const insert = (tableName: string, data: object) =>
  owner("POST", `${base}/records/create`, { tableName, data });

/** The answer as text, since a reader of JSON would lose digits. */
async function raw(path: string, body: string): Promise<string> {
  const response = await fetch(`${api.url}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
    body,
  });
  return response.text();
}

describe("definitions over HTTP", () => {
  it("keep every digit of numbers, in columns and in documents", async () => {
    await create("sums", [
      { name: "amount", type: "numeric" },
      { name: "count", type: "bigint" },
      { name: "facts", type: "jsonb" },
    ]);
    const answer = await raw(
      `${base}/records/create`,
      '{"tableName":"sums","data":{"amount":12345678901234567890.123456789,"count":9007199254740993,"facts":{"x":1234567890123456789012}}}',
    );
    expect(answer).toContain('"amount":12345678901234567890.123456789');
    expect(answer).toContain('"count":9007199254740993');
    expect(answer).toMatch(/"x": ?1234567890123456789012/);
    const found = await raw(
      `${base}/records/query`,
      '{"tableName":"sums","filters":{"amount":12345678901234567890.123456789}}',
    );
    expect(found).toContain('"count":9007199254740993');
  });

  it("hold checks, computed columns and defaults, and point at what is wrong with one", async () => {
    const columns = [
      { name: "price", type: "numeric", required: true },
      { name: "amount", type: "integer", default_expression: "2 + 1" },
      { name: "total", type: "numeric", generated: "price * amount" },
    ];
    const made = await create("items", columns, [{ kind: "check", expression: "price >= 0" }]);
    expect(made.status).toBe(200);
    const { body } = await insert("items", { price: "1.50" });
    expect(body.record).toMatchObject({ price: 1.5, amount: 3, total: 4.5 });
    const negative = await insert("items", { price: -1 });
    expect([negative.status, negative.body.error?.code]).toEqual([422, "23514"]);
    const written = await insert("items", { price: 1, total: 7 });
    expect(written.body.error?.details).toEqual([
      { path: "/data/total", message: "Total is computed and cannot be set." },
    ]);
    const wrong = await apply([
      { kind: "describe_table", table: "items", description: "x" },
      { kind: "add_constraint", table: "items", constraint: { kind: "check", expression: "prize > 0" } },
    ]);
    expect([wrong.status, wrong.body.error]).toMatchObject([
      422,
      {
        code: "42703",
        message: 'column "prize" does not exist',
        hint: 'Perhaps you meant "price".',
        details: [{ path: "/changes/1/constraint/expression" }],
      },
    ]);
  });

  it("are not made stricter than the rows that there are", async () => {
    await create("spots", [
      { name: "x", type: "integer" },
      { name: "y", type: "integer" },
      { name: "mail", type: "text" },
    ]);
    for (const spot of [
      { x: 1, y: 1 },
      { x: 1, y: 1, mail: "nobody" },
      { x: 2, y: -1, mail: "a@example.org" },
    ])
      await insert("spots", spot);
    const messages = async (change: object) => {
      const { status, body } = await apply([change]);
      return status === 200 ? "done" : body.error?.message;
    };
    const add = (constraint: object) => messages({ kind: "add_constraint", table: "spots", constraint });
    expect(await add({ kind: "check", expression: "y > 0" })).toBe(
      '1 row of "spots" breaks the check "spots_y_check".',
    );
    expect(await add({ kind: "unique", columns: ["x", "y"] })).toBe(
      'X: 2 rows of "spots" share a value with another, so it cannot be unique.',
    );
    const alter = { kind: "alter_column", table: "spots", column: "mail", set: { type: "email" } };
    expect(await messages(alter)).toBe('Mail: 1 row of "spots" has a value that does not fit the new type.');
    expect(await add({ kind: "check", expression: "x > 0" })).toBe("done");
  });

  it("take Postgres's further types, and sanitise rich text", async () => {
    await create("things", [
      { name: "code", type: "text", sql_type: "character varying(3)" },
      { name: "span", type: "text", sql_type: "interval" },
      { name: "numbers", type: "text[]", sql_type: "integer[]" },
      { name: "body", type: "richtext" },
    ]);
    const { body } = await insert("things", {
      code: "abc",
      span: "36 hours",
      numbers: [1, 2],
      body: "<p>hi<script>x</script></p>",
    });
    expect(body.record).toMatchObject({ code: "abc", span: "36:00:00", numbers: [1, 2], body: "<p>hi</p>" });
    const long = await insert("things", { code: "abcd" });
    expect(long.body.error?.details).toEqual([
      { path: "/data/code", message: "Code may have at most 3 characters." },
    ]);
    const odd = await insert("things", { span: "soon" });
    expect([odd.status, odd.body.error?.code]).toEqual([400, "22007"]);
    const none = await create("more", [{ name: "x", type: "text", sql_type: "mood" }]);
    expect(none.body.error?.details?.[0]).toEqual({
      path: "/changes/0/table/columns/0/sql_type",
      message: '"mood" is no type that "x" can have.',
    });
  });
});
