import type { Sql } from "../../sql/sql.ts";
import type { TableVersion } from "./column-pairs.ts";

/** A demand of a new definition that rows stored before may not meet, and the query that finds those that do not. */
export interface Misfit {
  readonly table: string;
  readonly column: string;
  readonly kind: "unconvertible" | "missing" | "duplicate" | "dangling" | "check";
  /** Of a check, or a constraint over several columns. */
  readonly constraint?: string;
  /** The table as it is. */
  readonly of: TableVersion;
  /** A SELECT of `id`, the storage ids of the rows, and `value`, what is wrong in them as text. */
  readonly rows: Sql;
  /** A SELECT that raises what Postgres says of one of them. */
  readonly raises?: Sql;
}
