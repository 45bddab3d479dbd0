import type { BoundExpression } from "./bound-expression.ts";

/** Who may reach which rows of a table, as plain values. */

/** What a statement does with a table's rows. */
export type TableVerb = "select" | "insert" | "update" | "delete";

/** The roles that rules bind: an app's visitors and its signed-in users; `public` means both. */
export const policyRoles = ["anon", "authenticated", "public"] as const;
export type PolicyRole = (typeof policyRoles)[number];

/**
 * A rule of access, as in Postgres's row-level security: a row is reachable when one permissive policy of the role and
 * verb says so, and every restrictive one.
 *
 * @see https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 */
export interface Policy {
  readonly name: string;
  /** Absent: `all`. */
  readonly command?: TableVerb | "all";
  /** Absent: `public`. */
  readonly roles?: readonly PolicyRole[];
  /** Absent: `permissive`. */
  readonly kind?: "permissive" | "restrictive";
  /** An SQL condition on rows that exist; it may use `auth.uid()`, `auth.jwt()`, `auth.role()` and other tables. */
  readonly using?: string;
  /** An SQL condition on rows as they are written. Absent: `using`. */
  readonly check?: string;
}

/** What a role may do: everything (`true`), nothing (`false`), or with these columns. */
export interface RoleGrants {
  readonly select: boolean | readonly string[];
  readonly insert: boolean | readonly string[];
  readonly update: boolean | readonly string[];
  readonly delete: boolean;
}

export interface TableGrants {
  readonly anon?: RoleGrants;
  readonly authenticated?: RoleGrants;
}

/** What can be changed of a policy; null takes an expression away. */
export interface PolicySettings {
  readonly name?: string;
  readonly roles?: readonly PolicyRole[];
  readonly using?: string | null;
  readonly check?: string | null;
}

/** The roles of an app's callers. */
export type AppRole = Exclude<PolicyRole, "public">;

/** What ALTER DEFAULT PRIVILEGES has taken from these roles, of what is made later. */
export interface CatalogPrivileges {
  readonly id: string;
  readonly name: "default";
  readonly tables: Readonly<Partial<Record<AppRole, readonly TableVerb[]>>>;
  /** Who may not call functions. */
  readonly functions: readonly AppRole[];
}

export interface PrivilegeChange {
  readonly table: string;
  readonly roles: readonly PolicyRole[];
  readonly privileges: readonly TableVerb[];
  /** With select, insert and update only; a revoked column is taken out of what was granted as a whole. */
  readonly columns?: readonly string[];
}

export interface BoundPolicy {
  readonly using?: BoundExpression;
  readonly check?: BoundExpression;
}
