import type { Catalog, CatalogFunction, CatalogTable, Column, SlotName } from "../../catalog/types.ts";
import type { Barrier } from "../../engine/access/restrict.ts";
import type { Sql } from "../../sql/sql.ts";
import type { ResponseSettings } from "../response/response-settings.ts";

/** What a request may see: the catalog, through the eyes of the caller's role. */
export interface ReadContext {
  readonly catalog: Catalog;
  /** The columns of a table that the caller may read, in order. */
  columns(table: CatalogTable): readonly Column[];
  /** The slots of a table's references that lie in such columns. */
  slots(table: CatalogTable): readonly SlotName[];
  /** @throws {AppError} 42501 if the caller may not read the table at all. */
  assertReadable(table: CatalogTable): void;
  /** The rows of a table that the caller may read: a SELECT with `$id`, `$xmin`, `$r1`… and each column under its own name. */
  relation(table: CatalogTable, barrier: Barrier): Sql;
  /** The rows of a view of one table's rows, as they are stored; null where it gives others, or orders them. */
  agedView(table: CatalogTable): AgedRows | null;
  /**
   * The stored rows of the same, for choosing some of them before anything is read from them.
   *
   * @param row the alias under which conditions will speak of them.
   * @returns null for rows that a query gives.
   */
  stored(table: CatalogTable, barrier: Barrier, row: string): StoredRows | null;
  /** A call of a stored function as a SELECT of what it returns. @param given per argument; null: its default. */
  call(called: CatalogFunction, given: readonly (Sql | null)[]): Sql;
  /** A call of a stored function that writes. */
  writingCall(called: CatalogFunction, given: readonly (Sql | null)[]): WritingCall;
  /** The arguments of one that is carried out step by step, as a query of one row. */
  steppedCall(called: CatalogFunction, given: readonly (Sql | null)[]): Sql;
  /** No list, embedded ones neither, is longer. */
  readonly rowsMax: number;
  /** Bytes: a write whose answer is longer is undone. */
  readonly writtenBytesMax: number;
  /** Whether `select` may aggregate; counting what is embedded (`comments(count)`) it may always. */
  readonly mayAggregate: boolean;
}

/** Rows with `$id` and `$xmin`, those of the stored rows that they show. */
export interface AgedRows {
  readonly rows: Sql;
  /** Whether an index can bring them in the order of `$id`. */
  readonly canFollow: boolean;
}

/** WITH queries that carry out a write, and a SELECT of what the function returns to stand behind them. */
export interface WritingCall {
  /** Statements that run first, in order. */
  readonly before: readonly Sql[];
  readonly with: Sql;
  readonly result: Sql;
  /** Names of the tables that it writes to. */
  readonly targets: readonly string[];
  /** What the function has set of the answer to the request. */
  readonly response?: ResponseSettings;
}

/** Rows of `project_data` that a caller may see. */
export interface StoredRows {
  /** What stands behind FROM; null: `project_data` itself. */
  readonly source: Sql | null;
  /** Which of its rows. */
  readonly condition: Sql;
  /** The stored row's own columns that there are, beside `xmin`. */
  readonly parts: readonly string[];
}
