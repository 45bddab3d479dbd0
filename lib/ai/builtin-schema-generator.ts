import type { BuiltinDrafter } from "./builtin-drafter.ts";
import { propose } from "./pipeline/propose.ts";
import type { Draft, GenerateInput, Generator, Proposal } from "./proposal.ts";
import type { SchemaGenerator } from "./schema-generator.ts";

/** The version of the rules and word lists, as other providers have a model. */
export const builtinModel = "rules-1";

/** The deterministic generator that needs no model and no network. */
export function createBuiltinSchemaGenerator(drafter: BuiltinDrafter): SchemaGenerator {
  return {
    name: "builtin",
    generate: async (input, { signal, onProgress }) => {
      signal?.throwIfAborted();
      onProgress?.({ stage: "model", message: "Reading your words" });
      const proposal = await proposeBuiltin(drafter, input);
      onProgress?.({ stage: "done", message: "Done" });
      return proposal;
    },
  };
}

/** @param fallback why the built-in generator answers for another. */
export async function proposeBuiltin(
  drafter: BuiltinDrafter,
  input: GenerateInput,
  fallback?: Generator["fallback_from"],
): Promise<Proposal> {
  const generator: Generator = {
    name: "builtin",
    model: builtinModel,
    ...(fallback === undefined ? {} : { fallback_from: fallback }),
  };
  const draft = (await drafter.draft(input)) ?? unclear(input, "These words take too long to read.");
  const outcome = propose(input.base, draft, generator, null);
  if (outcome.ok) return outcome.proposal;
  // No database can hold what the words led to: rather ask than show it.
  const asked = propose(
    input.base,
    unclear(input, "I could not make valid tables of these words."),
    generator,
    null,
  );
  if (asked.ok) return asked.proposal;
  throw new Error("A draft without tables cannot be invalid.");
}

function unclear({ base }: GenerateInput, explanation: string): Draft {
  return {
    status: "clarify",
    schema: base,
    renames: {},
    explanation,
    assumptions: [],
    questions: ["What are the things that you want to keep track of, and what belongs to each of them?"],
  };
}
