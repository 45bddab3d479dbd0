import { parseSchema } from "../catalog/checks/validate-schema.ts";
import type { Schema } from "../catalog/types.ts";
import type { Issue } from "../errors/app-error.ts";
import type { Log } from "../log.ts";
import type { BuiltinDrafter } from "./builtin-drafter.ts";
import { proposeBuiltin } from "./builtin-schema-generator.ts";
import { applyPatch } from "./pipeline/apply-patch.ts";
import { converse, type Reading } from "./pipeline/converse.ts";
import { describeTables } from "./pipeline/describe-tables.ts";
import type { Prompts } from "./pipeline/prompts.ts";
import { propose } from "./pipeline/propose.ts";
import { isEmpty, readSchemaAnswer, type SchemaAnswer } from "./pipeline/read-schema-answer.ts";
import { schemaAnswer } from "./pipeline/schema-answer.ts";
import type { Draft, GenerateInput, Proposal } from "./proposal.ts";
import type { ChatMessage, ChatModel } from "./providers/chat-model.ts";
import { describeFailure } from "./providers/failure.ts";
import type { Timing } from "./providers/timing.ts";
import type { GenerateOptions, SchemaGenerator } from "./schema-generator.ts";

export interface ModelGeneratorOptions {
  readonly model: ChatModel;
  readonly prompts: Prompts;
  readonly timing: Timing;
  readonly log: Log;
}

export interface SchemaGeneratorOptions extends ModelGeneratorOptions {
  /** Answers when the model cannot. */
  readonly drafter: BuiltinDrafter;
}

/** A language model behind the one pipeline; when it fails, the built-in generator answers and says so. */
export function createModelSchemaGenerator(options: SchemaGeneratorOptions): SchemaGenerator {
  return { name: options.model.name, generate: (input, more) => generate(options, input, more) };
}

async function generate(
  { model, prompts, timing, log, drafter }: SchemaGeneratorOptions,
  input: GenerateInput,
  { signal = new AbortController().signal, onProgress = () => undefined }: GenerateOptions,
): Promise<Proposal> {
  signal.throwIfAborted();
  onProgress({ stage: "model", message: `Asking ${model.model}` });
  const outcome = await converse({
    model,
    prompts,
    timing,
    log,
    messages: chat(prompts, input),
    answer: schemaAnswer,
    read: (text) => readProposal(text, input.base, model),
    signal,
    onText: throttled((characters) =>
      onProgress({ stage: "model", message: `${model.model} is answering`, characters }),
    ),
    onRepair: (turn) => onProgress({ stage: "repair", message: `Having mistakes corrected (${turn} of 2)` }),
  });
  if (outcome.ok) {
    onProgress({ stage: "done", message: "Done" });
    return { ...outcome.value, usage: outcome.usage };
  }
  const reason = describeFailure(outcome.failure);
  onProgress({
    stage: "fallback",
    message: `${model.model} could not answer: ${reason}. The built-in generator does.`,
  });
  return { ...(await proposeBuiltin(drafter, input, { name: model.name, reason })), usage: outcome.usage };
}

function chat(prompts: Prompts, { description, messages, base }: GenerateInput): readonly ChatMessage[] {
  const conversation = messages.map(({ role, content }) => `${role}: ${JSON.stringify(content)}`);
  const slots = {
    description,
    base_schema: describeTables(base),
    conversation: conversation.length === 0 ? "(nothing yet)" : conversation.join("\n"),
  };
  return [
    { role: "system", content: prompts.fill("generate-schema", {}) },
    { role: "user", content: prompts.fill("describe-schema", slots) },
  ];
}

/** A model's text as a valid proposal, or everything that keeps it from being one. */
function readProposal(text: string, base: Schema, { name, model }: ChatModel): Reading<Proposal> {
  const read = readSchemaAnswer(text);
  if (!read.ok) return read;
  const draft = draftOf(read.answer, base);
  const parsed = parseSchema(draft.schema);
  if (!parsed.ok) return { ok: false, problems: describeIssues(parsed.issues, draft.schema) };
  const outcome = propose(base, draft, { name, model }, null);
  if (!outcome.ok) return { ok: false, problems: describeIssues(outcome.issues, draft.schema) };
  return { ok: true, value: outcome.proposal };
}

const unclearQuestion = "What do you want to keep track of, and what belongs to each of these things?";

function draftOf({ patch, status, questions, ...words }: SchemaAnswer, base: Schema): Draft {
  // "Fine" without a single table is no answer to anything: the person is asked rather than shown nothing.
  if (status !== "ok" || isEmpty(patch)) {
    const asked = questions.length > 0 || status === "reject" ? questions : [unclearQuestion];
    return {
      status: status === "reject" ? "reject" : "clarify",
      schema: base,
      renames: {},
      questions: asked,
      ...words,
    };
  }
  return { status, questions, ...applyPatch(base, patch), ...words };
}

/** Problems by JSON pointer and by name, since the model sees only its own part of the schema. */
function describeIssues(issues: readonly Issue[], { tables }: Schema): readonly string[] {
  return issues.map(({ path, message }) => {
    const [, table, column] = /^\/tables\/(\d+)(?:\/columns\/(\d+))?/.exec(path) ?? [];
    const named = table === undefined ? undefined : tables[Number(table)];
    const inner = column === undefined ? undefined : named?.columns[Number(column)];
    const where = [named?.name, inner?.name].filter((name) => name !== undefined).join(".");
    return where === "" ? `${path}: ${message}` : `${path} (${where}): ${message}`;
  });
}

const progressEveryMs = 250;

/** At most a few calls a second: a model sends hundreds of pieces. */
function throttled(report: (characters: number) => void): (characters: number) => void {
  let last = 0;
  return (characters) => {
    const now = Date.now();
    if (now - last < progressEveryMs) return;
    last = now;
    report(characters);
  };
}
