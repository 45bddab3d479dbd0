import type { Usage } from "../proposal.ts";
import type { ChatChunk } from "./chat-model.ts";

/**
 * The chunks of one chat completion object, whole (`message`) or a streamed piece (`delta`), as Mistral, OpenAI,
 * Ollama and vLLM word it. Reads only what it needs and lets everything else be missing: each server leaves out
 * something else.
 */
export function* completionChunks(body: unknown): Generator<ChatChunk> {
  const choice = first(property(body, "choices"));
  const text = contentText(property(property(choice, "delta") ?? property(choice, "message"), "content"));
  if (text !== "") yield { kind: "text", text };
  const usage = usageOf(property(body, "usage"));
  if (usage !== null) yield { kind: "usage", usage };
  const finish = property(choice, "finish_reason");
  if (typeof finish === "string") yield { kind: "finish", reason: finish };
}

/** Whether it looks like a chat completion at all, rather than any other JSON. */
export function isCompletion(body: unknown): boolean {
  return Array.isArray(property(body, "choices"));
}

/** @returns null when the server does not count (Ollama, vLLM on some versions) or counts nonsense. */
export function usageOf(usage: unknown): Usage | null {
  const tokensIn = property(usage, "prompt_tokens");
  const tokensOut = property(usage, "completion_tokens");
  if (!isCount(tokensIn) && !isCount(tokensOut)) return null;
  return { tokens_in: isCount(tokensIn) ? tokensIn : 0, tokens_out: isCount(tokensOut) ? tokensOut : 0 };
}

/** Content is a string or a list of parts; only the text parts are the answer (others are the model's thinking). */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (property(part, "type") === "text" ? property(part, "text") : ""))
    .filter((text) => typeof text === "string")
    .join("");
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
