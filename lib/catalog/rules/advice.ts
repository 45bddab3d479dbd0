import type { Change } from "../types.ts";

/** Something about a database's rules that is dangerous, slow or probably not meant. */
export interface Advice {
  readonly code: AdviceCode;
  readonly level: "error" | "warning" | "info";
  /** Empty: it is about a function. */
  readonly table: string;
  /** The policy, column or function that it is about. */
  readonly about: string | null;
  readonly title: string;
  readonly detail: string;
  /** Ways out, each a list of changes that can be applied, or a text that can be run, as it is. */
  readonly fixes: readonly AdviceFix[];
}

/** After Supabase's database linter, as far as its lints have a meaning here. */
export type AdviceCode =
  | "policy_always_true"
  | "no_policy"
  | "only_restrictive"
  | "exposed_sensitive_column"
  | "users_exposed"
  | "rule_without_index"
  | "rule_on_user_metadata"
  | "write_without_read"
  | "several_permissive_policies"
  | "definer_function_open"
  | "writing_function_open"
  | "write_without_caller"
  | "check_always_true"
  | "self_granted_right"
  | "rule_on_header"
  | "rule_reads_closed_table";

export interface AdviceFix {
  readonly label: string;
  readonly changes: readonly Change[];
  /** What is no change of tables: typed SQL. */
  readonly sql?: string;
}
