import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGenerators } from "#lib/ai/create-generators.ts";
import { hostedTiming } from "#lib/ai/providers/timing.ts";
import { createLog } from "#lib/log.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { inProcessDrafter } from "#tests/harness/in-process-drafter.ts";
import { type Stub, startStub, status, streamed } from "#tests/harness/mistral-stub.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let stub: Stub;
let owner: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  stub = await startStub();
  const ai = { mistralApiKey: "secret-key", baseUrl: stub.url, model: null, apiKey: null };
  const timing = { ...hostedTiming, firstPieceMs: 2_000, pauseMs: 5, attemptsMax: 2 };
  installRuntime({
    ...runtime(),
    ...createGenerators({ ai }, createLog("silent"), { drafter: inProcessDrafter, timing }),
  });
  server = await startApiServer();
  owner = await newUser(server.url, "providers@example.org");
  base = `/api/database/${(await newDatabase(owner, "Providers")).databaseId}`;
});
afterAll(async () => {
  await server.close();
  await stub.close();
  await harness.close();
});

const answer = JSON.stringify({
  status: "ok",
  explanation: "A blog.",
  assumptions: ["Posts have one author."],
  questions: ["Are there tags?"],
  tables: [{ name: "posts", columns: [{ name: "author_id", type: "uuid", references: "users.id" }] }],
});
const describeIt = (description = "a blog") => owner("POST", `${base}/schema/generate`, { description });

describe("a schema by a language model, over HTTP", () => {
  it("has the contract's shape, names its maker, and can be applied as it is", async () => {
    stub.answer(streamed(answer));
    const { status: code, body } = await describeIt();
    expect(code).toBe(200);
    expect(body).toMatchObject({
      explanation: "A blog.",
      assumptions: ["Posts have one author."],
      questions: ["Are there tags?"],
      generator: { name: "mistral", model: "codestral-latest" },
      changes: [{ kind: "create_table", table: { name: "posts" } }],
    });
    expect((await owner("POST", `${base}/schema/apply`, { changes: body.changes })).status).toBe(200);
  });

  it("starts from what the database has by then", async () => {
    stub.answer(
      streamed(JSON.stringify({ tables: [{ name: "posts", columns: [{ name: "title", type: "text" }] }] })),
    );
    const { body } = await describeIt("posts have a title");
    expect(body.changes).toMatchObject([{ kind: "add_column", table: "posts", column: { name: "title" } }]);
    expect(stub.requests.at(-1)?.body.messages[1]?.content).toContain("references users.id");
  });

  it("is made by the built-in generator when the provider fails, and says so", async () => {
    stub.answer(status(500));
    const { status: code, body } = await describeIt("a library with books and members");
    expect(code).toBe(200);
    expect(body.generator).toMatchObject({ name: "builtin", fallback_from: { name: "mistral" } });
    expect(JSON.stringify(body)).not.toContain("secret-key");
  });

  it("streams what the model is doing, and then the result", async () => {
    stub.answer(streamed("not JSON"), streamed(answer));
    const response = await fetch(`${server.url}${base}/schema/generate`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${owner.token}`,
        "Content-Type": "application/json",
        Accept: "text/event-stream",
      },
      body: JSON.stringify({ description: "a blog" }),
    });
    const events = [...(await response.text()).matchAll(/^event: (\w+)\ndata: (.*)$/gm)];
    const stages = events.slice(0, -1).map(([, , data = ""]) => JSON.parse(data).stage);
    expect([stages[0], stages.includes("repair"), stages.at(-1)]).toEqual(["model", true, "done"]);
    expect(events.at(-1)?.[1]).toBe("result");
  });

  it("counts tokens by project and user", async () => {
    const client = new pg.Client(harness.owner);
    await client.connect();
    const { rows } = await client.query(
      "select model, tokens_in, tokens_out from rowhouse.generations where generator = 'mistral' order by created_at",
    );
    await client.end();
    expect(rows[0]).toEqual({ model: "codestral-latest", tokens_in: 100, tokens_out: answer.length });
    // The turn in which it was corrected counts as well.
    expect(rows.at(-1)?.tokens_in).toBe(200);
  });
});
