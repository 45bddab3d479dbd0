import type { Usage } from "../proposal.ts";
import type { ChatModel, ChatRequest, Failure } from "./chat-model.ts";
import { isTransient } from "./failure.ts";
import { pauseBefore, sleep, type Timing } from "./timing.ts";

export interface CompleteOptions {
  readonly timing: Timing;
  /** The caller's wish to stop: then `complete` throws the signal's reason. */
  readonly signal: AbortSignal;
  /** The end of the time for everything: then the outcome is a failure, `timeout`. */
  readonly budget: AbortSignal;
  /** Called with the length of the answer so far. */
  readonly onText?: (characters: number) => void;
  readonly onAttemptFailed?: (failure: Failure, attempt: number) => void;
}

export type Completion =
  | { readonly ok: true; readonly text: string; readonly isTruncated: boolean; readonly usage: Usage | null }
  | { readonly ok: false; readonly failure: Failure; readonly usage: Usage | null };

/** An answer longer than this is a model that does not stop. */
const answerCharactersMax = 400_000;

/** Asks until there is an answer, trying again after transient failures, within the time limits. */
export async function complete(
  model: ChatModel,
  request: ChatRequest,
  options: CompleteOptions,
): Promise<Completion> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(model, request, options);
    options.signal.throwIfAborted();
    if (outcome.ok) return outcome;
    options.onAttemptFailed?.(outcome.failure, attempt);
    const pause = isTransient(outcome.failure)
      ? pauseBefore(attempt, outcome.failure.retryAfterMs, options.timing)
      : null;
    if (pause === null || attempt >= options.timing.attemptsMax) return outcome;
    await sleep(pause, AbortSignal.any([options.signal, options.budget]));
    options.signal.throwIfAborted();
    if (options.budget.aborted) return { ok: false, failure: { reason: "timeout" }, usage: null };
  }
}

async function tryOnce(
  model: ChatModel,
  request: ChatRequest,
  options: CompleteOptions,
): Promise<Completion> {
  const idle = new IdleTimer(options.timing.firstPieceMs);
  const signal = AbortSignal.any([options.signal, options.budget, idle.signal]);
  const answer = { text: "", finish: null as string | null, usage: null as Usage | null };
  try {
    for await (const chunk of model.stream(request, signal)) {
      idle.restart(options.timing.idleMs);
      if (chunk.kind === "failure") return { ok: false, failure: chunk.failure, usage: answer.usage };
      if (chunk.kind === "finish") answer.finish = chunk.reason;
      if (chunk.kind === "usage") answer.usage = chunk.usage;
      if (chunk.kind !== "text") continue;
      answer.text += chunk.text;
      options.onText?.(answer.text.length);
      if (answer.text.length > answerCharactersMax) {
        answer.finish = "length";
        break;
      }
    }
  } catch (error) {
    // Our own abort, whichever way the provider reports it; anything else is a bug and passes on.
    if (!signal.aborted) throw error;
    return { ok: false, failure: { reason: "timeout" }, usage: answer.usage };
  } finally {
    idle.stop();
  }
  if (signal.aborted && answer.finish === null) {
    return { ok: false, failure: { reason: "timeout" }, usage: answer.usage };
  }
  return finished(answer);
}

/** Reads the finish reason: a stream that ends without one was cut off, however whole its text looks. */
function finished(answer: { text: string; finish: string | null; usage: Usage | null }): Completion {
  const { text, finish, usage } = answer;
  switch (finish) {
    case null:
      return { ok: false, failure: { reason: "cut" }, usage };
    case "content_filter":
      return { ok: false, failure: { reason: "filtered" }, usage };
    case "error":
      return { ok: false, failure: { reason: "unavailable", detail: "finish_reason error" }, usage };
    default:
      return { ok: true, text, isTruncated: finish === "length" || finish === "model_length", usage };
  }
}

/** Aborts its signal when nothing happens for a while. */
class IdleTimer {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout>;

  constructor(ms: number) {
    this.#timer = this.#start(ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start(ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(ms: number) {
    return setTimeout(() => this.#controller.abort(new DOMException("idle", "TimeoutError")), ms);
  }
}
