import type { Catalog, CatalogTable, Column } from "#lib/catalog/types.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { compile } from "#lib/sql/sql.ts";

const id: Column = { name: "id", type: "bigint", primary_key: true };

function table(name: string, columns: readonly Column[]): CatalogTable {
  return newTable({ name, columns: [id, ...columns] });
}

/** Two plain tables, one whose name needs quotes, and one with a key of two columns. */
export const sampleCatalog: Catalog = {
  projectId: "018f0000-0000-7000-8000-000000000001",
  databaseId: "018f0000-0000-7000-8000-000000000002",
  version: 1,
  tables: [
    table("authors", [
      { name: "name", type: "text" },
      { name: "born", type: "date" },
    ]),
    table("books", [
      { name: "title", type: "text" },
      { name: "author_id", type: "bigint" },
      { name: "pages", type: "integer" },
    ]),
    table("Weird name", []),
    newTable({
      name: "shelves",
      columns: [
        { name: "room", type: "text", primary_key: true },
        { name: "number", type: "integer", primary_key: true },
        { name: "label", type: "text" },
      ],
    }),
  ],
};

/** A table's WITH query as the compiler writes it. */
export function relationOf(name: string): string {
  const found = sampleCatalog.tables.find(({ definition }) => definition.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return `"${name}" AS NOT MATERIALIZED (${compile(relationSelect(sampleCatalog, found)).text})`;
}
