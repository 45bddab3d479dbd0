import { randomUUID } from "node:crypto";
import type { GenerateOptions } from "../../ai/schema-generator.ts";
import { runtime } from "../../runtime/runtime.ts";
import { insertTurn } from "../../store/assistant/assistant-turn.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { type GeneratedSchema, type GenerateSchemaInput, generateSchema } from "./generate-schema.ts";

export interface AssistantAnswer extends GeneratedSchema {
  readonly turn_id: string;
}

/**
 * Proposes a schema for plain words, and keeps what was asked and answered; the database's tables stay as they are.
 *
 * @throws {AppError} as `generateSchema`; nothing is kept then.
 */
export async function askAssistant(
  actor: Actor,
  databaseId: string,
  input: GenerateSchemaInput,
  options: GenerateOptions = {},
): Promise<AssistantAnswer> {
  const generated = await generateSchema(actor, databaseId, input, options);
  const scope = await authorize(actor, databaseId, "editor");
  const { schema: _, ...answer } = generated;
  const turn = { id: randomUUID(), description: input.description.trim(), answer };
  await runtime().database.query(scope, insertTurn(scope, turn));
  return { ...generated, turn_id: turn.id };
}
