import type { Catalog } from "../catalog/types.ts";
import type { TenantScope } from "../db/scope.ts";
import { readableColumns } from "../engine/column-sql.ts";
import { joinableRelation } from "../engine/joinable-relation.ts";
import { AppError } from "../errors/app-error.ts";
import type { ReadContext } from "../rest/plan/read-context.ts";

/** No answer holds more rows, whatever its limit: as on Supabase. */
const rowsMax = 1000;

/** What the caller of the data API may see of a project's tables. */
export function restContext(catalog: Catalog, scope: TenantScope): ReadContext {
  return {
    catalog,
    rowsMax,
    columns: readableColumns,
    assertReadable: (table) => {
      if (scope.apiRole === "service_role") return;
      throw new AppError("42501", `permission denied for table ${table.definition.name}`);
    },
    relation: (table) => joinableRelation(catalog, table),
  };
}
