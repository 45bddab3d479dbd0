import { randomUUID } from "node:crypto";
import type { Generator, Usage } from "../../ai/proposal.ts";
import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type Generation, insertGeneration } from "../../store/assistant/generation.ts";

/** Notes that a generator was asked, and what it cost. */
export async function recordGeneration(
  scope: TenantScope,
  purpose: Generation["purpose"],
  { generator, usage }: { readonly generator: Generator; readonly usage: Usage | null },
): Promise<void> {
  const generation = {
    id: randomUUID(),
    purpose,
    generator: generator.name,
    model: generator.model,
    tokensIn: usage?.tokens_in ?? null,
    tokensOut: usage?.tokens_out ?? null,
  };
  await runtime().database.query(scope, insertGeneration(scope, generation));
}
