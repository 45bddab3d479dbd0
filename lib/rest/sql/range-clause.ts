import { join, keyword, type Sql, sql } from "../../sql/sql.ts";
import type { RowRange } from "../request/range.ts";

/** ` limit … offset …`, in literals: a plan for any limit whatever would not follow an order. */
export function rangeClause({ offset, limit }: RowRange): Sql {
  const parts = [
    ...(limit === null ? [] : [sql` limit ${keyword(String(limit))}`]),
    ...(offset === 0 ? [] : [sql` offset ${keyword(String(offset))}`]),
  ];
  return join(parts, "");
}
