import type { CatalogTable } from "../../catalog/types.ts";
import { columnValue } from "../../engine/column-sql.ts";
import { ident, sql } from "../../sql/sql.ts";
import type { Side } from "./joins.ts";

/** A row of `project_data`, or of its parts, whose columns are read from it where they are needed. */
export function storedSide(table: CatalogTable, alias: string): Side {
  return {
    table,
    hasSlots: true,
    column(name) {
      if (name === "$id") return sql`${ident(alias)}.id`;
      if (/^\$r\d$/.test(name)) return sql`${ident(alias)}.${ident(name.slice(1))}`;
      const column = table.definition.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new RangeError(`no column ${name}`);
      return columnValue(table, column, alias);
    },
  };
}
