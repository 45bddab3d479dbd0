import { nearestName } from "../../catalog/checks/nearest-name.ts";
import { enumTypeOf } from "../../catalog/enum-type.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Field } from "../request/field.ts";
import { computedColumn, computedLabels } from "./computed.ts";
import type { ReadContext } from "./read-context.ts";
import type { ColumnField } from "./read-plan.ts";

/** A resource of a request: which table, and how far below the request's own. */
export interface Place {
  readonly table: CatalogTable;
  readonly depth: number;
}

/** A column that the caller may read, or a function of the row that reads as one. */
export function findColumn(context: ReadContext, table: CatalogTable, name: string): Column | undefined {
  return (
    context.columns(table).find((column) => column.name === name) ??
    computedColumn(context.catalog, table, name)
  );
}

/** @throws {AppError} 42703 in Postgres's words if the table shows no such column. */
export function columnField(context: ReadContext, place: Place, field: Field): ColumnField {
  const { table } = place;
  const column = findColumn(context, table, field.name);
  if (column === undefined) throw undefinedColumn(context, table, rowsLabel(place), field.name);
  if (context.columns(table).includes(column)) return ownField(context, table, column, field.path);
  const labels = field.path.length > 0 ? undefined : computedLabels(context.catalog, table, field.name);
  return {
    column,
    path: field.path,
    isComputed: true,
    ...(labels === undefined ? {} : { enumType: labels }),
  };
}

/** A column of the table's own, or a place inside of it. */
export function ownField(
  { catalog }: ReadContext,
  table: CatalogTable,
  column: Column,
  path: ColumnField["path"] = [],
): ColumnField {
  const enumType = path.length > 0 ? null : enumTypeOf(catalog, table.id, column.name);
  return { column, path, ...(enumType === null ? {} : { enumType }) };
}

/** What PostgREST calls a resource's rows in its statements, and so in errors, which its clients have learnt to read. */
export function rowsLabel({ table, depth }: Place): string {
  return depth === 0 ? table.definition.name : `${table.definition.name}_${depth}`;
}

function undefinedColumn(context: ReadContext, table: CatalogTable, label: string, name: string): AppError {
  const nearest = nearestName(
    name,
    context.columns(table).map((column) => column.name),
  );
  const hint =
    nearest === null ? {} : { hint: `Perhaps you meant to reference the column "${label}.${nearest}".` };
  return new AppError("42703", `column ${label}.${name} does not exist`, { status: 400, ...hint });
}
