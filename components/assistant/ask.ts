import { ApiError, type ErrorBody } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import { readEvents } from "#components/api/event-stream.ts";
import type { AssistantAnswer, Message, Progress } from "#components/api/types.ts";
import type { Schema } from "#lib/catalog/types.ts";

export interface AskInput {
  readonly description: string;
  readonly messages?: readonly Message[];
  readonly base?: Schema;
}

interface AskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Asks the assistant and follows its work; the server keeps the turn.
 *
 * @throws {ApiError} if the words are refused or no proposal came.
 */
export async function askAssistant(
  databaseId: string,
  input: AskInput,
  options: AskOptions,
): Promise<AssistantAnswer> {
  const response = await send("POST", `/api/database/${databaseId}/assistant/turns`, {
    body: input,
    signal: options.signal,
    headers: { Accept: "text/event-stream" },
  });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    return (await response.json()) as AssistantAnswer;
  }
  if (response.body === null) throw new ApiError(502, cutOff);
  for await (const { event, data } of readEvents(response.body)) {
    const value: unknown = JSON.parse(data);
    // The stream's shapes are the contract's, as everywhere in this folder.
    if (event === "progress") options.onProgress(value as Progress);
    if (event === "result") return value as AssistantAnswer;
    if (event === "error") throw errorEvent(value);
  }
  throw new ApiError(502, cutOff);
}

function errorEvent(value: unknown): ApiError {
  const body = value as { error?: ErrorBody };
  return new ApiError(422, body.error ?? cutOff);
}

const cutOff: ErrorBody = {
  code: "cut_off",
  message: "The answer stopped before it was complete.",
  hint: "Try again.",
  details: null,
  id: null,
};
