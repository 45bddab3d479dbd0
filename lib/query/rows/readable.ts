import type { Catalog } from "../../catalog/types.ts";
import { relationSelect } from "../../engine/relation.ts";
import { viewSelect } from "../../engine/stored-view.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import type { Sql } from "../../sql/sql.ts";

/**
 * What a name in FROM reads: a table's relation or a view's query.
 *
 * @param read the caller's way to read a table.
 * @throws {RangeError} for a name that the catalog has not: the caller has resolved it.
 */
export function readableSelect(catalog: Catalog, name: string, read: TableReader = relationSelect): Sql {
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table !== undefined) return read(catalog, table);
  const view = catalog.views?.find((candidate) => candidate.name === name);
  if (view === undefined) throw new RangeError(`no relation ${name}`);
  return viewSelect(catalog, view, read);
}
