import { runtime } from "../../runtime/runtime.ts";

/** Who turns words into tables and questions into SQL here, as whoever runs the server has set it up. */
export interface GeneratorsInUse {
  /** `builtin`: a part of the product, which sends nothing anywhere. */
  readonly provider: "builtin" | "mistral" | "openai-compatible";
  /** Null: the provider's usual one. */
  readonly model: string | null;
  /** Where it is reached, by host; null: where the provider is by itself. */
  readonly host: string | null;
}

/** For members of any project: what is theirs goes there. Holds no key. */
export function generatorsInUse(): GeneratorsInUse {
  const { mistralApiKey, baseUrl, model } = runtime().config.ai;
  const host = baseUrl === null ? null : new URL(baseUrl).host;
  if (mistralApiKey !== null) return { provider: "mistral", model, host };
  return host === null
    ? { provider: "builtin", model: null, host }
    : { provider: "openai-compatible", model, host };
}
