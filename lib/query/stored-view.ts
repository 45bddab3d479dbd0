import type { Catalog, CatalogTable, CatalogView, StoredRead } from "../catalog/types.ts";
import { readableColumns } from "../engine/column-sql.ts";
import { relationSelect } from "../engine/relation.ts";
import { AppError } from "../errors/app-error.ts";
import { ident, join, keyword, type Sql, sql } from "../sql/sql.ts";

/** How a table is read: as everybody who may see all of it does, unless the caller's rules say otherwise. */
export type TableReader = (catalog: Catalog, table: CatalogTable) => Sql;

/**
 * A view as a SELECT of exactly its columns. Its text stands as typed behind the relations that it reads, each under the
 * name and with the columns that it had when the view was made.
 *
 * @param read the caller's way to read a table: the rules of whoever reads the view bind.
 */
export function viewSelect(catalog: Catalog, view: CatalogView, read: TableReader = relationSelect): Sql {
  const relations = view.reads.map(
    (stored) => sql`${ident(stored.name)} as not materialized (${storedRead(catalog, stored, read)})`,
  );
  const columns = join(view.columns.map(({ name }) => ident(name)));
  // The line break ends a comment that the text may end in. It was guarded when it was stored.
  const query = sql`(${keyword(view.query)}\n) as "$view" (${columns})`;
  const list = relations.length === 0 ? sql`` : sql`with ${join(relations)} `;
  return sql`${list}select ${columns} from ${query}`;
}

function storedRead(catalog: Catalog, stored: StoredRead, read: TableReader): Sql {
  const view = catalog.views?.find(({ id }) => id === stored.id);
  if (view !== undefined) return viewSelect(catalog, view, read);
  const table = catalog.tables.find(({ id }) => id === stored.id);
  if (table === undefined) throw gone(stored.name);
  const current = new Map(readableColumns(table).map(({ name }) => [table.storage.columns[name]?.key, name]));
  const columns = (stored.columns ?? []).map(({ name, key }) => {
    const now = current.get(key);
    if (now === undefined) throw gone(`${stored.name}.${name}`);
    return now === name ? ident(name) : sql`${ident(now)} as ${ident(name)}`;
  });
  return sql`select ${join(columns)} from (${read(catalog, table)}) as "$table"`;
}

function gone(what: string): AppError {
  return new AppError("42P01", `The view reads "${what}", which does not exist any more.`);
}
