import type { Column, TableVerb } from "../../catalog/types.ts";
import type { TableReader } from "../table-reader.ts";
import type { Rule } from "./restrict.ts";

/** Who asks, as far as rules are concerned; a `TenantScope` is one. */
export interface Caller {
  /** Null: a member of the project in the console, whom no rule binds; nor does any bind `service_role`. */
  readonly apiRole: "anon" | "authenticated" | "service_role" | null;
  readonly keyScopes: { readonly tables: { readonly [table: string]: readonly TableVerb[] } } | null;
}

/**
 * What one caller may do with one table, with the semantics of Postgres's row-level security: permissive policies are
 * joined by OR, restrictive ones by AND, and without a permissive one no row is reachable.
 *
 * @see https://www.postgresql.org/docs/current/sql-createpolicy.html
 */
export interface Access {
  readonly role: NonNullable<Caller["apiRole"]>;
  /** The columns that a reader may see, in the definition's order. */
  readonly readable: readonly Column[];
  /** @throws {AppError} 42501 unless the caller may do it, with these columns (absent: with any at all). */
  demand(verb: TableVerb, columns?: readonly string[]): void;
  may(verb: TableVerb, column?: string): boolean;
  /** Rows that exist and may be read, changed, deleted. What is changed or deleted must be readable too. Null: all. */
  using(verb: "select" | "update" | "delete"): Rule | null;
  /** Rows that may come to be. Null: all. */
  check(verb: "insert" | "update"): Rule | null;
  /** Tables as the caller may read them. */
  readonly read: TableReader;
}
