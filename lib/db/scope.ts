declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Branded<string, "UserId">;
export type ProjectId = Branded<string, "ProjectId">;
export type DatabaseId = Branded<string, "DatabaseId">;

/** From weak to strong; each role may do what those before it may. */
export const roles = ["viewer", "editor", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

/** Postgres's role names of the data API, as in Supabase. */
export type ApiRole = "anon" | "authenticated" | "service_role";

/** What a key may touch, by the ids of tables: they keep theirs when they are renamed, and a new one of an old name has its own. */
export interface KeyScopes {
  readonly tables: { readonly [table: string]: readonly ("select" | "insert" | "update" | "delete")[] };
}

/** Nobody is known yet, or the work belongs to no tenant: sign-in, session and key look-ups. Sees no tenant row. */
export interface SystemScope {
  readonly kind: "system";
}

/** A signed-in console user, outside any project: their organizations and the list of their projects. */
export interface UserScope {
  readonly kind: "user";
  readonly userId: UserId;
}

/**
 * One project on behalf of somebody whose membership was checked. Only `authorize` (operations) and the key gate make
 * one; every store and engine call on tenant data asks for it.
 */
export interface TenantScope {
  readonly kind: "project";
  readonly projectId: ProjectId;
  readonly databaseId: DatabaseId;
  readonly userId: UserId | null;
  readonly role: Role;
  /** Set when the data API acts: the role of its key or token, whose rules and grants then bind (`service_role`: none). */
  readonly apiRole: ApiRole | null;
  /** `auth.uid()`. */
  readonly endUserId: string | null;
  /** `auth.jwt()`: the verified claims of the token. */
  readonly jwt: { readonly [claim: string]: unknown } | null;
  /** Set when the data API acts with a key that may touch some tables only, whatever its role may. */
  readonly keyScopes: KeyScopes | null;
  /** The ids of the keys that the data API was called with. */
  readonly keyIds: readonly string[];
  readonly [brand]: "TenantScope";
}

export type Scope = SystemScope | UserScope | TenantScope;

export const systemScope: SystemScope = { kind: "system" };

/** Call it only where membership has just been proven by a query; the architecture test lists the callers. */
export function openTenantScope(fields: {
  projectId: string;
  databaseId: string;
  userId: string | null;
  role: Role;
  apiRole?: ApiRole | null;
  endUserId?: string | null;
  jwt?: { readonly [claim: string]: unknown } | null;
  keyScopes?: KeyScopes | null;
  keyIds?: readonly string[];
}): TenantScope {
  const caller = { apiRole: null, endUserId: null, jwt: null, keyScopes: null, keyIds: [] };
  // The cast is the brand itself: this function is the one place that grants it.
  return { kind: "project", ...caller, ...fields } as unknown as TenantScope;
}
