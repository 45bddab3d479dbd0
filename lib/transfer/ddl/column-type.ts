import { constraintName } from "../../catalog/constraint-names.ts";
import { formatTypes } from "../../catalog/format-types.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, keyword, literal, type Sql, sql } from "../../sql/sql.ts";

/** An enum type of a script: one that was made as such, or the values of one column. */
export interface EnumType {
  readonly name: string;
  readonly values: readonly string[];
}

/** The enum types of columns, by table id and column name. */
export type EnumTypes = ReadonlyMap<string, EnumType>;

function enumKey(table: Pick<CatalogTable, "id">, column: Pick<Column, "name">): string {
  return `${table.id} ${column.name}`;
}

/** Which column is of which enum type; columns with values of their own get a type named after them. */
export function enumTypes(catalog: Catalog): EnumTypes {
  const found = new Map<string, EnumType>();
  const taken = new Set([
    ...(catalog.enums ?? []).map(({ name }) => name),
    // A table's name is also that of its rows' type.
    ...catalog.tables.map(({ definition }) => definition.name),
    ...(catalog.views ?? []).map(({ name }) => name),
  ]);
  for (const table of catalog.tables) {
    for (const column of table.definition.columns) {
      if (column.type !== "enum" || column.sql_type !== undefined) continue;
      const key = table.storage.columns[column.name]?.key;
      const named = catalog.enums?.find(({ uses }) =>
        uses.some((use) => use.table === table.id && use.key === key),
      );
      const name = named?.name ?? freeName(`${table.definition.name}_${column.name}`, taken);
      taken.add(name);
      found.set(enumKey(table, column), { name, values: named?.values ?? column.enum_values ?? [] });
    }
  }
  return found;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  // Cut as Postgres cuts names of constraints, so that it fits in 63 bytes.
  const base = constraintName(wanted, "check", []).replace(/_check$/, "");
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (!taken.has(name)) return name;
  }
}

export function columnType(table: CatalogTable, column: Column, enums: EnumTypes): Sql {
  if (column.sql_type !== undefined) return keyword(column.sql_type);
  const named = enums.get(enumKey(table, column));
  if (named !== undefined) return ident(named.name);
  return keyword(formatTypes[column.type]);
}

export function createEnum({ name, values }: EnumType): Sql {
  const list = values.map((value, index) => sql`${keyword(index === 0 ? "" : ", ")}${literal(value)}`);
  return sql`CREATE TYPE ${ident(name)} AS ENUM (${list.reduce((all, one) => sql`${all}${one}`, sql``)})`;
}
