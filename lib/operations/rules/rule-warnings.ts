import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { leakMatrixIn } from "./leak-matrix.ts";

/** The tables whose rules some changes touch. */
function ruledTables(changes: readonly Change[]): readonly string[] {
  const names = changes.flatMap((change) => (isOfRules(change) ? [change.table] : []));
  return [...new Set(names)];
}

/** Whether a change is of who may do what. */
export function isOfRules(change: Change): change is Extract<Change, { kind: RuleChange }> {
  const kinds: readonly string[] = ruleChanges;
  return kinds.includes(change.kind);
}

const ruleChanges = ["create_policy", "alter_policy", "drop_policy", "grant", "revoke"] as const;
type RuleChange = (typeof ruleChanges)[number];

/**
 * What the leak matrix finds on the tables whose rules have just been changed, in words by table. It never stands in a
 * change's way: what cannot be tried is logged.
 */
export async function ruleWarnings(
  scope: TenantScope,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, string>> {
  const tables = ruledTables(changes);
  const found = new Map<string, string>();
  if (tables.length === 0) return found;
  try {
    const { cells } = await leakMatrixIn(scope, tables);
    for (const { table, verdict, reason, identity, verb } of cells) {
      if (verdict !== "leak" || found.has(table)) continue;
      found.set(table, `Leak: ${identity} can ${verb}. ${reason ?? ""}`.trim());
    }
  } catch (error) {
    runtime().log.warn(
      { err: error, project_id: scope.projectId },
      "rules could not be tried after a change",
    );
  }
  return found;
}
