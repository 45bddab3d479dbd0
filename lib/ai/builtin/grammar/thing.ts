import type { Mark } from "../text/marks.ts";
import type { NounChunk } from "./chunks.ts";

/** A noun phrase with all that hangs on it. */
export interface Thing {
  readonly noun: NounChunk;
  marks: Mark[];
  /** "status (draft, sent)": what stands in parentheses. */
  aside: Clause | null;
  /** "posts with title and body". */
  details: Thing[];
  /** "reviews of products by customers", in order. */
  links: Link[];
  /** "clients who visit properties". */
  relatives: Predicate[];
}

export interface Link {
  readonly preposition: string;
  readonly things: Thing[];
}

export interface Predicate {
  /** Base form; `be` and `have` for those, "" for a bare mark ("must be unique"). */
  readonly verb: string;
  readonly isPassive: boolean;
  readonly isNegative: boolean;
  /** Its object is "it" or "them". */
  readonly pointsBack?: boolean;
  objects: Thing[];
  links: Link[];
  marks: Mark[];
}

export interface Clause {
  readonly subjects: Thing[];
  /** The subject is the speaker, the application or nothing at all. */
  readonly pronoun: string;
  readonly predicates: Predicate[];
  /** What follows a colon. */
  readonly list: Thing[];
  /** A colon followed by clauses: the subject is their heading. */
  readonly isHeading: boolean;
}

/** The words of a thing as typed. */
export function textOf(thing: Thing): string {
  return thing.noun.words.map((token) => token.text).join(" ");
}
