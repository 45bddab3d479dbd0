import { type EnumType, enumTypeOf } from "../../catalog/enum-type.ts";
import type { Catalog, TypedName } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { allowedTypes } from "../../expression/allowed-types.ts";
import { keyword, type Sql, sql } from "../../sql/sql.ts";
import { checkedBehind } from "../enums/reading.ts";
import { typeNameOf } from "../text/type-text.ts";

/** A table's or a view's rows as a type. */
export interface RowType {
  readonly name: string;
  readonly columns: readonly RowColumn[];
}

interface RowColumn extends TypedName {
  /** Of an enum: values are held against its labels when they become a row's. */
  readonly of?: EnumType;
}

/** A table or a view by the name of its rows' type; one of Postgres's own types goes first. */
export function rowType(catalog: Catalog, name: string): RowType | null {
  const { tables, views = [] } = catalog;
  if (allowedTypes.has(name)) return null;
  const table = tables.find(({ definition }) => definition.name === name);
  const columnOf = (relation: string, column: TypedName): RowColumn => {
    const of = enumTypeOf(catalog, relation, column.name);
    return { name: column.name, type: column.type, ...(of === null ? {} : { of }) };
  };
  if (table !== undefined)
    return {
      name,
      columns: readableColumns(table).map((column) =>
        columnOf(table.id, { name: column.name, type: typeNameOf(column) }),
      ),
    };
  const view = views.find((candidate) => candidate.name === name);
  return view === undefined
    ? null
    : { name, columns: view.columns.map((column) => columnOf(view.id, column)) };
}

/** A value of a column; one of an enum has to be one of its labels. */
export function checkedValue({ of }: RowColumn, value: Sql): Sql {
  if (of === undefined) return value;
  return sql`app.label(${value}${keyword(checkedBehind({ of, isList: false }))}`;
}
