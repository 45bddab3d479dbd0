import { nearestName } from "../../catalog/nearest-name.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Field } from "../request/field.ts";
import { computedColumn } from "./computed.ts";
import type { ReadContext } from "./read-context.ts";
import type { ColumnField } from "./read-plan.ts";

export function findColumn(context: ReadContext, table: CatalogTable, name: string): Column | undefined {
  return (
    context.columns(table).find((column) => column.name === name) ??
    computedColumn(context.catalog, table, name)
  );
}

/** @throws {AppError} 42703 in Postgres's words if the table shows no such column. */
export function columnField(context: ReadContext, table: CatalogTable, field: Field): ColumnField {
  const column = findColumn(context, table, field.name);
  if (column === undefined) throw undefinedColumn(context, table, field.name);
  const isOwn = context.columns(table).includes(column);
  return { column, path: field.path, ...(isOwn ? {} : { isComputed: true }) };
}

function undefinedColumn(context: ReadContext, table: CatalogTable, name: string): AppError {
  const own = table.definition.name;
  const nearest = nearestName(
    name,
    context.columns(table).map((column) => column.name),
  );
  const hint =
    nearest === null ? {} : { hint: `Perhaps you meant to reference the column "${own}.${nearest}".` };
  return new AppError("42703", `column ${own}.${name} does not exist`, { status: 400, ...hint });
}
