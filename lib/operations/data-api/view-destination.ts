import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, CatalogView, Column } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { AppError } from "../../errors/app-error.ts";
import { viewChecks, viewOfRow } from "../../query/rows/view-of-row.ts";
import { derivedTable } from "../../rest/plan/derived-table.ts";
import type { WriteVerb } from "../../rest/plan/write-context.ts";
import { type Destination, shownBeside } from "../../rest/write/destination.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { type ViewReader, viewRow, viewRows } from "./view-rows.ts";

const verbs: { readonly [verb in WriteVerb]: string } = {
  insert: "insert into",
  update: "update",
  delete: "delete from",
};

/**
 * What a write to a view writes to, as its caller may.
 *
 * @throws {AppError} 55000 for a view that is not one for one.
 */
export function viewDestination(
  catalog: Catalog,
  view: CatalogView,
  verb: WriteVerb,
  reader: ViewReader,
): Destination {
  const { read } = reader;
  const base = viewBase(catalog, view);
  if ("reason" in base) throw notUpdatable(base.view, verb, base.reason);
  const stored = base.table;
  const names = new Map(
    view.columns.flatMap(({ name }, index) => {
      const own = base.columns[index]?.name;
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
  if (names.size === 0 && verb !== "delete")
    throw notUpdatable(view, verb, "Views that have no updatable columns are not automatically updatable.");
  const seen = (read.columns?.(stored) ?? readableColumns(stored)).map(({ name }) => name);
  const shows = (row: Sql) =>
    viewOfRow(catalog, view, { select: sql`select ${row}`, columns: seen }, false, read);
  const checkOptions = viewChecks(catalog, view, stored, read);
  return {
    table: tableForm(view, stored, names),
    stored,
    names,
    view: {
      rows: () => viewRows(catalog, { view, stored }, ["$id"], reader),
      rowOf: (row) => viewRow(catalog, { view, stored }, row, read),
    },
    shown: (written, order) => shownBeside(written, order, seen, shows),
    ...(checkOptions.length === 0 ? {} : { checkOptions }),
  };
}

/** The view's columns with what the table's say of their values; its key where it shows all of it. */
function tableForm(
  view: CatalogView,
  { definition }: CatalogTable,
  names: ReadonlyMap<string, string>,
): CatalogTable {
  const plain = derivedTable(view.id, view.name, view.columns);
  const columns = plain.definition.columns.map((column): Column => {
    const own = definition.columns.find(({ name }) => name === names.get(column.name));
    if (own === undefined) return column;
    const { type, sql_type, enum_values, identity, generated } = own;
    return {
      name: column.name,
      type,
      ...(sql_type === undefined ? {} : { sql_type }),
      ...(enum_values === undefined ? {} : { enum_values }),
      ...(identity === undefined ? {} : { identity }),
      ...(generated === undefined ? {} : { generated }),
    };
  });
  const shownAs = (own: string) => [...names].find(([, name]) => name === own)?.[0];
  const key = primaryKey(definition).map(shownAs);
  const isWhole = key.length > 0 && key.every((name) => name !== undefined);
  const constraints = isWhole
    ? [{ kind: "primary_key" as const, columns: key.flatMap((name) => name ?? []) }]
    : [];
  return { ...plain, definition: { ...plain.definition, columns, constraints } };
}

function notUpdatable({ name }: CatalogView, verb: WriteVerb, reason: string): AppError {
  return new AppError("55000", `cannot ${verbs[verb]} view "${name}"`, {
    details: reason,
    hint: "Write to the tables that the view reads.",
  });
}
