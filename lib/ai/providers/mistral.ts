import { HTTPClient, Mistral } from "@mistralai/mistralai";
import type { ChatCompletionStreamRequest, CompletionChunk } from "@mistralai/mistralai/models/components";
import { MistralError } from "@mistralai/mistralai/models/errors";
import type { ChatChunk, ChatModel, ChatRequest } from "./chat-model.ts";
import { completionChunks, contentText, isCompletion, usageOf } from "./completion-body.ts";
import { failureOfError, failureOfStatus } from "./failure.ts";

export interface MistralOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Another server that speaks Mistral's API; null: Mistral's own. */
  readonly serverUrl: string | null;
}

const answerTokensMax = 16_000;

/** Mistral through its own SDK, which here only builds the request and reads the stream: it retries nothing. */
export function mistral(options: MistralOptions): ChatModel {
  const client = new Mistral({
    apiKey: options.apiKey,
    ...(options.serverUrl === null ? {} : { serverURL: withoutVersion(options.serverUrl) }),
    retryConfig: { strategy: "none" },
    httpClient: new HTTPClient({ fetcher: (input, init) => fetch(input, { ...init, redirect: "error" }) }),
    // With MISTRAL_DEBUG set, the SDK would print headers, and with them the key.
    debugLogger: { group() {}, groupEnd() {}, log() {} },
  });
  return {
    name: "mistral",
    model: options.model,
    async *stream(request, signal) {
      let started = false;
      try {
        const events = await client.chat.stream(parameters(options.model, request), { signal });
        for await (const event of events) {
          started = true;
          yield* chunksOf(event.data);
        }
      } catch (error) {
        if (signal.aborted) throw error;
        yield* chunksOfError(error, started, options.apiKey);
      }
    },
  };
}

/** The SDK adds `/v1` itself, also to a URL that has it. */
function withoutVersion(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function parameters(model: string, request: ChatRequest): ChatCompletionStreamRequest {
  return {
    model,
    messages: [...request.messages],
    temperature: 0,
    randomSeed: 1,
    maxTokens: answerTokensMax,
    responseFormat: {
      type: "json_schema",
      jsonSchema: { name: request.answer.name, schemaDefinition: { ...request.answer.schema }, strict: true },
    },
  };
}

function* chunksOf(chunk: CompletionChunk): Generator<ChatChunk> {
  const choice = chunk.choices[0];
  const text = contentText(choice?.delta.content);
  if (text !== "") yield { kind: "text", text };
  const { promptTokens, completionTokens } = chunk.usage ?? {};
  const usage = usageOf({ prompt_tokens: promptTokens, completion_tokens: completionTokens });
  if (usage !== null) yield { kind: "usage", usage };
  if (typeof choice?.finishReason === "string") yield { kind: "finish", reason: choice.finishReason };
}

function* chunksOfError(error: unknown, started: boolean, secret: string): Generator<ChatChunk> {
  if (!(error instanceof MistralError)) {
    yield { kind: "failure", failure: failureOfError(error, started) };
    return;
  }
  const whole = error.statusCode === 200 ? parse(error.body) : undefined;
  // A server that cannot stream answers at once, which the SDK takes for an error.
  if (isCompletion(whole)) yield* completionChunks(whole);
  else {
    const status = error.statusCode === 200 ? 502 : error.statusCode;
    const body = { text: error.body, secret };
    yield { kind: "failure", failure: failureOfStatus(status, error.headers, body) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
