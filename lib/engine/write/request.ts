import type { Column, SlotName } from "../../catalog/types.ts";
import type { Sql } from "../../sql/sql.ts";
import type { NewRows } from "../reference-slots.ts";
import type { TableReader } from "../table-reader.ts";
import type { SettledUpdate } from "./settled-update.ts";

/** Records as JSON. */
export interface JsonRows {
  readonly kind: "json";
  /** A parameter of type jsonb: an array of objects. */
  readonly records: Sql;
  /** The columns that are read from the records, whatever else these hold. */
  readonly columns: readonly Column[];
  /** What a key that a record lacks stands for. */
  readonly missing: "default" | "null";
}

/** Rows of a query. */
export interface QueryRows {
  readonly kind: "query";
  /** A SELECT that gives each of `columns` under its own name, in its own type. */
  readonly select: Sql;
  readonly columns: readonly Column[];
  /** Columns beside which the SELECT gives a boolean `$default.<name>`: true where the default is meant. */
  readonly defaultFlags?: ReadonlySet<string>;
}

/** What an insert does about a row whose key is there already. */
export interface OnConflict {
  readonly action: "nothing" | "update";
  /** The columns of a unique key. Null: any key (`nothing`), the primary key (`update`). */
  readonly columns: readonly string[] | null;
  /** A unique key by its constraint's name, whatever it is of; goes before `columns`. */
  readonly key?: string;
  /** `update`: new values. Absent: every column that the source gives, as given. */
  readonly set?: readonly Assignment[];
  /** `update`: only where it holds; scope as in an assignment. */
  readonly where?: Sql;
  /** Joined to the row that is there: what several assignments have in common. */
  readonly beside?: Sql;
  /** The name under which `set` and `where` know the row that is there. Default: the table's. */
  readonly alias?: string;
}

/** A column's new value: an expression over the row that is there (`alias`) and the one that was to come (`excluded`). */
export interface Assignment {
  readonly column: Column;
  readonly value: Sql;
}

/**
 * What the caller's rules ask of rows: conditions over a relation of the table's name with its columns under their own
 * names. Null: nothing.
 */
export interface WriteAccess {
  /** Rows that may be changed or deleted. */
  readonly using: Sql | null;
  /** Rows that may come to be. */
  readonly check: Sql | null;
  /** Rows that an upsert may turn others into. Absent: `check`. */
  readonly changed?: Sql | null;
  /** Rows that may be seen, hence returned. */
  readonly select: Sql | null;
  /** How the table's triggers read tables. */
  readonly read: TableReader;
}

/** What a view asks of the rows that are written through it. */
export interface CheckOption {
  readonly view: string;
  /** A condition over a relation of the table's name with its columns under their own names. */
  readonly holds: Sql;
}

/** Names of the queries of one write: no table has such a name, and several writes may stand in one statement. */
export type QueryName = (
  name:
    | "input"
    | "wanted"
    | "numbers"
    | "source"
    | "changed"
    | "target"
    | "doomed"
    | "blocked"
    | "cascaded"
    | "let_go"
    | "nullified"
    | "written",
) => string;

export type WriteRequest = InsertRequest | UpdateRequest | PatchRequest | DeleteRequest;

export interface InsertRequest {
  readonly kind: "insert";
  readonly source: JsonRows | QueryRows;
  readonly onConflict?: OnConflict;
  /** Whether `written` gives the stored row before as `$old`, null for a new one: an upsert's, on Postgres 18 or newer. */
  readonly returnsOld?: true;
  readonly access?: WriteAccess;
  readonly checkOptions?: readonly CheckOption[];
  /** `OVERRIDING`: a value for an identity column that is always counted up is taken (`system`) or ignored (`user`). */
  readonly overriding?: "system" | "user";
  /** What other writes of the statement insert, and the rows whose keys they change. */
  readonly newRows?: NewRows;
  readonly movedRows?: NewRows;
  /** Reference slots that `written` gives as `$r1`… beside the columns. */
  readonly slots?: readonly SlotName[];
}

/** New values that a query computes. */
export interface UpdateRequest {
  readonly kind: "update";
  /**
   * A SELECT with `$id`, the storage id, and one column per set column under its own name and in its own type; further
   * columns are left alone, for the front door's own SELECT. It locks its rows itself.
   */
  readonly source: Sql;
  readonly set: readonly Column[];
  readonly access?: WriteAccess;
  readonly checkOptions?: readonly CheckOption[];
  /** What other writes of the statement insert, and the rows whose keys they change. */
  readonly newRows?: NewRows;
  readonly movedRows?: NewRows;
  /** What follows for its rows from other writes; then `source` also gives the row before, as `$old.…`. */
  readonly settled?: SettledUpdate;
}

/** The same new values for all rows that a condition finds. */
export interface PatchRequest {
  readonly kind: "patch";
  /** A parameter of type jsonb: an object. */
  readonly values: Sql;
  /** What a set column's key that the object lacks stands for; null if nothing is said. */
  readonly missing?: "default" | "null";
  readonly set: readonly Column[];
  /** A condition over `d`, a row of `project_data`. */
  readonly where: Sql;
  readonly access?: WriteAccess;
  readonly checkOptions?: readonly CheckOption[];
  /** Reference slots that `written` gives as `$r1`… beside the columns. */
  readonly slots?: readonly SlotName[];
}

export interface DeleteRequest {
  readonly kind: "delete";
  /** A condition over `d`, a row of `project_data`; or, with `source`, over both. */
  readonly where: Sql;
  /** A SELECT that stands as the query `source`, for the condition and for the front door's own SELECT. */
  readonly source?: Sql;
  readonly access?: WriteAccess;
  /**
   * Queries of stored rows (`table_id`, `id`) that other writes of the statement change or delete: they are left to these,
   * and to Postgres's own check at the end of the statement.
   */
  readonly others?: readonly string[];
  /** What goes with the rows is settled for all writes of the statement together. */
  readonly isSettled?: true;
  /** Reference slots that `written` gives as `$r1`… beside the columns. */
  readonly slots?: readonly SlotName[];
}

/** A write as common table expressions; the front door puts its own SELECT behind them. */
export interface CompiledWrite {
  /** `name as (…), name as (…)`, to stand behind WITH (RECURSIVE where `isRecursive`). */
  readonly with: Sql;
  readonly isRecursive: boolean;
  /**
   * The name of the query that gives the rows as they are now (deleted: as they were): every readable column under its
   * own name, `$id` (storage id), `$ordinal` (bigint, order of the source) and `$inserted` (boolean).
   */
  readonly written: string;
  /** The name of the query that gave the new values; an update's holds what its `source` gave. */
  readonly source: string;
  /** The query of what an insert was given: `$ordinal`, and whatever its `source` gave. */
  readonly input?: string;
  /** The query of the stored rows (`table_id`, `id`) that it changes or deletes. Absent: it inserts. */
  readonly touched?: string;
}
