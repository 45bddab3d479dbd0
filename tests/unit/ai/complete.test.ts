import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatModel, ChatRequest, Failure } from "#lib/ai/providers/chat-model.ts";
import { type Completion, complete } from "#lib/ai/providers/complete.ts";
import { mistral } from "#lib/ai/providers/mistral.ts";
import { openAiCompatible } from "#lib/ai/providers/openai-compatible.ts";
import { hostedTiming, type Timing } from "#lib/ai/providers/timing.ts";
import {
  cutOff,
  hang,
  ollamaShaped,
  refusedUrl,
  type Stub,
  stall,
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
  pauseMs: 5,
  pauseMsMax: 1_000,
};
const request: ChatRequest = {
  messages: [{ role: "user", content: "a blog" }],
  answer: { name: "answer", schema: { type: "object" } },
};
const text = JSON.stringify({
  tables: [{ name: "posts", description: "Ünïcödé 🐙 and enough to be split" }],
});

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

function ask(
  model: ChatModel,
  more: { signal?: AbortSignal; budget?: AbortSignal; failures?: Failure[]; timing?: Partial<Timing> } = {},
): Promise<Completion> {
  return complete(model, request, {
    timing: { ...timing, ...more.timing },
    signal: more.signal ?? new AbortController().signal,
    budget: more.budget ?? new AbortController().signal,
    onAttemptFailed: (failure) => more.failures?.push(failure),
  });
}

const providers = {
  mistral: (url: string) => mistral({ apiKey: "secret-key", model: "codestral-latest", serverUrl: url }),
  "openai-compatible": (url: string) =>
    openAiCompatible({ apiKey: "secret-key", model: "qwen", baseUrl: url }),
};

describe.each(Object.entries(providers))("complete, by %s", (_name, at) => {
  it("joins the pieces of a streamed answer and counts its tokens", async () => {
    stub.answer(streamed(text));
    expect(await ask(at(stub.url))).toEqual({
      ok: true,
      text,
      isTruncated: false,
      usage: { tokens_in: 100, tokens_out: text.length },
    });
    expect(stub.requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      authorization: "Bearer secret-key",
      body: { stream: true, temperature: 0, response_format: { type: "json_schema" } },
    });
  });

  it("takes a URL that ends in /v1 as well", async () => {
    stub.answer(streamed(text));
    await ask(at(`${stub.url}/v1/`));
    expect(stub.requests[0]?.path).toBe("/v1/chat/completions");
  });

  it("takes a stream that ends without [DONE] or usage", async () => {
    stub.answer(withoutDone(text));
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, text, usage: null });
  });

  it("takes an answer that was not streamed", async () => {
    stub.answer(whole(text));
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, text, usage: { tokens_in: 100 } });
    stub.answer(whole(text, {}));
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, text, usage: null });
  });

  it("says that an answer was truncated", async () => {
    stub.answer(streamed(text.slice(0, 30), "length"));
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, isTruncated: true });
  });

  it("takes a filtered answer for a failure and does not ask again", async () => {
    stub.answer(streamed("no", "content_filter"));
    expect(await ask(at(stub.url))).toMatchObject({ ok: false, failure: { reason: "filtered" } });
    expect(stub.requests).toHaveLength(1);
  });

  it("asks again after 429 and 503, no sooner than Retry-After says", async () => {
    stub.answer(status(429, { "retry-after": "0.2" }), status(503), streamed(text));
    const startedAt = performance.now();
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, text });
    expect(stub.requests).toHaveLength(3);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(200);
  });

  it("does not wait longer than it may, whatever Retry-After says", async () => {
    stub.answer(status(429, { "retry-after": "3600" }));
    expect(await ask(at(stub.url))).toMatchObject({
      failure: { reason: "rate_limited", retryAfterMs: 3_600_000 },
    });
    expect(stub.requests).toHaveLength(1);
  });

  it("gives up after the last attempt", async () => {
    stub.answer(status(500));
    const failures: Failure[] = [];
    expect(await ask(at(stub.url), { failures })).toMatchObject({
      failure: { reason: "unavailable", status: 500 },
    });
    expect(failures).toHaveLength(timing.attemptsMax);
    expect(stub.requests).toHaveLength(timing.attemptsMax);
  });

  it("does not repeat a refused key, and keeps the key out of what it reports", async () => {
    stub.answer(status(401));
    const unauthorized = await ask(at(stub.url));
    expect(unauthorized).toMatchObject({ failure: { reason: "unauthorized", status: 401 } });
    stub.answer(status(404));
    const refused = await ask(at(stub.url));
    expect(refused).toMatchObject({ failure: { reason: "refused", status: 404 } });
    expect(JSON.stringify([unauthorized, refused])).not.toContain("secret-key");
    expect(stub.requests).toHaveLength(2);
  });

  it("asks again when the stream breaks off", async () => {
    stub.answer(cutOff(text.slice(0, 20)), streamed(text));
    expect(await ask(at(stub.url))).toMatchObject({ ok: true, text });
    stub.answer(cutOff(text.slice(0, 20)));
    expect(await ask(at(stub.url))).toMatchObject({ ok: false, failure: { reason: "cut" } });
  });

  it("reports a refused connection", async () => {
    expect(await ask(at(refusedUrl))).toMatchObject({ ok: false, failure: { reason: "unreachable" } });
  });

  it.each([
    ["never answers", hang()],
    ["falls silent half-way", stall("{")],
  ])("stops waiting for a server that %s", async (_case, answer) => {
    stub.answer(answer);
    const impatient = { firstPieceMs: 300, idleMs: 300 };
    expect(await ask(at(stub.url), { timing: impatient })).toMatchObject({ failure: { reason: "timeout" } });
    expect(stub.requests).toHaveLength(1);
  });

  it("ends when the time for everything is over, also between two attempts", async () => {
    stub.answer(status(429, { "retry-after": "0.9" }));
    const outcome = await ask(at(stub.url), { budget: AbortSignal.timeout(150) });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: "timeout" } });
  });

  it("stops at once, with the caller's reason, when the caller does", async () => {
    stub.answer(hang());
    const controller = new AbortController();
    const outcome = ask(at(stub.url), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("gone")), 50);
    await expect(outcome).rejects.toThrow("gone");
  });
});

describe("complete, by servers of one's own", () => {
  const own = (url: string) => openAiCompatible({ apiKey: null, model: "qwen", baseUrl: url });

  it("reads what Ollama sends", async () => {
    stub.answer(ollamaShaped(text));
    expect(await ask(own(stub.url))).toMatchObject({ ok: true, text, usage: { tokens_in: 100 } });
    expect(stub.requests[0]?.authorization).toBeNull();
  });

  it("reads what vLLM sends, without the model's thinking", async () => {
    stub.answer(vllmShaped(text));
    expect(await ask(own(stub.url))).toMatchObject({ ok: true, text, usage: null });
  });

  it("steps down to plain requests for a server that knows no response format, and remembers it", async () => {
    const model = own(stub.url);
    stub.answer(status(422), status(400), streamed(text));
    expect(await ask(model)).toMatchObject({ ok: true, text });
    await ask(model);
    expect(stub.requests.map((sent) => sent.body.response_format?.type ?? null)).toEqual([
      "json_schema",
      "json_object",
      null,
      null,
    ]);
    expect(stub.requests[2]?.body).not.toHaveProperty("stream_options");
  });

  it("reports a server that refuses every format", async () => {
    stub.answer(status(422));
    expect(await ask(own(stub.url))).toMatchObject({
      ok: false,
      failure: { reason: "refused", status: 422 },
    });
  });
});
