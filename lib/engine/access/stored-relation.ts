import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { readableColumns, storageOf, storedColumn } from "../column-sql.ts";
import { ofTable, selectList } from "../relation.ts";
import type { Access } from "./access-types.ts";
import { slotNamesOf } from "./joinable-relation.ts";
import { type Barrier, restrictedSelect } from "./restrict.ts";

/** The parts of a stored row that the columns a caller may read, and their joins, are read from. */
export function storedParts(table: CatalogTable, access?: Access): readonly string[] {
  const columns = access?.readable ?? readableColumns(table);
  const slots = slotNamesOf(
    table,
    access?.readable.map(({ name }) => name),
  );
  const indexes = columns.flatMap(({ name }) => storageOf(table, name).index ?? []);
  return [...new Set(["id", ...columns.map((column) => storedColumn(table, column)), ...indexes, ...slots])];
}

/**
 * The stored rows of a table that the caller's rules leave it, as a SELECT of `storedParts` and `xmin`: columns are read
 * from them only where they are needed, after the rows have been chosen.
 *
 * @param access it tells which columns may then be read, too: a part may hold others.
 */
export function storedRelation(catalog: Catalog, table: CatalogTable, access: Access, barrier: Barrier): Sql {
  const parts = [...storedParts(table, access), "xmin"];
  const named = parts.map((part) => sql`d.${ident(part)} as ${ident(`$${part}`)}`);
  const inner = sql`select ${join(named)}, ${selectList(table, "d")} from rowhouse.project_data as d where ${ofTable(catalog, table, "d")}`;
  const rule = access.using("select");
  const columns = join(parts.map((part) => sql`${ident(`$${part}`)} as ${ident(part)}`));
  if (rule !== null) return restrictedSelect(table, inner, { rule, columns, barrier });
  return sql`select ${columns} from (${inner}) as ${ident(table.definition.name)}`;
}
