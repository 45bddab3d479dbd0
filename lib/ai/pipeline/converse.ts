import type { Log } from "../../log.ts";
import type { Usage } from "../proposal.ts";
import type { ChatMessage, ChatModel, ChatRequest, Failure } from "../providers/chat-model.ts";
import { complete } from "../providers/complete.ts";
import type { Timing } from "../providers/timing.ts";
import type { Prompts } from "./prompts.ts";

/** What is made of an answer: a value, or everything that is wrong with it, for the model to put right. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface Conversation<T> {
  readonly model: ChatModel;
  readonly prompts: Prompts;
  readonly timing: Timing;
  readonly log: Log;
  readonly messages: readonly ChatMessage[];
  readonly answer: ChatRequest["answer"];
  readonly read: (text: string) => Reading<T>;
  readonly signal: AbortSignal;
  readonly onText?: (characters: number) => void;
  /** Called before each turn in which the model is told what was wrong. */
  readonly onRepair?: (turn: number) => void;
}

export type ConversationOutcome<T> =
  | { readonly ok: true; readonly value: T; readonly usage: Usage | null }
  | { readonly ok: false; readonly failure: Failure; readonly usage: Usage | null };

const repairsMax = 2;
const problemsMax = 40;

/**
 * Asks a model, and at most twice more with what was wrong with its answer.
 *
 * @throws the signal's reason when the caller gave up.
 */
export async function converse<T>(conversation: Conversation<T>): Promise<ConversationOutcome<T>> {
  const budget = AbortSignal.timeout(conversation.timing.totalMs);
  let { messages } = conversation;
  let usage: Usage | null = null;
  for (let turn = 0; ; turn++) {
    const completion = await ask(conversation, messages, budget);
    usage = sum(usage, completion.usage);
    if (!completion.ok) return { ok: false, failure: completion.failure, usage };
    const reading = completion.isTruncated ? cutShort : conversation.read(completion.text);
    if (reading.ok) return { ok: true, value: reading.value, usage };
    const { model, log } = conversation;
    log.info(
      { provider: model.name, model: model.model, turn, problems: reading.problems.length },
      "an AI answer was not usable",
    );
    if (turn === repairsMax) return { ok: false, failure: { reason: "invalid_answer" }, usage };
    conversation.onRepair?.(turn + 1);
    messages = [...messages, ...repairTurn(conversation, completion.text, reading.problems)];
  }
}

const cutShort: { ok: false; problems: readonly string[] } = {
  ok: false,
  problems: [
    "The answer was cut off because it is too long: name only what is new or different, without descriptions.",
  ],
};

function ask<T>(conversation: Conversation<T>, messages: readonly ChatMessage[], budget: AbortSignal) {
  const { model, timing, log, answer, signal, onText } = conversation;
  return complete(
    model,
    { messages, answer },
    {
      timing,
      signal,
      budget,
      ...(onText === undefined ? {} : { onText }),
      onAttemptFailed: ({ reason, status, detail }, attempt) =>
        log.warn(
          { provider: model.name, model: model.model, reason, status, detail, attempt },
          "an AI provider failed",
        ),
    },
  );
}

/** A long answer is quoted only in part: what is wrong with it is said anyway. */
const quotedCharactersMax = 60_000;

function repairTurn<T>(
  conversation: Conversation<T>,
  text: string,
  problems: readonly string[],
): readonly ChatMessage[] {
  const list = problems.slice(0, problemsMax).map((problem) => `- ${problem}`);
  return [
    { role: "assistant", content: text.slice(0, quotedCharactersMax) || "(nothing)" },
    { role: "user", content: conversation.prompts.fill("repair-answer", { problems: list.join("\n") }) },
  ];
}

function sum(a: Usage | null, b: Usage | null): Usage | null {
  if (a === null || b === null) return a ?? b;
  return { tokens_in: a.tokens_in + b.tokens_in, tokens_out: a.tokens_out + b.tokens_out };
}
