import { enumTypeOf } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogView, TableVerb } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { derivedTable } from "../plan/derived-table.ts";
import { type DescribedColumn, type DescribedTable, describeColumn } from "./described-table.ts";

/**
 * The views that a caller can reach: all that they read must be open to it, and what is written is the table below.
 *
 * @param tables what the caller is told of the tables.
 */
export function describedViews(
  catalog: Catalog,
  tables: readonly DescribedTable[],
): readonly DescribedTable[] {
  const known = new Map(tables.map((table) => [table.name, table]));
  return (catalog.views ?? []).flatMap((view) => {
    const verbs = verbsOf(catalog, view, known);
    if (verbs.length === 0) return [];
    const { name, description } = view;
    return [{ name, description: description || null, verbs, columns: columnsOf(catalog, view, known) }];
  });
}

type Known = ReadonlyMap<string, DescribedTable>;

function verbsOf(catalog: Catalog, view: CatalogView, known: Known): readonly TableVerb[] {
  const base = viewBase(catalog, view);
  const table = "reason" in base ? undefined : known.get(base.table.definition.name);
  const isShown = !("reason" in base) && base.columns.some((column) => column !== null);
  return (["select", "insert", "update", "delete"] as const).filter((verb) => {
    if (verb === "select") return isReadable(catalog, view, known);
    return table?.verbs.includes(verb) === true && (isShown || verb === "delete");
  });
}

/** Whether the caller may read all tables that the view reads. */
function isReadable(catalog: Catalog, view: CatalogView, known: Known): boolean {
  return view.reads.every(({ id }) => {
    const below = catalog.views?.find((other) => other.id === id);
    if (below !== undefined) return isReadable(catalog, below, known);
    const name = catalog.tables.find((table) => table.id === id)?.definition.name;
    return name !== undefined && known.get(name)?.verbs.includes("select") === true;
  });
}

/** A column of the table below is told as the table tells it; what is read may be null, what is written may not be left out. */
function columnsOf(catalog: Catalog, view: CatalogView, known: Known): readonly DescribedColumn[] {
  const base = viewBase(catalog, view);
  const form = derivedTable(view.id, view.name, view.columns);
  return form.definition.columns.flatMap((column, index): readonly DescribedColumn[] => {
    const type = enumTypeOf(catalog, view.id, column.name);
    const plain = describeColumn(form, type === null ? column : { ...column, enum_values: type.labels });
    const own = "reason" in base ? null : base.columns[index];
    if ("reason" in base || own === null || own === undefined) return [{ ...plain, insert: "never" }];
    const told = known.get(base.table.definition.name)?.columns.find(({ name }) => name === own.name);
    return told === undefined ? [] : [{ ...told, name: column.name, isRequired: false }];
  });
}
