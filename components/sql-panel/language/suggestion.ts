/** What fits where somebody types. */
export interface Suggestion {
  readonly label: string;
  readonly kind:
    | "table"
    | "view"
    | "query"
    | "column"
    | "function"
    | "keyword"
    | "snippet"
    | "join"
    | "value";
  readonly detail: string;
  /** What is put in; `$1` and `${1:x}` are places to go on at when `isSnippet`. */
  readonly text: string;
  readonly isSnippet?: boolean;
  readonly documentation?: string | undefined;
  /** Lower comes first. */
  readonly rank: number;
}
