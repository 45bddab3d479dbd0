import type { CatalogTable } from "../../catalog/types.ts";
import type { WriteAccess } from "../../engine/write/request.ts";
import type { Destination } from "../write/destination.ts";
import type { ReadContext } from "./read-context.ts";

export type WriteVerb = "insert" | "update" | "delete";

/** What a request may see and change. */
export interface WriteContext extends ReadContext {
  /** Where a table's or a view's rows are written. @throws {AppError} 55000 for a view that is not one for one. */
  destination(table: CatalogTable, verb: WriteVerb): Destination;
  /** @throws {AppError} 42501 unless the caller may write these columns of the table. */
  assertWritable(table: CatalogTable, verb: WriteVerb, columns: readonly string[]): void;
  /** @throws {AppError} 42501 unless the caller may read these columns of the table. */
  assertColumnsReadable(table: CatalogTable, columns: readonly string[]): void;
  /**
   * What the caller's rules ask of the rows.
   *
   * @param isSeen whether the request reads rows too: it filters them, or wants them back.
   */
  writeAccess(table: CatalogTable, verb: WriteVerb | "upsert", isSeen: boolean): WriteAccess | undefined;
}
