import type { CatalogTable } from "../../catalog/types.ts";
import { columnValue } from "../../engine/column-sql.ts";
import { ident, keyword, sql } from "../../sql/sql.ts";
import type { Side } from "./joins.ts";

/**
 * A row of `project_data`, whose columns are read from it where they are needed.
 *
 * @param parts its own columns that there are; a reference slot that is not among them joins nothing.
 */
export function storedSide(table: CatalogTable, alias: string, parts?: readonly string[]): Side {
  return {
    table,
    hasSlots: true,
    column(name) {
      if (name === "$id") return sql`${ident(alias)}.id`;
      if (/^\$r\d$/.test(name)) {
        const slot = name.slice(1);
        return parts?.includes(slot) === false ? keyword("null::uuid") : sql`${ident(alias)}.${ident(slot)}`;
      }
      const column = table.definition.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new RangeError(`no column ${name}`);
      return columnValue(table, column, alias);
    },
  };
}
