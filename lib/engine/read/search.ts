import { isTextLike } from "../../catalog/column-facts.ts";
import type { CatalogTable, Column, SlotName } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, readableColumns } from "../column-sql.ts";
import { compositeIndexes } from "../composite-constraints.ts";

/** The columns of a table's search index, and the slot that holds their text. */
export interface SearchIndex {
  readonly slot: SlotName;
  readonly columns: readonly Column[];
}

export function searchIndex(table: CatalogTable): SearchIndex | null {
  const [index] = compositeIndexes(table.definition).filter(({ method }) => method === "search");
  const slot = index === undefined ? undefined : table.storage.indexes?.[index.name];
  if (index === undefined || slot === undefined) return null;
  return { slot, columns: readableColumns(table).filter(({ name }) => index.columns.includes(name)) };
}

/** What a writing statement puts into the slot of a search index: a line for each column. */
export function searchText({ columns }: SearchIndex, valueFor: (column: Column) => Sql): Sql {
  return sql`concat_ws(e'\\n', ${join(columns.map((column) => sql`(${valueFor(column)})::text`))})`;
}

/**
 * Finds rows where one column holds the text, whatever the case: a column of the search index where the table has one,
 * else any column of text or number.
 */
export function searchCondition(table: CatalogTable, search: string, row: string): Sql {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const index = searchIndex(table);
  const columns = index?.columns ?? readableColumns(table).filter(isSearched);
  const tests = columns.map((column) => sql`${columnValue(table, column, row)}::text ilike ${pattern}`);
  if (tests.length === 0) return keyword("false");
  const test = sql`(${join(tests, " or ")})`;
  return index === null ? test : sql`(${ident(row)}.${ident(index.slot)} ilike ${pattern} and ${test})`;
}

/** A condition that the search index can look for, which holds wherever `like` or `ilike` over the column does; null: none. */
export function searchedBy(table: CatalogTable, column: Column, pattern: string, row: string): Sql | null {
  const index = searchIndex(table);
  if (index === null || !index.columns.includes(column)) return null;
  // A backslash at the end would take the next sign for itself.
  const loose = `%${pattern}${/(^|[^\\])(\\\\)*\\$/.test(pattern) ? "" : "%"}`;
  return sql`${ident(row)}.${ident(index.slot)} ilike ${loose}`;
}

function isSearched({ type }: Column): boolean {
  return isTextLike(type) || ["integer", "bigint", "number", "numeric"].includes(type);
}
