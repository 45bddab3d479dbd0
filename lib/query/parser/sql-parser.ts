import type { TreeNode } from "../../expression/tree.ts";

/** A statement of a text: its tree, and where it stands. */
export interface RawStatement {
  readonly tree: TreeNode;
  /** UTF-16 indices into the parsed text, without the semicolon and the space around it. */
  readonly start: number;
  readonly end: number;
}

/** `position` is 1-based, in code points; `code` the SQLSTATE that Postgres would use. */
export type ParseOutcome =
  | { readonly ok: true; readonly statements: readonly RawStatement[] }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly position: number };

/** Postgres's own grammar. A text that is too long, too deep or too slow to parse is an outcome, not an exception. */
export interface SqlParser {
  parse(text: string): Promise<ParseOutcome>;
  close(): Promise<void>;
}
