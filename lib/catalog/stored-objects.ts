import type { BlockWork, SignUpWork } from "./block-steps.ts";
import type { ColumnType } from "./column-type.ts";
import type {
  EmbeddedCall,
  FunctionArgument,
  FunctionStep,
  StoredRead,
  TypedName,
} from "./function-parts.ts";
import type { RowTriggerWork } from "./row-triggers.ts";

/** A SELECT stored under a name (`CREATE VIEW`), guarded when it was defined: it can be read wherever a table can. */
export interface CatalogView {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** As it was typed, `public.` blanked. */
  readonly query: string;
  readonly columns: readonly ViewColumn[];
  readonly reads: readonly StoredRead[];
  readonly calls?: readonly EmbeddedCall[];
  /** How rows are written through it, or Postgres's reason why none are. Absent: of a view that nobody has looked at so. */
  readonly writes?: ViewWrites | { readonly reason: string };
}

/** A view that shows rows of one table or view, one for one. */
export interface ViewWrites {
  /** The one of `reads` that it shows. */
  readonly read: string;
  /** The query around the place where a SELECT of one row of `read` stands, its conditions left out. */
  readonly row: SplitText;
  /** The same with its conditions; absent: it has none. */
  readonly rows?: SplitText;
  /** Whether the query reads `read` at another place as well. */
  readonly readsItself?: true;
  /** `WITH CHECK OPTION`: what is written must be among its rows, and (cascaded) among those of the views below it. */
  readonly check?: "local" | "cascaded";
}

export type SplitText = readonly [before: string, behind: string];

/** A column of a view. */
export interface ViewColumn extends TypedName {
  /** The column that it shows unchanged, by the name that this had when the view was made, of one of `reads`. */
  readonly origin?: { readonly read: string; readonly name: string };
  /** Of an enum that is computed, such as max(state): the id of its type. */
  readonly labels?: string;
}

/** A column of what a function gives. */
export interface ReturnedColumn extends TypedName {
  /** Of an enum: the id of its type. */
  readonly labels?: string;
}

export type FunctionReturn =
  | { readonly kind: "void" }
  /** One value, or with `isSet` one a row; `labels` as of a column. */
  | { readonly kind: "value"; readonly type: string; readonly labels?: string; readonly isSet: boolean }
  /** Rows with these columns (`TABLE (…)`, `SETOF posts`); without `isSet` the first one, or nulls. */
  | {
      readonly kind: "rows";
      readonly columns: readonly ReturnedColumn[];
      readonly isSet: boolean;
      /** The id of the table or view whose rows they are. */
      readonly of?: string;
      /** `ROWS 1`: a set of at most one. */
      readonly isSingle?: true;
    };

/** The type of the one value that a call stands for, where a single `OUT` column is one too; null: a row, or nothing. */
export function valueType(returns: FunctionReturn): string | null {
  if (returns.kind === "value") return returns.type;
  if (returns.kind === "void" || returns.of !== undefined) return null;
  const [only, ...others] = returns.columns;
  return only === undefined || others.length > 0 ? null : only.type;
}

/** One statement stored under a name with parameters (`CREATE FUNCTION … LANGUAGE sql`), guarded when it was defined. */
export interface CatalogFunction {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly arguments: readonly FunctionArgument[];
  readonly returns: FunctionReturn;
  readonly volatility: "immutable" | "stable" | "volatile";
  /** As it was typed: a SELECT that names its parameters or counts them (`$1`). */
  readonly body: string;
  /** Of one typed in plpgsql, which `body` says in SQL. */
  readonly plpgsql?: string;
  /** The body, ready to run: `public.` blanked, `$1` as a column of the arguments. */
  readonly query: string;
  readonly reads: readonly StoredRead[];
  readonly calls?: readonly EmbeddedCall[];
  /** The same where a trigger is carried out, if it draws something anew at each call: it depends on the row. Guarded as it stands. */
  readonly drawn?: { readonly query: string; readonly calls?: readonly EmbeddedCall[] };
  /** `SECURITY DEFINER`: it reads and writes what there is, whoever calls it. */
  readonly isDefiner?: true;
  /** `STRICT`: it is not carried out with a null among its arguments. */
  readonly isStrict?: true;
  /** Who may not call it, after a REVOKE. */
  readonly closedTo?: readonly ("anon" | "authenticated")[];
  /** Of a body that writes, or has several statements: its text is compiled when it is called, as its names then mean. */
  readonly writes?: {
    readonly command: string;
    /** The columns that the server told of the body's queries, in the order in which the compiler asks. */
    readonly asked: readonly (readonly string[])[];
    /** The statements in front of the last, which is `query`. Absent: none. */
    readonly before?: readonly FunctionStep[];
  };
  /** Of a body in plpgsql that no query can say: it is carried out step by step, and counts as one that `writes`. */
  readonly steps?: BlockWork;
  /** Of a trigger's function: the columns that it sets to the time of the transaction, which is all that it does. */
  readonly touches?: readonly string[];
  /** Of a trigger's function that is carried out for each new account. */
  readonly onSignUp?: SignUpWork;
  /** Of a trigger's function that says what becomes of rows before they are written. */
  readonly onRows?: RowTriggerWork;
  /** Tells functions of one name apart: the types of their arguments. */
  readonly signature?: string;
}

/** Nobody calls a trigger's function. */
export function isOfTriggers({
  touches,
  onSignUp,
  onRows,
}: Pick<CatalogFunction, "touches" | "onSignUp" | "onRows">): boolean {
  return touches !== undefined || onSignUp !== undefined || onRows !== undefined;
}

/** A type of one's own (`CREATE TYPE … AS ENUM`): the columns that were typed with it hold its values themselves. */
export interface CatalogEnum {
  readonly id: string;
  readonly name: string;
  readonly values: readonly string[];
  /** The columns typed with it, by table id and JSON key. */
  readonly uses: readonly { readonly table: string; readonly key: string }[];
}

/** A counter of its own (`CREATE SEQUENCE`); where it has got to lies in `sequence_values`. */
export interface CatalogSequence {
  readonly id: string;
  readonly name: string;
  readonly type: "smallint" | "integer" | "bigint";
  /** Whole numbers as texts: a bigint is more than a number holds. */
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cycles?: true;
  /** The column that it goes with, by table id and JSON key. */
  readonly ownedBy?: { readonly table: string; readonly key: string };
}

/** A type with rules (`CREATE DOMAIN`): a column typed with it gets them as its own. */
export interface CatalogDomain {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
  readonly sql_type?: string;
  readonly required?: true;
  /** As typed. */
  readonly default?: string;
  /** Conditions over the column, which they call VALUE. */
  readonly checks: readonly string[];
}
