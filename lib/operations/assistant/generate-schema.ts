import type { Message, Proposal } from "../../ai/proposal.ts";
import type { GenerateOptions } from "../../ai/schema-generator.ts";
import { checkSchema } from "../../catalog/checks/check-schema.ts";
import { parseSchema } from "../../catalog/checks/validate-schema.ts";
import { completeTable } from "../../catalog/complete-table.ts";
import type { Schema } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError, type Issue } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { withinLimit } from "../within-limit.ts";
import { recordGeneration } from "./record-generation.ts";

export interface GenerateSchemaInput {
  readonly description: string;
  readonly messages?: readonly Message[];
  /** Default: what the database has. */
  readonly base?: Schema;
}

export type GeneratedSchema = Omit<Proposal, "status" | "usage">;

const descriptionCharactersMax = 10_000;
const messagesCharactersMax = 40_000;

/**
 * Proposes a schema for plain words; nothing is stored but that somebody asked.
 *
 * @throws {AppError} RH500 for words that are empty, too long or nothing to model; RH200 for a `base` that is no schema.
 */
export async function generateSchema(
  actor: Actor,
  databaseId: string,
  input: GenerateSchemaInput,
  options: GenerateOptions = {},
): Promise<GeneratedSchema> {
  await withinLimit(actor.userId, rateLimitRules.generate);
  const scope = await authorize(actor, databaseId, "editor");
  refuseLength(input);
  const base = input.base === undefined ? await storedSchema(scope) : givenSchema(input.base);
  const { description, messages = [] } = input;
  const answer = await runtime().schemaGenerator.generate({ description, messages, base }, options);
  const { status, usage, ...proposal } = answer;
  await recordGeneration(scope, "schema", answer);
  if (status === "reject") {
    throw new AppError("RH500", proposal.explanation, { details: { questions: proposal.questions } });
  }
  return proposal;
}

function refuseLength({ description, messages = [] }: GenerateSchemaInput): void {
  if (description.trim() === "") {
    throw new AppError("RH500", "Say what you want to keep track of.", {
      status: 400,
      hint: 'For example: "A library with books, members and loans".',
    });
  }
  if (description.length > descriptionCharactersMax) {
    throw new AppError(
      "RH500",
      "The description is too long: at most 10,000 characters can be read at once.",
      {
        hint: "Describe the most important tables first, and add the rest in a second message.",
      },
    );
  }
  if (messages.reduce((sum, { content }) => sum + content.length, 0) > messagesCharactersMax) {
    throw new AppError("RH500", "The conversation is too long: at most 40,000 characters.", {
      hint: "Apply what is proposed, and start again from there.",
    });
  }
}

async function storedSchema(scope: TenantScope): Promise<Schema> {
  const { tables } = await runtime().catalogs.get(scope);
  return { tables: tables.map(({ definition }) => definition) };
}

function givenSchema(base: unknown): Schema {
  const parsed = parseSchema(base);
  if (!parsed.ok) throw invalidBase(parsed.issues);
  const schema = { tables: parsed.value.tables.map(completeTable) };
  const issues = checkSchema(schema);
  if (issues.length > 0) throw invalidBase(issues);
  return schema;
}

function invalidBase(issues: readonly Issue[]): AppError {
  const details = issues.map(({ path, message }) => ({ path: `/base${path}`, message }));
  return new AppError("RH200", details[0]?.message ?? "The base is not a schema.", { details });
}
