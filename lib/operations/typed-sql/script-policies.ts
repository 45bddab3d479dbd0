import type { Change, Policy } from "../../catalog/types.ts";
import type { AppError } from "../../errors/app-error.ts";
import type { TreeFields, TreeNode } from "../../expression/tree.ts";
import { policyCommand, rolesOf } from "../../query/definition/policies.ts";
import { carryOutStep } from "../schema/carry-out-definition.ts";
import type { Progress } from "./script-progress.ts";

/** Whether a policy reads its own table, directly or around others: Postgres takes it, and refuses all queries then. */
export function isCircular({ code }: AppError, { kind }: TreeNode): boolean {
  return code === "42P17" && (kind === "CreatePolicyStmt" || kind === "AlterPolicyStmt");
}

export const closedNote =
  "It narrows what others open: until it is made, one that says false stands in its place, so that nobody may do more than the file says.";

/**
 * A restrictive policy, and new conditions of one that is there, narrow who may do what. Where they cannot be made, what
 * they are about is closed: a file that is taken in part must not open more than the whole of it would.
 *
 * @returns whether there was something to close.
 */
export async function closeInstead(progress: Progress, tree: TreeNode): Promise<boolean> {
  const change = closing(progress, tree);
  if (change === null) return false;
  const { services, scope, session } = progress;
  const transaction = { scope, tx: session.tx, parser: () => services.sqlParser };
  progress.catalog = await carryOutStep(transaction, progress.catalog, { command: "", changes: [change] });
  progress.changes.push(change);
  return true;
}

function closing({ catalog }: Progress, { kind, fields }: TreeNode): Change | null {
  const relation = (fields.table ?? {}) as TreeFields;
  const own = catalog.tables.find(({ definition }) => definition.name === relation.relname)?.definition;
  if (own === undefined || (relation.schemaname ?? "public") !== "public") return null;
  const name = String(fields.policy_name);
  const known = own.policies?.find((policy) => policy.name === name);
  if (kind === "AlterPolicyStmt" && known !== undefined)
    return { kind: "alter_policy", table: own.name, name, set: saysFalse(known.command ?? "all") };
  if (kind !== "CreatePolicyStmt" || fields.permissive === true || known !== undefined) return null;
  const command = policyCommand(fields);
  const roles = rolesOf(fields.roles)?.filter((role) => role !== "public") ?? [];
  const policy: Policy = {
    name,
    kind: "restrictive",
    ...(command === "all" ? {} : { command }),
    ...(roles.length === 0 ? {} : { roles }),
    ...saysFalse(command),
  };
  return { kind: "create_policy", table: own.name, policy };
}

function saysFalse(command: ReturnType<typeof policyCommand>): Pick<Policy, "using" | "check"> {
  return command === "insert" ? { check: "false" } : { using: "false" };
}
