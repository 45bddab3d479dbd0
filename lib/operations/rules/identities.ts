import { randomUUID } from "node:crypto";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";

/** Somebody as whom rules are tried out. */
export interface Identity {
  /** `visitor`, `owner`, `other`, `service`, `stranger`, or `key <name>`. */
  readonly name: string;
  readonly title: string;
  readonly scope: TenantScope;
}

/** The context of an app's caller in a project whose administrator asks for it: nothing that its own keys would not open. */
export function actingScope(
  { projectId, databaseId }: TenantScope,
  apiRole: "anon" | "authenticated" | "service_role",
  options: {
    readonly userId?: string | null;
    readonly claims?: { readonly [claim: string]: unknown };
    readonly keyScopes?: TenantScope["keyScopes"];
  } = {},
): TenantScope {
  const { userId = null, claims = {}, keyScopes = null } = options;
  const jwt = { ...claims, role: apiRole, ...(userId === null ? {} : { sub: userId }) };
  return openTenantScope({
    projectId,
    databaseId,
    userId: null,
    role: "editor",
    apiRole,
    endUserId: userId,
    jwt,
    keyScopes,
  });
}

/** Everybody whose reach is tried out: two users, a visitor, the service, scoped keys and another project's user. */
export function identities(
  scope: TenantScope,
  users: { readonly owner: string; readonly other: string },
  keys: readonly {
    readonly name: string;
    readonly role: "anon" | "service_role";
    readonly scopes: TenantScope["keyScopes"];
  }[],
): readonly Identity[] {
  const foreign = openTenantScope({
    ...{ projectId: randomUUID(), databaseId: scope.databaseId, userId: null, role: "editor" },
    apiRole: "service_role",
  });
  return [
    { name: "visitor", title: "A visitor with the public key", scope: actingScope(scope, "anon") },
    {
      name: "owner",
      title: "The signed-in owner of the row",
      scope: actingScope(scope, "authenticated", { userId: users.owner }),
    },
    {
      name: "other",
      title: "Another signed-in user",
      scope: actingScope(scope, "authenticated", { userId: users.other }),
    },
    ...keys.map(({ name, role, scopes }) => ({
      name: `key ${name}`,
      title: `The key “${name}”`,
      scope: actingScope(scope, role, { keyScopes: scopes }),
    })),
    { name: "service", title: "The service key", scope: actingScope(scope, "service_role") },
    { name: "stranger", title: "The service key of another project", scope: foreign },
  ];
}
