import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one request looked like to the server. */
export interface StubRequest {
  readonly path: string;
  readonly authorization: string | null;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly stream?: boolean;
    readonly response_format?: { readonly type: string };
    readonly stream_options?: unknown;
  };
}

/** How the server answers one request. */
export type StubAnswer = (response: ServerResponse, request: StubRequest) => void;

export interface Stub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  /** The answers to the next requests, in order; the last one repeats. */
  answer(...answers: readonly StubAnswer[]): void;
  close(): Promise<void>;
}

/** A server that speaks the wire format of Mistral's chat completions, and fails in the ways such servers fail. */
export async function startStub(): Promise<Stub> {
  const requests: StubRequest[] = [];
  let queue: readonly StubAnswer[] = [status(500)];
  const server = createServer(async (req, response) => {
    const request = await readRequest(req);
    requests.push(request);
    const [next = status(500), ...rest] = queue;
    if (rest.length > 0) queue = rest;
    next(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...answers) => {
      queue = answers;
    },
    close: () => stop(server),
  };
}

/** A whole answer, streamed in small pieces as Mistral does it. */
export function streamed(text: string, finish = "stop"): StubAnswer {
  return (response) => {
    openStream(response);
    for (const piece of pieces(text)) writeEvent(response, chunk(piece, null));
    writeEvent(response, { ...chunk("", finish), usage: usage(text) });
    response.end("data: [DONE]\n\n");
  };
}

/** The stream ends properly, but without the closing `[DONE]`. */
export function withoutDone(text: string): StubAnswer {
  return (response) => {
    openStream(response);
    writeEvent(response, chunk(text, "stop"));
    response.end();
  };
}

/** The connection breaks in the middle of the answer. */
export function cutOff(text: string): StubAnswer {
  return (response) => {
    openStream(response);
    writeEvent(response, chunk(text, null));
    setTimeout(() => response.socket?.destroy(), 20);
  };
}

/** One JSON object, from a server that does not stream. */
export function whole(text: string, extra: Record<string, unknown> = { usage: usage(text) }): StubAnswer {
  return (response) => {
    const message = { role: "assistant", content: text };
    sendJson(response, 200, {
      ...envelope("chat.completion"),
      choices: [choice({ message }, "stop")],
      ...extra,
    });
  };
}

/** Ollama: its own fingerprint, usage in a chunk without choices. */
export function ollamaShaped(text: string): StubAnswer {
  return (response) => {
    openStream(response);
    const own = { ...envelope("chat.completion.chunk"), system_fingerprint: "fp_ollama" };
    writeEvent(response, {
      ...own,
      choices: [choice({ delta: { role: "assistant", content: text } }, null)],
    });
    writeEvent(response, {
      ...own,
      choices: [choice({ delta: { role: "assistant", content: "" } }, "stop")],
    });
    writeEvent(response, { ...own, choices: [], usage: usage(text) });
    response.end("data: [DONE]\n\n");
  };
}

/** vLLM: nulls where others leave fields out, the model's thinking beside the content, usage null. */
export function vllmShaped(text: string): StubAnswer {
  return (response) => {
    openStream(response);
    const own = { ...envelope("chat.completion.chunk"), usage: null, prompt_logprobs: null };
    const delta = { reasoning_content: "Let me think {", tool_calls: [] };
    writeEvent(response, {
      ...own,
      choices: [{ ...choice({ delta }, null), logprobs: null, stop_reason: null }],
    });
    writeEvent(response, { ...own, choices: [choice({ delta: { content: text } }, "stop")] });
    response.end("data: [DONE]\n\n");
  };
}

export function status(code: number, headers: Record<string, string> = {}): StubAnswer {
  return (response, request) => {
    // Some servers quote the key that they do not accept.
    sendJson(response, code, { message: `no: ${request.authorization}` }, headers);
  };
}

/** Takes the request and never answers. */
export function hang(): StubAnswer {
  return () => {};
}

/** Starts to answer, then falls silent with the connection open. */
export function stall(text: string): StubAnswer {
  return (response) => {
    openStream(response);
    writeEvent(response, chunk(text, null));
  };
}

async function readRequest(req: IncomingMessage): Promise<StubRequest> {
  let text = "";
  for await (const part of req) text += part;
  return {
    path: req.url ?? "",
    authorization: req.headers.authorization ?? null,
    body: JSON.parse(text) as StubRequest["body"],
  };
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

function writeEvent(response: ServerResponse, data: unknown): void {
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function chunk(content: string, finish: string | null) {
  return { ...envelope("chat.completion.chunk"), choices: [choice({ delta: { content } }, finish)] };
}

function envelope(object: string) {
  return { id: "cmpl-1", object, created: 1, model: "codestral-latest" };
}

function choice(content: Record<string, unknown>, finish: string | null) {
  return { index: 0, ...content, finish_reason: finish };
}

function usage(text: string) {
  const answered = text.length;
  return { prompt_tokens: 100, completion_tokens: answered, total_tokens: 100 + answered };
}

function pieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,40}/g) ?? [];
}

function sendJson(response: ServerResponse, code: number, body: unknown, headers = {}): void {
  response.writeHead(code, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** An address where nothing listens. */
export const refusedUrl = "http://127.0.0.1:9";
