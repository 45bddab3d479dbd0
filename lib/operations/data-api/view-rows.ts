import type { Catalog, CatalogTable, CatalogView } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import { viewOfRow } from "../../query/rows/view-of-row.ts";
import type { AgedRows } from "../../rest/plan/read-context.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";

/** How the caller reads what a view shows. */
export interface ViewReader {
  readonly read: TableReader;
  /** The rows of a table that the caller may see, with `$id`, `$xmin` and the columns that it may read. */
  readonly visible: (table: CatalogTable) => Sql;
}

/**
 * The rows of a view that shows those of one table, each with what is known of that row.
 *
 * @param hidden columns of `visible` that no definition has.
 */
export function viewRows(
  catalog: Catalog,
  { view, stored }: { readonly view: CatalogView; readonly stored: CatalogTable },
  hidden: readonly string[],
  { read, visible }: ViewReader,
): Sql {
  const columns = (read.columns?.(stored) ?? readableColumns(stored)).map(({ name }) => name);
  const of = (names: readonly string[]) => join(names.map((name) => sql`"$t".${ident(name)}`));
  const shown = viewOfRow(catalog, view, { select: sql`select ${of(columns)}`, columns }, true, read);
  return sql`select ${of(hidden)}, "$v".* from (${visible(stored)}) as "$t" cross join lateral (${shown}) as "$v"`;
}

/**
 * The same with `$id` and `$xmin`.
 *
 * @param isBound whether rules stand between the caller and a table's rows.
 * @returns null for a view that shows other rows, or its rows in an order of its own.
 */
export function agedViewRows(
  catalog: Catalog,
  view: CatalogView,
  { isBound, ...reader }: ViewReader & { readonly isBound: (table: CatalogTable) => boolean },
): AgedRows | null {
  const base = viewBase(catalog, view);
  if ("reason" in base || mayOrder(catalog, view)) return null;
  const { table } = base;
  const rows = viewRows(catalog, { view, stored: table }, ["$id", "$xmin"], reader);
  return { rows, canFollow: !isBound(table) };
}

function mayOrder(catalog: Catalog, { query, reads }: CatalogView): boolean {
  const below = catalog.views?.filter(({ id }) => reads.some((read) => read.id === id)) ?? [];
  return /\border\b/i.test(query) || below.some((view) => mayOrder(catalog, view));
}
