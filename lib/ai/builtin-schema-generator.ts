import { generateBuiltin } from "./builtin/generate.ts";
import { propose } from "./pipeline/propose.ts";
import type { Draft, GenerateInput, Generator, Proposal } from "./proposal.ts";
import type { SchemaGenerator } from "./schema-generator.ts";

/** The version of the rules and word lists, as other providers have a model. */
export const builtinModel = "rules-1";

/** The deterministic generator that needs no model and no network. */
export function createBuiltinSchemaGenerator(): SchemaGenerator {
  return {
    name: "builtin",
    generate: async (input, { signal, onProgress }) => {
      signal?.throwIfAborted();
      onProgress?.({ stage: "model", message: "Reading your words" });
      const proposal = proposeBuiltin(input);
      onProgress?.({ stage: "done", message: "Done" });
      return proposal;
    },
  };
}

/** @param fallback why the built-in generator answers for another. */
export function proposeBuiltin(input: GenerateInput, fallback?: Generator["fallback_from"]): Proposal {
  const generator: Generator = {
    name: "builtin",
    model: builtinModel,
    ...(fallback === undefined ? {} : { fallback_from: fallback }),
  };
  const outcome = propose(input.base, generateBuiltin(input), generator, null);
  if (outcome.ok) return outcome.proposal;
  const asked = propose(input.base, unclear(input), generator, null);
  if (asked.ok) return asked.proposal;
  throw new Error("A draft without tables cannot be invalid.");
}

/** The words led to something that no database can hold: rather ask than show it. */
function unclear({ base }: GenerateInput): Draft {
  return {
    status: "clarify",
    schema: base,
    renames: {},
    explanation: "I could not make valid tables of these words.",
    assumptions: [],
    questions: ["What are the things that you want to keep track of, and what belongs to each of them?"],
  };
}
