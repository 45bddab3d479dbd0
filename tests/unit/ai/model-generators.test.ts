import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGenerators } from "#lib/ai/create-generators.ts";
import type { Message } from "#lib/ai/proposal.ts";
import { hostedTiming, type Timing } from "#lib/ai/providers/timing.ts";
import type { ProgressEvent } from "#lib/ai/schema-generator.ts";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import type { Schema } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import type { Config } from "#lib/env/env.ts";
import { createLog } from "#lib/log.ts";
import { inProcessDrafter } from "#tests/harness/in-process-drafter.ts";
import {
  cutOff,
  hang,
  ollamaShaped,
  refusedUrl,
  type Stub,
  startStub,
  status,
  streamed,
  vllmShaped,
  whole,
  withoutDone,
} from "#tests/harness/mistral-stub.ts";

const timing = {
  ...hostedTiming,
  firstPieceMs: 10_000,
  idleMs: 10_000,
  totalMs: 30_000,
  attemptsMax: 2,
  pauseMs: 5,
};
const base: Schema = { tables: [usersTable] };
const posts = { name: "Post", columns: [{ name: "Title", type: "varchar(200)", required: true }] };
const good = JSON.stringify({
  status: "ok",
  explanation: "A blog.",
  assumptions: [],
  questions: [],
  tables: [posts],
});

let stub: Stub;
let lines: string[];
beforeEach(async () => {
  stub = await startStub();
  lines = [];
});
afterEach(() => stub.close());

function generators(ai: Partial<Config["ai"]> = {}, more: Partial<Timing> = {}) {
  const log = createLog("trace", { write: (line) => lines.push(line) });
  const config = { ai: { mistralApiKey: "secret-key", baseUrl: stub.url, model: null, apiKey: null, ...ai } };
  return createGenerators(config, log, { drafter: inProcessDrafter, timing: { ...timing, ...more } });
}

function generate(
  description = "a blog",
  more: { base?: Schema; messages?: Message[]; signal?: AbortSignal } = {},
) {
  const events: ProgressEvent[] = [];
  const input = { description, messages: more.messages ?? [], base: more.base ?? base };
  const options = {
    onProgress: (event: ProgressEvent) => events.push(event),
    ...(more.signal && { signal: more.signal }),
  };
  return generators()
    .schemaGenerator.generate(input, options)
    .then((proposal) => ({ ...proposal, events }));
}

describe("a schema from a language model", () => {
  it("is in conventional form, complete, and given as changes", async () => {
    stub.answer(streamed(good));
    const { schema, changes, generator, usage, explanation, status: outcome } = await generate();
    expect(outcome).toBe("ok");
    expect(explanation).toBe("A blog.");
    expect(changes.map((change) => change.kind)).toEqual(["create_table"]);
    expect(schema.tables.map(({ name }) => name)).toEqual(["users", "posts"]);
    expect(schema.tables[1]?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "id uuid",
      "title text",
      "created_at timestamptz",
      "updated_at timestamptz",
    ]);
    expect(generator).toEqual({ name: "mistral", model: "codestral-latest" });
    expect(usage).toEqual({ tokens_in: 100, tokens_out: good.length });
  });

  it.each([
    ["a stream without its closing mark", withoutDone(good)],
    ["an answer that was not streamed", whole(good, {})],
    [
      "a code fence and thoughts around the JSON",
      streamed(`<think>{"tables": 1}</think>Sure!\n\`\`\`json\n${good}\n\`\`\``),
    ],
  ])("is taken from %s", async (_case, answer) => {
    stub.answer(answer);
    const { schema, generator } = await generate();
    expect([schema.tables.length, generator.name]).toEqual([2, "mistral"]);
  });

  it("is asked for again, with all that is wrong, until it is valid", async () => {
    const dangling = {
      ...posts,
      columns: [{ name: "author", type: "uuid", references: { table: "authors", column: "id" } }],
    };
    stub.answer(
      streamed('{"tabels": []}'),
      streamed(
        JSON.stringify({ tables: [dangling, { name: "x", columns: [{ name: "y", type: "colour" }] }] }),
      ),
      streamed(good),
    );
    const { generator, usage, events } = await generate();
    expect(generator.name).toBe("mistral");
    expect(usage?.tokens_in).toBe(300);
    expect(stub.requests).toHaveLength(3);
    const told = stub.requests[2]?.body.messages.at(-1)?.content ?? "";
    expect(told).toContain('column "y": "colour" is not a type');
    expect(events.filter(({ stage }) => stage === "repair")).toHaveLength(2);
  });

  it("names a problem by place and by name", async () => {
    const dangling = { ...posts, columns: [{ name: "author_id", type: "uuid", references: "authors.id" }] };
    stub.answer(streamed(JSON.stringify({ tables: [dangling] })), streamed(good));
    await generate();
    expect(stub.requests[1]?.body.messages.at(-1)?.content).toMatch(
      /\/tables\/1\/columns\/1\S* \(posts\.author_id\): /,
    );
  });

  it("asks the model for less when its answer was cut off", async () => {
    stub.answer(streamed(good.slice(0, 40), "length"), streamed(good));
    const { generator } = await generate();
    expect(generator.name).toBe("mistral");
    expect(stub.requests[1]?.body.messages.at(-1)?.content).toContain("too long");
  });

  it("tries again after a rate limit", async () => {
    stub.answer(status(429, { "retry-after": "0" }), streamed(good));
    expect((await generate()).generator).toEqual({ name: "mistral", model: "codestral-latest" });
  });

  it("holds questions instead of tables when the model asks back or has nothing to say", async () => {
    stub.answer(streamed(JSON.stringify({ status: "clarify", questions: ["What for?"], tables: [posts] })));
    expect(await generate("something")).toMatchObject({
      status: "clarify",
      changes: [],
      schema: base,
      questions: ["What for?"],
    });
    stub.answer(streamed('{"tables":[]}'));
    const empty = await generate("something");
    expect([empty.status, empty.changes, empty.questions.length]).toEqual(["clarify", [], 1]);
  });

  it("reports progress while it is written", async () => {
    stub.answer(streamed(good));
    const { events } = await generate();
    expect(events[0]).toMatchObject({ stage: "model" });
    expect(events.at(-1)).toEqual({ stage: "done", message: "Done" });
    expect(events.some(({ characters }) => characters !== undefined)).toBe(true);
  });
});

describe("a provider that fails", () => {
  it.each([
    ["refuses the key", status(401), "it does not accept the API key"],
    ["refuses the request", status(422), "it does not accept the request"],
    ["is broken", status(500), "it has a problem of its own"],
    ["limits us for long", status(429, { "retry-after": "600" }), "it is rate limiting us"],
    ["filters the answer", streamed("no", "content_filter"), "its content filter stopped the answer"],
    ["breaks off", cutOff("{"), "the connection broke off"],
    ["never answers as it should", streamed('{"tabels":[]}'), "its answer is not a valid one"],
  ])("and %s is replaced by the built-in generator, which says so", async (_case, answer, reason) => {
    stub.answer(answer);
    const { generator, schema, status: outcome, events } = await generate("a library with books and members");
    expect(outcome).toBe("ok");
    expect(schema.tables.map(({ name }) => name)).toContain("books");
    expect(generator).toEqual({
      name: "builtin",
      model: expect.any(String),
      fallback_from: { name: "mistral", reason },
    });
    expect(events.some(({ stage }) => stage === "fallback")).toBe(true);
  });

  it("is replaced when it never answers", async () => {
    stub.answer(hang());
    const { schemaGenerator } = generators({}, { firstPieceMs: 200 });
    const { generator } = await schemaGenerator.generate({ description: "books", messages: [], base }, {});
    expect(generator.fallback_from).toEqual({ name: "mistral", reason: "it did not answer in time" });
  });

  it("is replaced as well when nothing listens", async () => {
    const { schemaGenerator } = generators({ baseUrl: refusedUrl });
    const { generator } = await schemaGenerator.generate({ description: "books", messages: [], base }, {});
    expect(generator.fallback_from).toEqual({ name: "mistral", reason: "it cannot be reached" });
  });

  it("leaves no trace of the key in the log or in the answer", async () => {
    stub.answer(status(401), status(422), status(500));
    const answers = [await generate(), await generate(), await generate()];
    expect(lines.length).toBeGreaterThan(2);
    expect(JSON.stringify(answers) + lines.join("")).not.toContain("secret-key");
  });
});

describe("cancelling", () => {
  it("ends the request to the provider at once and rejects", async () => {
    const controller = new AbortController();
    const started = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<number>();
    stub.answer((response) => {
      response.on("close", () => closed.resolve(performance.now()));
      started.resolve();
    });
    const generating = generate("a blog", { signal: controller.signal });
    await started.promise;
    const abortedAt = performance.now();
    controller.abort(new Error("gone"));
    await expect(generating).rejects.toThrow("gone");
    // Sooner than any of the time limits would have ended it.
    expect((await closed.promise) - abortedAt).toBeLessThan(timing.firstPieceMs / 2);
  });
});

describe("a server of one's own", () => {
  it.each([
    ["Ollama", ollamaShaped(good)],
    ["vLLM", vllmShaped(good)],
  ])("like %s makes schemas", async (_name, answer) => {
    stub.answer(answer);
    const { schemaGenerator } = generators({ mistralApiKey: null, model: "qwen", baseUrl: `${stub.url}/v1` });
    const { generator, schema } = await schemaGenerator.generate(
      { description: "a blog", messages: [], base },
      {},
    );
    expect(generator).toEqual({ name: "openai-compatible", model: "qwen" });
    expect(schema.tables).toHaveLength(2);
  });
});

describe("refining with a model", () => {
  const blog: Schema = applied(base, [
    {
      name: "posts",
      columns: [
        { name: "title", type: "text" },
        { name: "views", type: "integer" },
      ],
    },
    { name: "tags", columns: [{ name: "label", type: "text" }] },
  ]);

  it("keeps all that the answer does not name", async () => {
    stub.answer(
      streamed(
        JSON.stringify({ tables: [{ name: "posts", columns: [{ name: "body", type: "richtext" }] }] }),
      ),
    );
    const { changes } = await generate("posts have a body", { base: blog });
    expect(changes).toEqual([expect.objectContaining({ kind: "add_column", table: "posts" })]);
  });

  it("renames instead of dropping and adding", async () => {
    const answer = {
      tables: [],
      renamed_tables: [{ from: "post", to: "Article" }],
      renamed_columns: [{ table: "posts", from: "views", to: "read_count" }],
      dropped_tables: ["tags", "users"],
      dropped_columns: [
        { table: "articles", column: "title" },
        { table: "users", column: "email" },
      ],
    };
    stub.answer(streamed(JSON.stringify(answer)));
    const { changes, schema } = await generate("rename", { base: blog });
    expect(changes.map(({ kind }) => kind).sort()).toEqual([
      "drop_column",
      "drop_table",
      "rename_column",
      "rename_table",
    ]);
    expect(schema.tables.map(({ name }) => name).sort()).toEqual(["articles", "users"]);
    expect(schema.tables.find(({ name }) => name === "users")).toEqual(blog.tables[0]);
  });

  it("shows the model the tables and the conversation", async () => {
    stub.answer(streamed(good));
    await generate("more", { base: blog, messages: [{ role: "user", content: 'say "hi"' }] });
    const prompt = stub.requests[0]?.body.messages[1]?.content ?? "";
    expect(prompt).toContain("- views integer");
    expect(prompt).toContain('user: "say \\"hi\\""');
  });
});

describe("SQL from a language model", () => {
  const ask = (question: string) => generators().sqlGenerator.generate({ question, schema: base }, {});

  it("is proposed when it is one SELECT", async () => {
    stub.answer(
      streamed(
        JSON.stringify({ status: "ok", sql: "select count(*) from users;", explanation: "Counts users." }),
      ),
    );
    expect(await ask("how many users?")).toEqual({
      status: "ok",
      sql: "select count(*) from users",
      explanation: "Counts users.",
      generator: { name: "mistral", model: "codestral-latest" },
      usage: expect.any(Object),
    });
  });

  it("is sent back when it is anything else, and then answered by rules", async () => {
    stub.answer(
      streamed(
        JSON.stringify({ status: "ok", sql: "with x as (delete from users returning *) select * from x" }),
      ),
    );
    const { sql, generator } = await ask("how many users?");
    expect(sql).toBe("select count(*)\nfrom users");
    expect(generator.fallback_from?.name).toBe("mistral");
    expect(stub.requests[1]?.body.messages.at(-1)?.content).toContain("DELETE");
  });

  it("is a refusal or a question when the model says so", async () => {
    stub.answer(
      streamed(JSON.stringify({ status: "reject", sql: "drop table users", explanation: "Only questions." })),
    );
    expect(await ask("drop users")).toMatchObject({
      status: "reject",
      sql: "",
      explanation: "Only questions.",
    });
  });
});

function applied(schema: Schema, tables: readonly object[]): Schema {
  const changes = tables.map((table) => ({ kind: "create_table", table })) as Parameters<
    typeof applyChanges
  >[1];
  const result = applyChanges(schema, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  expect(checkSchema(result.schema)).toEqual([]);
  return result.schema;
}
