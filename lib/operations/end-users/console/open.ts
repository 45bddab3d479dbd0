import type { Role, TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type AuthProjectRow, findAuthSettings } from "#lib/store/end-users/auth-project.ts";
import { findDatabase } from "#lib/store/projects/project-database.ts";
import type { Actor } from "../../actor.ts";
import { authorize } from "../../authorize.ts";
import type { Client } from "../../start-session.ts";
import { type AuthRequest, toAuthProject } from "../auth-project.ts";

/** One app, as a member of its organization works on it. */
export interface AppAsMember {
  readonly actor: Actor;
  readonly databaseId: string;
  readonly client: Client;
}

/** An app's auth on behalf of a member of its organization, whose every deed is noted under their name. */
export async function openAuthAsMember(
  { actor, databaseId, client }: AppAsMember,
  role: Role,
): Promise<AuthRequest> {
  const scope = await authorize(actor, databaseId, role);
  return { project: await readProject(scope), client };
}

async function readProject(scope: TenantScope): Promise<AuthRequest["project"]> {
  return runtime().database.transaction(
    scope,
    async (tx) => {
      const [database, settings] = await Promise.all([
        tx.query<{ ref: string }>(findDatabase(scope)),
        tx.query<Pick<AuthProjectRow, "settings" | "sealed">>(findAuthSettings(scope)),
      ]);
      const { settings: stored = null, sealed = null } = settings.rows[0] ?? {};
      const ids = { project_id: scope.projectId, database_id: scope.databaseId };
      return toAuthProject(scope, { ...ids, ref: database.rows[0]?.ref ?? "", settings: stored, sealed });
    },
    { readOnly: true },
  );
}
