import type { Key } from "./key-phrases.ts";
import type { Mention } from "./mentions.ts";
import type { Moment } from "./moments.ts";
import type { ColumnNode } from "./schema-graph.ts";
import type { Comparative, Superlative } from "./superlatives.ts";

/** A question as a sequence of things that are understood one by one. */
export type Item = {
  readonly text: string;
  readonly isPossessive: boolean;
  readonly isBeforeComma: boolean;
  readonly isAgent: boolean;
} & (
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "mention"; readonly mention: Mention }
  | { readonly kind: "number"; readonly number: number; readonly isMoney: boolean }
  | { readonly kind: "moment"; readonly moment: Moment }
  | { readonly kind: "superlative"; readonly superlative: Superlative }
  | { readonly kind: "comparative"; readonly comparative: Comparative }
  /** A text to look for. `columns`: those that list it among their values. */
  | {
      readonly kind: "value";
      readonly isQuoted: boolean;
      readonly columns: readonly ColumnNode[];
    }
  /** A word that is neither in the schema nor in our phrases: a verb, a state, or a value in small letters. */
  | { readonly kind: "word"; readonly lower: string; readonly singular: string; readonly root: string }
  /** A relation of numbers written as a sign. */
  | { readonly kind: "sign" }
);
