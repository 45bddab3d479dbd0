import { answerBuiltin } from "./builtin-sql-generator.ts";
import type { ModelGeneratorOptions } from "./model-schema-generator.ts";
import { checkSelect } from "./pipeline/check-select.ts";
import { converse, type Reading } from "./pipeline/converse.ts";
import { describeTables } from "./pipeline/describe-tables.ts";
import { isObject, parseJsonAnswer, text } from "./pipeline/json-answer.ts";
import type { Prompts } from "./pipeline/prompts.ts";
import type { DraftStatus } from "./proposal.ts";
import type { ChatMessage } from "./providers/chat-model.ts";
import { describeFailure } from "./providers/failure.ts";
import type { SqlAnswer, SqlGenerator, SqlQuestion } from "./sql-generator.ts";

/** A language model that turns questions into SQL; when it fails, the rules answer and say so. */
export function createModelSqlGenerator(options: ModelGeneratorOptions): SqlGenerator {
  return {
    name: options.model.name,
    generate: (question, { signal }) => generate(options, question, signal),
  };
}

async function generate(
  { model, prompts, timing, log }: ModelGeneratorOptions,
  question: SqlQuestion,
  signal: AbortSignal = new AbortController().signal,
): Promise<SqlAnswer> {
  signal.throwIfAborted();
  const messages = chat(prompts, question);
  const outcome = await converse({
    model,
    prompts,
    timing,
    log,
    messages,
    answer: sqlAnswer,
    read: readSql,
    signal,
  });
  if (outcome.ok) {
    return { ...outcome.value, generator: { name: model.name, model: model.model }, usage: outcome.usage };
  }
  const reason = describeFailure(outcome.failure);
  return { ...answerBuiltin(question, { name: model.name, reason }), usage: outcome.usage };
}

const sqlAnswer = {
  name: "sql_proposal",
  schema: {
    type: "object",
    properties: {
      status: { type: "string", enum: ["ok", "clarify", "reject"] },
      sql: { type: "string" },
      explanation: { type: "string" },
    },
    required: ["status", "sql", "explanation"],
    additionalProperties: false,
  },
} as const;

function chat(prompts: Prompts, { question, schema, today }: SqlQuestion): readonly ChatMessage[] {
  const slots = {
    question,
    tables: describeTables(schema),
    today: today ?? new Date().toISOString().slice(0, 10),
  };
  return [
    { role: "system", content: prompts.fill("answer-question", {}) },
    { role: "user", content: prompts.fill("ask-question", slots) },
  ];
}

const sqlCharactersMax = 20_000;

function readSql(answer: string): Reading<{ status: DraftStatus; sql: string; explanation: string }> {
  const parsed = parseJsonAnswer(answer);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const given = isObject(parsed.value) ? parsed.value : {};
  const explanation = text(given.explanation, 2000);
  if (given.status === "clarify" || given.status === "reject") {
    const said =
      explanation === ""
        ? "The question is not clear: say which table and which column it is about."
        : explanation;
    return { ok: true, value: { status: given.status, sql: "", explanation: said } };
  }
  const checked = checkSelect(text(given.sql, sqlCharactersMax));
  if (!checked.ok) return { ok: false, problems: [checked.problem] };
  return { ok: true, value: { status: "ok", sql: checked.sql, explanation } };
}
