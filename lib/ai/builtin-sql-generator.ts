import { builtinModel } from "./builtin-schema-generator.ts";
import type { Generator } from "./proposal.ts";
import { answerQuestion } from "./question/answer-question.ts";
import type { SqlAnswer, SqlGenerator, SqlQuestion } from "./sql-generator.ts";

/** Answers questions by rules, without a model and without a network. */
export function createBuiltinSqlGenerator(): SqlGenerator {
  return {
    name: "builtin",
    generate: async (question, { signal }) => {
      signal?.throwIfAborted();
      return answerBuiltin(question);
    },
  };
}

/** @param fallback why the built-in generator answers for another. */
export function answerBuiltin(
  { question, schema }: SqlQuestion,
  fallback?: Generator["fallback_from"],
): SqlAnswer {
  const generator: Generator = {
    name: "builtin",
    model: builtinModel,
    ...(fallback === undefined ? {} : { fallback_from: fallback }),
  };
  return { ...answerQuestion(question, schema), generator, usage: null };
}
