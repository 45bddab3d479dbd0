import type { Schema } from "../catalog/types.ts";
import type { DraftStatus, Generator, Usage } from "./proposal.ts";

export interface SqlQuestion {
  readonly question: string;
  readonly schema: Schema;
  /** ISO date that relative words are read against in prompts; default: the server's date in UTC. */
  readonly today?: string;
}

export interface SqlAnswer {
  readonly status: DraftStatus;
  /** One SELECT; empty unless the status is `ok`. Proposed, never run by itself. */
  readonly sql: string;
  readonly explanation: string;
  readonly generator: Generator;
  readonly usage: Usage | null;
}

/** Turns a question in plain words into one SELECT over the given tables. */
export interface SqlGenerator {
  readonly name: string;
  /** @throws only when the signal is aborted. */
  generate(question: SqlQuestion, options: { readonly signal?: AbortSignal }): Promise<SqlAnswer>;
}
