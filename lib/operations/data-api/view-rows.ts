import type { Catalog, CatalogTable, CatalogView, Column } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { columnValue, readableColumns } from "../../engine/column-sql.ts";
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

interface ShownTable {
  readonly view: CatalogView;
  readonly stored: CatalogTable;
}

/**
 * The rows of a view that shows those of one table, each with what is known of that row.
 *
 * @param hidden columns of `visible` that no definition has.
 */
export function viewRows(
  catalog: Catalog,
  shown: ShownTable,
  hidden: readonly string[],
  { read, visible }: ViewReader,
): Sql {
  return shownOf(catalog, shown, { rows: visible(shown.stored), hidden }, read);
}

/** What such a view shows of a row of `project_data`: that one, or none. */
export function viewRow(catalog: Catalog, shown: ShownTable, stored: string, read: TableReader): Sql {
  const values = columnsOf(shown, read).map(
    (column) => sql`${columnValue(shown.stored, column, stored)} as ${ident(column.name)}`,
  );
  return shownOf(catalog, shown, { rows: sql`select ${join(values)}`, hidden: [] }, read);
}

function shownOf(
  catalog: Catalog,
  shown: ShownTable,
  { rows, hidden }: { readonly rows: Sql; readonly hidden: readonly string[] },
  read: TableReader,
): Sql {
  const columns = columnsOf(shown, read).map(({ name }) => name);
  const of = (names: readonly string[]) => names.map((name) => sql`"$t".${ident(name)}`);
  const row = { select: sql`select ${join(of(columns))}`, columns };
  const list = join([...of(hidden), sql`"$v".*`]);
  return sql`select ${list} from (${rows}) as "$t" cross join lateral (${viewOfRow(catalog, shown.view, row, true, read)}) as "$v"`;
}

function columnsOf({ stored }: ShownTable, read: TableReader): readonly Column[] {
  const seen = read.columns?.(stored).map(({ name }) => name);
  return readableColumns(stored).filter(({ name }) => seen?.includes(name) ?? true);
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
