import type { Advice } from "#lib/catalog/rules/advice.ts";
import type { Json, TableVerb } from "#lib/catalog/types.ts";

/** Answers of the management API about rules. */
export interface AdviceAnswer {
  readonly items: readonly Advice[];
  readonly version: number;
}

export interface MatrixCell {
  readonly table: string;
  readonly verb: TableVerb;
  readonly identity: string;
  readonly row: "owner" | "other";
  readonly expected: "yes" | "no" | "condition";
  readonly reachedBy: readonly string[];
  readonly tried: number;
  readonly verdict: "ok" | "leak" | "confirmed" | "lost";
  readonly reason: string | null;
}

export interface LeakMatrix {
  readonly identities: readonly { readonly name: string; readonly title: string }[];
  readonly cells: readonly MatrixCell[];
  readonly untested: readonly { readonly table: string; readonly reason: string }[];
  readonly leaks: number;
  readonly lost: number;
  readonly statements: number;
  readonly ms: number;
}

export interface TriedRules {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly [column: string]: Json }[];
  readonly visible: number;
  readonly total: number;
  readonly changeable: number;
  readonly deletable: number;
}
