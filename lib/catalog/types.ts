import type { BoundPolicy, Policy, TableGrants } from "./access-types.ts";
import type { TableExpressions } from "./bound-expression.ts";
import type { Position } from "./change-types.ts";
import type { RowHistory } from "./row-history.ts";
import type {
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogSequence,
  CatalogView,
} from "./stored-objects.ts";

export type {
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogSequence,
  CatalogView,
  EmbeddedCall,
  FunctionArgument,
  FunctionReturn,
  FunctionStep,
  SplitText,
  StoredRead,
  TypedName,
  ViewColumn,
  ViewWrites,
} from "./stored-objects.ts";

/** The virtual schema as plain values, in the shapes of the HTTP contract. Pure data: no class, no date, no undefined. */

export const columnTypes = [
  "uuid",
  "text",
  "integer",
  "bigint",
  "number",
  "numeric",
  "boolean",
  "date",
  "time",
  "timestamptz",
  "jsonb",
  "enum",
  "text[]",
  "email",
  "url",
  "phone",
  "richtext",
  "file",
] as const;

/** `number` is double precision; `file` holds a URL. */
export type ColumnType = (typeof columnTypes)[number];

export type OnDelete = "cascade" | "set null" | "restrict";

export interface Reference {
  readonly table: string;
  readonly column: string;
  /** Absent: the row stays while others refer to it, Postgres's NO ACTION; `restrict` differs in its SQLSTATE alone. */
  readonly on_delete?: OnDelete;
  /** Absent: the key cannot change while others refer to it. */
  readonly on_update?: OnDelete;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

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

export type {
  BoundPolicy,
  Policy,
  PolicyRole,
  RoleGrants,
  TableGrants,
  TableVerb,
} from "./access-types.ts";
export type { Change, ColumnSettings, Position } from "./change-types.ts";

/** A narrow typed column of `project_data` that holds a derived, indexed copy of one column's value. */
export const slotNames = [
  // text, bigint, integer, double precision, numeric, timestamptz, date
  "t1",
  "t2",
  "t3",
  "t4",
  "i1",
  "i2",
  "i3",
  "n1",
  "n2",
  "n3",
  "f1",
  "f2",
  "m1",
  "m2",
  "d1",
  "d2",
  "d3",
  "a1",
  "a2",
  // unique keys: text
  "u1",
  "u2",
  "u3",
  "u4",
  // indexes over several columns: bytes that sort as the values do
  "k1",
  "k2",
  // search: the text of all searched columns
  "s1",
  // references: the storage id of the target, whose table is in `rt1` to `rt6`
  "r1",
  "r2",
  "r3",
  "r4",
  "r5",
  "r6",
] as const;
export type SlotName = (typeof slotNames)[number];

/** Where one column's value lies in a stored row. */
export interface ColumnStorage {
  /** `id`, `created_at`, `updated_at`: the stored row's own column. `data`: under `key` in the JSON. `secret`: with the credentials, never in a row. */
  readonly place: "id" | "created_at" | "updated_at" | "data" | "secret";
  /** The JSON key; stays when the column is renamed, and is never given to another column of the table. */
  readonly key: string;
  /** The slot that serves filters and order (`t i n f m d a`). */
  readonly index?: SlotName;
  /** The slot of the column's unique key (`u`). */
  readonly unique?: SlotName;
  /** The slot of the column's reference (`r`): the storage id of the row that it points to. */
  readonly reference?: SlotName;
  /** The reference's key is the target's storage id, so that the slot holds the column's very value. */
  readonly referenceIsValue?: true;
  /**
   * What a row without the key holds, as the text of its stored JSON: the column was added with this default when the row
   * existed already. A null is then stored as a null.
   */
  readonly missing?: string;
  /** While a change is carried out: the key under which the value lies until it is made. */
  readonly was?: string;
}

export interface TableStorage extends RowHistory {
  readonly columns: { readonly [name: string]: ColumnStorage };
  /** Keys over several columns, by constraint name. */
  readonly keys: { readonly [name: string]: SlotName };
  /** References over several columns, by constraint name: an `r` slot. */
  readonly references?: { readonly [name: string]: SlotName };
  /** Indexes over several columns (`k`) and for search (`s`), by constraint name. */
  readonly indexes?: { readonly [name: string]: SlotName };
  /** What the definition's SQL expressions have become. */
  readonly expressions?: TableExpressions;
  /** The expressions of the table's policies as they run, by policy name. */
  readonly policies?: { readonly [name: string]: BoundPolicy };
}

/** A table of one project: its definition, and how its rows are stored. */
export interface CatalogTable {
  readonly id: string;
  readonly definition: Table;
  readonly storage: TableStorage;
  readonly position: Position | null;
  /** `users`, whose rows the end-user auth owns. */
  readonly isAuth: boolean;
}

/** A table whose rows still point at others, which may go nevertheless. */
export interface PointingTable {
  readonly id: string;
  readonly slots: readonly SlotName[];
}

/** All tables of one project at one version, and what is stored beside them: an immutable value. */
export interface Catalog {
  readonly projectId: string;
  readonly databaseId: string;
  readonly version: number;
  readonly tables: readonly CatalogTable[];
  /** The dropped tables whose rows still point. Absent, like the five below: none. */
  readonly trash?: readonly PointingTable[];
  readonly views?: readonly CatalogView[];
  readonly functions?: readonly CatalogFunction[];
  readonly enums?: readonly CatalogEnum[];
  readonly sequences?: readonly CatalogSequence[];
  readonly domains?: readonly CatalogDomain[];
}
