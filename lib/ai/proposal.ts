import type { Renames } from "../catalog/changes/diff-renames.ts";
import type { Change, Schema } from "../catalog/types.ts";

/** One turn of the conversation that led to the newest description. */
export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** What a person asks for: the newest words, the turns before them, and the schema that they are about. */
export interface GenerateInput {
  readonly description: string;
  readonly messages: readonly Message[];
  /** What exists already; a refinement keeps all of it that the words do not touch. */
  readonly base: Schema;
}

/** `ok`: a schema. `clarify`: too vague, the questions say what is missing. `reject`: nothing to model, the explanation says why. */
export type DraftStatus = "ok" | "clarify" | "reject";

/** What a generator makes of the words, before it is normalised, validated and turned into changes. */
export interface Draft {
  readonly status: DraftStatus;
  /** The whole wished-for schema: `base` and what the words add or change. Equal to `base` unless the status is `ok`. */
  readonly schema: Schema;
  /** Which names of `base` live on under another one, so that a rename is not taken for a drop and an addition. */
  readonly renames: Renames;
  readonly explanation: string;
  readonly assumptions: readonly string[];
  /** At most three. */
  readonly questions: readonly string[];
}

export type GeneratorName = "mistral" | "openai-compatible" | "builtin";

/** Who made an answer. */
export interface Generator {
  readonly name: GeneratorName;
  readonly model: string;
  /** Set when the configured provider failed and the built-in generator answered instead. */
  readonly fallback_from?: { readonly name: GeneratorName; readonly reason: string };
}

export interface Usage {
  readonly tokens_in: number;
  readonly tokens_out: number;
}

/** A generator's answer: only ever a proposal, which the person applies, changes or drops. */
export interface Proposal {
  readonly status: DraftStatus;
  /** `base` with `changes` applied. */
  readonly schema: Schema;
  readonly changes: readonly Change[];
  readonly explanation: string;
  readonly assumptions: readonly string[];
  readonly questions: readonly string[];
  readonly generator: Generator;
  /** Null when no model was asked, or the model's server did not say. */
  readonly usage: Usage | null;
}
