import { generateBuiltin } from "#lib/ai/builtin/generate.ts";
import type { BuiltinDrafter } from "#lib/ai/builtin-drafter.ts";

/** The built-in generator without its thread. */
export const inProcessDrafter: BuiltinDrafter = {
  draft: async (input) => generateBuiltin(input),
  close: async () => undefined,
};
