import type { Catalog, CatalogTable } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import { type Access, accessOf } from "../engine/access.ts";
import { readableColumns } from "../engine/column-sql.ts";
import { joinableRelation } from "../engine/joinable-relation.ts";
import type { ReadContext } from "../rest/plan/read-context.ts";

/** No answer holds more rows, whatever its limit: as on Supabase. */
const rowsMax = 1000;

/** What the caller of the data API may see of a project's tables. */
export function restContext(catalog: Catalog, scope: TenantScope): ReadContext {
  const known = new Map<string, Access | undefined>();
  const accessTo = (table: CatalogTable) => {
    const access = known.get(table.id) ?? accessOf(catalog, table, scope);
    known.set(table.id, access);
    return access;
  };
  return {
    catalog,
    rowsMax,
    columns: (table) => accessTo(table)?.readable ?? readableColumns(table),
    assertReadable: (table) => accessTo(table)?.demand("select"),
    relation: (table, barrier) => joinableRelation(catalog, table, accessTo(table), barrier),
  };
}
