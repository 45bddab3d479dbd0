import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { applyInScope } from "../schema/apply-schema.ts";
import type { ImportMade } from "./import-settings.ts";

/** Takes away again what was made for an import that has stored nothing. What is in use meanwhile stays. */
export async function takeAway(scope: TenantScope, made: ImportMade, table: string): Promise<void> {
  const changes: Change[] =
    made.table === undefined
      ? (made.columns ?? []).map((column) => ({ kind: "drop_column", table, column }))
      : [{ kind: "drop_table", table: made.table }];
  if (changes.length === 0) return;
  await applyInScope(scope, { changes }).catch((error: unknown) => {
    runtime().log.warn({ err: error }, "what was made for an import could not be taken away");
  });
}
