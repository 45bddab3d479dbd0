import { nearestName } from "../../catalog/nearest-name.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Field } from "../request/field.ts";
import { computedColumn } from "./computed.ts";
import type { ReadContext } from "./read-context.ts";
import type { ColumnField } from "./read-plan.ts";

/** A resource of a request: which table, and how far below the request's own. */
export interface Place {
  readonly table: CatalogTable;
  readonly depth: number;
}

export function findColumn(context: ReadContext, table: CatalogTable, name: string): Column | undefined {
  return (
    context.columns(table).find((column) => column.name === name) ??
    computedColumn(context.catalog, table, name)
  );
}

/** @throws {AppError} 42703 in Postgres's words if the table shows no such column. */
export function columnField(context: ReadContext, { table, depth }: Place, field: Field): ColumnField {
  const column = findColumn(context, table, field.name);
  if (column === undefined) {
    // PostgREST calls the rows of an embedded resource so in its statements, which its clients have learnt to read.
    const label = depth === 0 ? table.definition.name : `${table.definition.name}_${depth}`;
    throw undefinedColumn(context, table, label, field.name);
  }
  const isOwn = context.columns(table).includes(column);
  return { column, path: field.path, ...(isOwn ? {} : { isComputed: true }) };
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
