import type { Catalog, CatalogTable, CatalogView, ViewWrites } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { withCallsMade } from "../../engine/embedded-calls.ts";
import { relationSelect } from "../../engine/relation.ts";
import { callsWithin, relationsOf, renamedRead } from "../../engine/stored-view.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import type { CheckOption } from "../../engine/write/request.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";

/** One row of a table, as a SELECT of some of its columns under their present names. */
export interface BaseRow {
  readonly select: Sql;
  readonly columns: readonly string[];
}

/**
 * What a view shows of one row of the table below it: no row where its conditions (and those of views between) do not hold.
 *
 * @param isFiltered false: the row is shown whatever the conditions say.
 */
export function viewOfRow(
  catalog: Catalog,
  view: CatalogView,
  row: BaseRow,
  isFiltered: boolean,
  read: TableReader = relationSelect,
): Sql {
  const writes = writesOf(view);
  const below = belowOf(catalog, view, writes);
  const inner =
    below === undefined
      ? renamedRow(catalog, view, writes, row)
      : viewOfRow(catalog, below, row, isFiltered, read);
  return overInner(catalog, view, { inner, isFiltered, read });
}

/**
 * Whether a new row is among those of a view, its own conditions only: a SELECT that finds a row then.
 */
function ownConditions(catalog: Catalog, view: CatalogView, row: BaseRow, read: TableReader): Sql | null {
  const writes = writesOf(view);
  if (writes.rows === undefined) return null;
  const below = belowOf(catalog, view, writes);
  const inner =
    below === undefined
      ? renamedRow(catalog, view, writes, row)
      : viewOfRow(catalog, below, row, false, read);
  return overInner(catalog, view, { inner, isFiltered: true, read });
}

/** The views whose conditions a write through a view must meet, the lowest first, as Postgres checks them. */
function checkedViews(catalog: Catalog, view: CatalogView, isCascaded = false): readonly CatalogView[] {
  const writes = writesOf(view);
  const goesOn = isCascaded || writes.check === "cascaded";
  const below = belowOf(catalog, view, writes);
  return [
    ...(below === undefined ? [] : checkedViews(catalog, below, goesOn)),
    ...(goesOn || writes.check === "local" ? [view] : []),
  ];
}

/** What `WITH CHECK OPTION` asks of new rows of the table, of the view and of those below it. */
export function viewChecks(
  catalog: Catalog,
  view: CatalogView,
  table: CatalogTable,
  read: TableReader = relationSelect,
): readonly CheckOption[] {
  const columns = (read.columns?.(table) ?? readableColumns(table)).map(({ name }) => name);
  const own = ident(table.definition.name);
  const row = { select: sql`select ${join(columns.map((name) => sql`${own}.${ident(name)}`))}`, columns };
  return checkedViews(catalog, view).flatMap((checked): CheckOption[] => {
    const found = ownConditions(catalog, checked, row, read);
    return found === null ? [] : [{ view: checked.name, holds: sql`exists (${found})` }];
  });
}

/** @throws {RangeError} for a view that is not written through: the caller has asked `viewBase`. */
function writesOf({ name, writes }: CatalogView): ViewWrites {
  if (writes === undefined || "reason" in writes) throw new RangeError(`${name} is not written through`);
  return writes;
}

function belowOf(catalog: Catalog, view: CatalogView, { read }: ViewWrites): CatalogView | undefined {
  const id = view.reads.find(({ name }) => name === read)?.id;
  return catalog.views?.find((candidate) => candidate.id === id);
}

function renamedRow(catalog: Catalog, view: CatalogView, { read }: ViewWrites, row: BaseRow): Sql {
  const stored = view.reads.find(({ name }) => name === read);
  if (stored === undefined) throw new RangeError(`${view.name} does not read ${read}`);
  return renamedRead(catalog, stored, row.select, row.columns);
}

interface Over {
  /** A SELECT of the row that the view's query is about. */
  readonly inner: Sql;
  readonly isFiltered: boolean;
  readonly read: TableReader;
}

function overInner(catalog: Catalog, view: CatalogView, { inner, isFiltered, read }: Over): Sql {
  const writes = writesOf(view);
  const others = view.reads.filter(({ name }) => name !== writes.read || writes.readsItself === true);
  const halves = (isFiltered ? writes.rows : undefined) ?? writes.row;
  const [before = "", behind = ""] = halves.map((half) =>
    withCallsMade(half, view.calls, callsWithin(catalog, read)),
  );
  const columns = join(view.columns.map(({ name }) => ident(name)));
  return sql`${relationsOf(catalog, others, read)}select ${columns} from (${keyword(before)}(${inner})${keyword(behind)}) as "$view" (${columns})`;
}
