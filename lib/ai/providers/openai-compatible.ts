import type { ChatChunk, ChatModel, ChatRequest } from "./chat-model.ts";
import { completionChunks, isCompletion } from "./completion-body.ts";
import { eventData } from "./event-lines.ts";
import { failureOfError, failureOfStatus } from "./failure.ts";

export interface OpenAiCompatibleOptions {
  /** With or without `/v1`, as servers print it (`http://localhost:11434/v1`). */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
}

/** How much of the protocol a server understands, from most to least; `plain` sends no optional field at all. */
const dialects = ["json_schema", "json_object", "plain"] as const;
type Dialect = (typeof dialects)[number];

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, LM Studio, a gateway. */
export function openAiCompatible(options: OpenAiCompatibleOptions): ChatModel {
  let known: Dialect = "json_schema";
  return {
    name: "openai-compatible",
    model: options.model,
    async *stream(request, signal) {
      let started = false;
      try {
        const { response, dialect } = await post(options, request, known, signal);
        if (!response.ok) {
          yield { kind: "failure", failure: await failureOf(response, options.apiKey) };
          return;
        }
        // Only after a success: a 400 may as well be about the length of the prompt.
        known = dialect;
        for await (const chunk of chunksOf(response)) {
          started = true;
          yield chunk;
        }
      } catch (error) {
        if (signal.aborted) throw error;
        yield { kind: "failure", failure: failureOfError(error, started) };
      }
    },
  };
}

/** Posts in the best known dialect; a 400 or 422 steps down to a simpler one. */
async function post(
  options: OpenAiCompatibleOptions,
  request: ChatRequest,
  known: Dialect,
  signal: AbortSignal,
): Promise<{ response: Response; dialect: Dialect }> {
  let dialect = known;
  for (;;) {
    const response = await fetch(completionsUrl(options.baseUrl), {
      method: "POST",
      headers: headers(options.apiKey),
      body: JSON.stringify(body(options.model, request, dialect)),
      signal,
      redirect: "error",
    });
    const simpler = dialects[dialects.indexOf(dialect) + 1];
    if ((response.status !== 400 && response.status !== 422) || simpler === undefined) {
      return { response, dialect };
    }
    await response.body?.cancel();
    dialect = simpler;
  }
}

/** `…/v1/chat/completions`, whether or not the given URL has a path of its own. */
function completionsUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = `${path === "" ? "/v1" : path}/chat/completions`;
  return url.href;
}

function headers(apiKey: string | null): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "text/event-stream, application/json",
    ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  };
}

function body(model: string, request: ChatRequest, dialect: Dialect): Record<string, unknown> {
  const common = { model, messages: request.messages, temperature: 0, stream: true };
  if (dialect === "plain") return common;
  const format =
    dialect === "json_object"
      ? { type: "json_object" }
      : { type: "json_schema", json_schema: { ...request.answer, strict: true } };
  return { ...common, seed: 1, stream_options: { include_usage: true }, response_format: format };
}

async function* chunksOf(response: Response): AsyncGenerator<ChatChunk> {
  const type = response.headers.get("content-type") ?? "";
  if (response.body === null || !type.includes("text/event-stream")) {
    // A server that cannot stream answers at once.
    yield* chunksOfText(await response.text());
    return;
  }
  for await (const data of eventData(response.body)) {
    if (data === "[DONE]") return;
    yield* chunksOfText(data);
  }
}

function* chunksOfText(text: string): Generator<ChatChunk> {
  const body = parse(text);
  if (isCompletion(body)) yield* completionChunks(body);
  // vLLM and gateways report a failure inside an open stream as an event of its own.
  else yield { kind: "failure", failure: { reason: "unavailable", detail: "not a chat completion" } };
}

async function failureOf(response: Response, apiKey: string | null) {
  const text = await response.text().catch(() => "");
  return failureOfStatus(response.status, response.headers, { text, secret: apiKey });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
