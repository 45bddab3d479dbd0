import { isGroupable } from "../../catalog/grid-view.ts";
import { invalid, parseFilter, resolveColumn } from "../../engine/read/filter.ts";
import { groupsStatement } from "../../engine/read/groups.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readInCatalog, tableNamed } from "../in-catalog.ts";
import type { JsonText } from "./create-records.ts";

export interface GroupRecordsInput {
  readonly tableName: string;
  readonly column: string;
  readonly filters?: unknown;
  readonly search?: string;
  readonly limit?: number;
}

/**
 * How many rows have each value of a column, in the order of the values.
 *
 * @returns `{"groups": [{"value": …, "count": n}]}`, at most `limit` (default 1,000) of them.
 * @throws {AppError} RH303 for a filter or a column that cannot be understood.
 */
export async function groupRecords(
  actor: Actor,
  databaseId: string,
  input: GroupRecordsInput,
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "viewer");
  return readInCatalog(scope, async (tx, catalog) => {
    const table = tableNamed(catalog, input.tableName);
    const column = resolveColumn(table, input.column, "/column");
    if (!isGroupable(column.type)) throw invalid("/column", `Rows cannot be grouped by ${column.type}.`);
    const search = input.search?.trim() ?? "";
    const { rows } = await tx.query<{ groups: string }>(
      groupsStatement(catalog, table, column, {
        filter:
          input.filters === undefined || input.filters === null ? null : parseFilter(table, input.filters),
        search: search === "" ? null : search,
        limit: input.limit ?? 1000,
      }),
    );
    return { json: `{"groups":${rows[0]?.groups ?? "[]"}}` };
  });
}
