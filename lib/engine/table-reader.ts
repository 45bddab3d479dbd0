import type { Catalog, CatalogFunction, CatalogTable } from "../catalog/types.ts";
import type { Sql } from "../sql/sql.ts";

/** How a table is read: as everybody who may see all of it does, unless the caller's rules say otherwise. */
export interface TableReader {
  (catalog: Catalog, table: CatalogTable): Sql;
  /** The columns that the caller may read. Absent: all. A stored text that asks for another is refused. */
  readonly columns?: (table: CatalogTable) => readonly { readonly name: string }[];
  /** Absent: every function may be called. @throws {AppError} 42501 unless the caller may call it. */
  readonly demandCall?: (called: CatalogFunction) => void;
}
