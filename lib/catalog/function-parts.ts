/** A name with its type as `format_type` prints it (`integer`, `character varying(20)`, `text[]`). */
export interface TypedName {
  readonly name: string;
  readonly type: string;
}

/** What a stored statement calls a table or a view, and which one that is: a rename leaves the statement as it is. */
export interface StoredRead {
  /** The name that stands in the text. */
  readonly name: string;
  readonly id: string;
  /** Of a table: the columns that it had when the statement was stored, by the JSON keys that never change. */
  readonly columns?: readonly { readonly name: string; readonly key: string }[];
}

/** A parameter of a function; a nameless one is only `$n`. */
export interface FunctionArgument {
  readonly name: string | null;
  /** Of a row: the name of its table or view. */
  readonly type: string;
  /** The table or view whose rows it takes, with the columns that these had when the function was made. */
  readonly row?: StoredRead;
  /** Of a value of an enum: the id of its type. */
  readonly labels?: string;
  /** `VARIADIC`: an array, each element of which a call may give by itself. */
  readonly isVariadic?: true;
  /** An SQL expression, guarded when it was defined. */
  readonly default?: string;
  /** The same as it runs, where that is not as it was typed: `auth.uid()`. */
  readonly defaultRuns?: string;
}

/** A statement of a function's body, as typed. */
export interface FunctionStep {
  readonly query: string;
  readonly asked: readonly (readonly string[])[];
}

/** A call of a stored function within a stored text, or what else changes, where a mark with its number stands for it. */
export interface EmbeddedCall {
  readonly function: string;
  /** Finds the function again when it was dropped and made anew. */
  readonly name: string;
  /** A text for each argument, in the function's order, that may hold marks too; null: its default. */
  readonly given: readonly (string | null)[];
  /** What stands there: one value, a set of values, or an item of FROM. */
  readonly as: "value" | "values" | "rows";
  /** What the rows or the column are called where the text gives them no name. */
  readonly alias?: string;
  /** Of rows of one value: the name of their column. */
  readonly column?: string;
  /** No call, but the labels of an enum as they are when the text is used: the type's id. */
  readonly labels?: string;
}
