import type { Catalog, CatalogTable } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import { type Access, accessOf, writeAccess } from "../engine/access.ts";
import { readableColumns } from "../engine/column-sql.ts";
import { joinableRelation } from "../engine/joinable-relation.ts";
import { ofTable } from "../engine/relation.ts";
import { storedParts, storedRelation } from "../engine/stored-relation.ts";
import type { WriteContext } from "../rest/plan/write-context.ts";
import { keyword } from "../sql/sql.ts";

/** No answer holds more rows, whatever its limit: as on Supabase. */
const rowsMax = 1000;

/** What the caller of the data API may see of a project's tables, and do with them. */
export function restContext(catalog: Catalog, scope: TenantScope): WriteContext {
  const known = new Map<CatalogTable, Access | undefined>();
  const access = (table: CatalogTable) => {
    if (!known.has(table)) known.set(table, accessOf(catalog, table, scope));
    return known.get(table);
  };
  return {
    catalog,
    rowsMax,
    columns: (table) => access(table)?.readable ?? readableColumns(table),
    assertReadable: (table) => access(table)?.demand("select"),
    relation: (table, barrier) => joinableRelation(catalog, table, access(table), barrier),
    stored: (table, barrier, row) => {
      const bound = access(table);
      const parts = storedParts(table, bound);
      return bound === undefined
        ? { source: null, condition: ofTable(catalog, table, row), parts }
        : { source: storedRelation(catalog, table, bound, barrier), condition: keyword("true"), parts };
    },
    assertWritable: (table, verb, columns) => access(table)?.demand(verb, columns),
    writeAccess: (table, verb, isSeen) => writeAccess(access(table), verb, isSeen),
  };
}
