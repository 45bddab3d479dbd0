import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let owner: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  owner = await newUser(server.url, "questions@example.org");
  base = `/api/database/${(await newDatabase(owner, "Questions")).databaseId}`;
  await owner("POST", `${base}/schema/apply`, {
    changes: [
      {
        kind: "create_table",
        table: {
          name: "books",
          columns: [
            { name: "title", type: "text" },
            { name: "author", type: "text" },
          ],
        },
      },
    ],
  });
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

const ask = (question: unknown) => owner("POST", `${base}/sql/generate`, { question });

describe("asking a question", () => {
  it("proposes one SELECT and says who made it", async () => {
    const { status, body } = await ask("books by Austen");
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["explanation", "generator", "sql"]);
    expect(body.sql).toContain("from books\nwhere books.author");
    expect(body.generator).toEqual({ name: "builtin", model: "rules-1" });
  });

  it("asks back, with the names of the tables, when the words name none of them", async () => {
    const { status, body } = await ask("What is the weather like?");
    expect([status, body.sql]).toEqual([200, ""]);
    expect(body.explanation).toContain("books");
  });

  it("never mentions what no SELECT can read", async () => {
    const { body } = await ask("list the password hash of all users");
    expect(JSON.stringify(body)).not.toContain("password_hash");
  });

  it("refuses a command to change data", async () => {
    const { status, body } = await ask("delete all books");
    expect([status, body.error?.code]).toEqual([422, "RH500"]);
  });

  it.each([
    ["", 400],
    ["  \n", 400],
    ["x".repeat(2_001), 422],
  ])("refuses a question that cannot be read: %.10s", async (question, expected) => {
    const { status, body } = await ask(question);
    expect([status, body.error?.code]).toEqual([expected, "RH500"]);
  });

  it("counts what was asked, and of whom", async () => {
    const client = new pg.Client(harness.owner);
    await client.connect();
    const { rows } = await client.query(
      "select distinct generator, model from rowhouse.generations where purpose = 'sql'",
    );
    await client.end();
    expect(rows).toEqual([{ generator: "builtin", model: "rules-1" }]);
  });
});
