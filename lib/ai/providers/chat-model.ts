import type { GeneratorName, Usage } from "../proposal.ts";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** The JSON Schema that the answer has to fit; `name` is for the provider's logs. */
  readonly answer: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
}

/** Why a provider gave no usable answer. */
export type FailureReason =
  | "unauthorized"
  | "refused"
  | "filtered"
  | "rate_limited"
  | "unavailable"
  | "unreachable"
  | "timeout"
  | "cut"
  | "invalid_answer";

export interface Failure {
  readonly reason: FailureReason;
  readonly status?: number;
  /** From `Retry-After`. */
  readonly retryAfterMs?: number;
  /** The provider's own words, for the log only: never shown, the key blotted out. */
  readonly detail?: string;
}

/** One piece of a streamed answer, in the order of arrival; a failure ends the stream. */
export type ChatChunk =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "finish"; readonly reason: string }
  | { readonly kind: "usage"; readonly usage: Usage }
  | { readonly kind: "failure"; readonly failure: Failure };

/** One way to reach a language model. One call is one attempt: time limits and retries are `complete`'s. */
export interface ChatModel {
  readonly name: Exclude<GeneratorName, "builtin">;
  readonly model: string;
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk>;
}
