import { resolve } from "node:path";
import type { Config } from "../env/env.ts";
import type { Log } from "../log.ts";
import type { BuiltinDrafter } from "./builtin-drafter.ts";
import { createBuiltinSchemaGenerator } from "./builtin-schema-generator.ts";
import { createBuiltinSqlGenerator } from "./builtin-sql-generator.ts";
import { createModelSchemaGenerator } from "./model-schema-generator.ts";
import { createModelSqlGenerator } from "./model-sql-generator.ts";
import { loadPrompts } from "./pipeline/prompts.ts";
import type { ChatModel } from "./providers/chat-model.ts";
import { mistral } from "./providers/mistral.ts";
import { openAiCompatible } from "./providers/openai-compatible.ts";
import { hostedTiming, selfHostedTiming, type Timing } from "./providers/timing.ts";
import type { SchemaGenerator } from "./schema-generator.ts";
import type { SqlGenerator } from "./sql-generator.ts";

export interface Generators {
  readonly schemaGenerator: SchemaGenerator;
  readonly sqlGenerator: SqlGenerator;
}

const mistralModel = "codestral-latest";

/**
 * The generators that the configuration asks for: Mistral with `MISTRAL_API_KEY` (at `AI_BASE_URL`, if that is set
 * too), else any server like OpenAI's at `AI_BASE_URL`, else the built-in ones. Reads `prompts/` of the working folder.
 *
 * @param options.timing only for tests; otherwise what suits the provider.
 */
export function createGenerators(
  { ai }: Pick<Config, "ai">,
  log: Log,
  { drafter, timing }: { readonly drafter: BuiltinDrafter; readonly timing?: Timing },
): Generators {
  const model = chatModel(ai);
  if (model === null) {
    return {
      schemaGenerator: createBuiltinSchemaGenerator(drafter),
      sqlGenerator: createBuiltinSqlGenerator(),
    };
  }
  const usual = model.name === "mistral" ? hostedTiming : selfHostedTiming;
  const options = { model, prompts: loadPrompts(resolve("prompts")), timing: timing ?? usual, log };
  log.info({ provider: model.name, model: model.model }, "AI provider configured");
  return {
    schemaGenerator: createModelSchemaGenerator({ ...options, drafter }),
    sqlGenerator: createModelSqlGenerator(options),
  };
}

function chatModel({ mistralApiKey, baseUrl, model, apiKey }: Config["ai"]): ChatModel | null {
  if (mistralApiKey !== null) {
    return mistral({ apiKey: mistralApiKey, model: model ?? mistralModel, serverUrl: baseUrl });
  }
  // A server with one model (vLLM, llama.cpp) takes any name.
  return baseUrl === null ? null : openAiCompatible({ baseUrl, model: model ?? "default", apiKey });
}
