import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import type { Barrier } from "../../engine/restrict.ts";
import type { Sql } from "../../sql/sql.ts";

/** What a request may see: the catalog, through the eyes of the caller's role. */
export interface ReadContext {
  readonly catalog: Catalog;
  /** The columns of a table that the caller may read, in order. */
  columns(table: CatalogTable): readonly Column[];
  /** @throws {AppError} 42501 if the caller may not read the table at all. */
  assertReadable(table: CatalogTable): void;
  /** The rows of a table that the caller may read: a SELECT with `$id`, `$r1`… and each column under its own name. */
  relation(table: CatalogTable, barrier: Barrier): Sql;
  /** No list, embedded ones neither, is longer. */
  readonly rowsMax: number;
}
