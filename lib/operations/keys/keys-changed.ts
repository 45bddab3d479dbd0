import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { notifyKeys } from "../../store/projects/project-keyring.ts";

/** After a change of a project's keys: no server goes by the old ones, not even for the seconds that it would keep them. */
export async function keysChanged(scope: TenantScope): Promise<void> {
  const { database, keyrings } = runtime();
  keyrings.forget(scope.projectId);
  await database.query(scope, notifyKeys(scope.projectId));
}
