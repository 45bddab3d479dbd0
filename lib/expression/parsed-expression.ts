import type { EnumType } from "../catalog/enum-type.ts";
import type { Column } from "../catalog/types.ts";
import type { Refusal } from "./refusal.ts";

/** A stretch of a text, in UTF-16 indices; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where an expression names a column: `price`, `posts.price`, `public.posts.price`. */
export interface ColumnMention {
  readonly name: string;
  readonly span: Span;
  /** The qualifying table's name, where one is written. */
  readonly table: { readonly name: string; readonly span: Span } | null;
  /** `public` and its dot. */
  readonly schema: Span | null;
}

/** What an expression holds that it may not hold everywhere: the place of the first of each. */
export interface ExpressionFacts {
  readonly subquery?: true;
  /** By the name of the function. */
  readonly aggregate?: string;
  readonly window?: string;
  readonly setReturning?: string;
  /** A function, or a word like CURRENT_DATE, whose value is another one at another time. */
  readonly changing?: string;
  /** `*` or `posts.*`. */
  readonly star?: true;
  readonly parameter?: number;
}

/** What stands in the place of a stretch when a text runs; at one of no length it is put in. */
export interface Replacement extends Span {
  readonly by: string;
}

/** The row that an expression is about, as the expression names it. */
export interface ExpressionRow {
  readonly name: string;
  readonly columns: readonly RowColumn[];
}

export interface RowColumn {
  readonly name: string;
  readonly column: Column;
  /** Null: its values are of no enum. */
  readonly of: EnumType | null;
}

export type ReplacementsOutcome =
  | { readonly ok: true; readonly replacements: readonly Replacement[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** An SQL expression as parsed, before anybody asks which table it is about. */
export interface ParsedExpression {
  readonly text: string;
  readonly mentions: readonly ColumnMention[];
  /** Calls of `auth.uid()` and its like, and beginnings of those that take numbers of sequences; what each runs as. */
  readonly calls: readonly (Span & { readonly runsAs: string; readonly takesNumber?: true })[];
  readonly facts: ExpressionFacts;
  /** What the text becomes when it runs over a row: calls, qualifiers, and what values of enums ask for. In the order of the text. */
  readonly replacements: (row: ExpressionRow) => ReplacementsOutcome;
}

export type ExpressionOutcome =
  | { readonly ok: true; readonly expression: ParsedExpression }
  | { readonly ok: false; readonly refusal: Refusal };
