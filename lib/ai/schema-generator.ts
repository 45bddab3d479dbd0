import type { GenerateInput, Proposal } from "./proposal.ts";

/** What is going on, for the person who waits. */
export interface ProgressEvent {
  readonly stage: "prompt" | "model" | "validate" | "repair" | "fallback" | "done";
  readonly message: string;
  /** Characters of the model's answer so far, while it streams. */
  readonly characters?: number;
}

export interface GenerateOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
}

/** Turns plain words into a proposed schema. */
export interface SchemaGenerator {
  readonly name: string;
  /** @throws only when `signal` is aborted: any failure of a provider is answered by the built-in generator. */
  generate(input: GenerateInput, options: GenerateOptions): Promise<Proposal>;
}
