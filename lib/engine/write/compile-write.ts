import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { compileDelete } from "./delete.ts";
import { compileInsert } from "./insert.ts";
import type { CompiledWrite, QueryName, WriteRequest } from "./request.ts";
import { compilePatch, compileUpdate } from "./update.ts";

/**
 * The one way to write a record: every door's insert, update, upsert and delete becomes the queries of one statement,
 * which casts, fills in defaults, checks the definition and the caller's rules, resolves references and derives the slots.
 *
 * @param prefix of the queries' names; writes of one statement need different ones.
 */
export function compileWrite(
  catalog: Catalog,
  table: CatalogTable,
  request: WriteRequest,
  prefix = "$",
): CompiledWrite {
  const name: QueryName = (part) => `${prefix}${part}`;
  switch (request.kind) {
    case "insert":
      return compileInsert(catalog, table, request, name);
    case "update":
      return compileUpdate(catalog, table, request, name);
    case "patch":
      return compilePatch(catalog, table, request, name);
    case "delete":
      return compileDelete(catalog, table, request, name);
  }
}
