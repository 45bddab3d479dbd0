import type { Policy, TableGrants } from "./access-types.ts";
import type { ColumnType, Json } from "./column-type.ts";

/** The virtual schema in the shapes of the HTTP contract. */

export type OnDelete = "cascade" | "set null" | "restrict";

export interface Reference {
  readonly table: string;
  readonly column: string;
  /** Absent: the row stays while others refer to it, Postgres's NO ACTION; `restrict` differs in its SQLSTATE alone. */
  readonly on_delete?: OnDelete;
  /** Absent: the key cannot change while others refer to it. */
  readonly on_update?: OnDelete;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly primary_key?: boolean;
  readonly unique?: boolean;
  readonly required?: boolean;
  /** A string is a literal of the column's type, unless it is `now()`, `gen_random_uuid()` or `auth.uid()`. */
  readonly default?: Json;
  /** A default typed in SQL that is none of these: an expression without columns, guarded when it is defined. */
  readonly default_expression?: string;
  readonly indexed?: boolean;
  readonly description?: string;
  readonly enum_values?: readonly string[];
  readonly references?: Reference;
  /**
   * Postgres's own name of the type as `format_type` prints it (`character varying(20)`, `smallint`, `integer[]`), of a
   * column typed in SQL whose type is none of the contract's; `type` is then the nearest of those. Values are stored in
   * their canonical form and compared, cast and printed through this type.
   */
  readonly sql_type?: string;
  /** An SQL expression over the row that gives the stored value; guarded when it is defined. Cannot be written. */
  readonly generated?: string;
  /** Counted up by the server. `always` refuses explicit values, as in Postgres. */
  readonly identity?: "always" | "by default";
  /** The trigger that has every change of a row set the column to the time of its transaction. */
  readonly touched_by?: TouchTrigger;
  /** Names of the column's own constraints that are not those Postgres would give. */
  readonly constraint_names?: ConstraintNames;
}

/** A trigger by its name, and the function that it is made of. */
export interface TouchTrigger {
  readonly trigger: string;
  readonly function: string;
}

/** By the flag that the constraint is: `{unique: "one_per_day"}`. */
export interface ConstraintNames {
  readonly primary_key?: string;
  readonly unique?: string;
  readonly references?: string;
  readonly indexed?: string;
}

export interface Table {
  readonly name: string;
  readonly description?: string;
  readonly columns: readonly Column[];
  /** Typed in SQL: it has exactly the columns typed, and no timestamp that changes by itself. */
  readonly origin?: "sql";
  /** Keys over several columns; single-column ones are flags of the column. */
  readonly constraints?: readonly Constraint[];
  /** Who may reach which rows. None: no row is reachable for an app's visitors and users. */
  readonly policies?: readonly Policy[];
  /** What each role may do with the rows that policies leave it. Absent role: everything. */
  readonly grants?: TableGrants;
}

export interface Schema {
  readonly tables: readonly Table[];
}

export interface Constraint {
  readonly name?: string;
  readonly kind: "primary_key" | "unique" | "foreign_key" | "check" | "index";
  readonly columns?: readonly string[];
  readonly references?: {
    readonly table: string;
    readonly columns?: readonly string[];
    readonly on_delete?: OnDelete;
    readonly on_update?: OnDelete;
  };
  /**
   * Of a check: an SQL expression over the row; guarded when it is defined. Of a unique key: the text that may be there
   * once, of rows for which it is not null (an index of expressions, or of some rows); `columns` are those it reads.
   */
  readonly expression?: string;
  /** Of an index, one per column; absent: all ascending. */
  readonly directions?: readonly ("asc" | "desc")[];
  /**
   * Of an index: `search` serves `ilike '%…%'` over its text columns; `note` is one that nothing here goes by, so that its
   * name is taken and it can be dropped. Absent: filters and order.
   */
  readonly method?: "search" | "note";
  /** Of an index that is a note: what it is of, as typed (`USING gin (tags)`). */
  readonly note?: string;
}
