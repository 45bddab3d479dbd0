import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { decodeCursor, encodeCursor } from "../../engine/read/cursor.ts";
import { parseFilter, resolveColumn } from "../../engine/read/filter.ts";
import {
  countStatement,
  defaultSort,
  knownList,
  type ListRequest,
  type ListRow,
} from "../../engine/read/list.ts";
import type { SortKey } from "../../engine/read/order.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readInCatalog, tableNamed } from "../in-catalog.ts";
import type { JsonText } from "./create-records.ts";

export interface QueryRecordsInput {
  readonly tableName: string;
  readonly select?: readonly string[];
  readonly filters?: unknown;
  readonly sort?: readonly {
    readonly column: string;
    readonly dir?: "asc" | "desc";
    readonly nulls?: "first" | "last";
  }[];
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
  readonly count?: "exact" | "estimated";
  readonly search?: string;
  /** Answers longer texts and documents by their first so many characters, and says which they are. */
  readonly cut?: number;
}

/** When an estimate will do, rows are counted up to here; the planner's guess would tell how the rows of others grow. */
const countedMax = 1_000_000;

/**
 * A page of a table's records.
 *
 * @returns `{"records": […], "count"?: n, "next_cursor"?: text, "cut"?: {"<place>": [columns]}}`
 * @throws {AppError} RH303 with a JSON pointer for a filter, order or cursor that cannot be understood.
 */
export async function queryRecords(
  actor: Actor,
  databaseId: string,
  input: QueryRecordsInput,
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "viewer");
  return readInCatalog(scope, async (tx, catalog) => {
    const table = tableNamed(catalog, input.tableName);
    const request = listRequest(table, input);
    const list = knownList(catalog, table, request);
    const [page, count] = await Promise.all([
      tx.query<ListRow>(list.statement),
      input.count === undefined ? null : countRows(tx, catalog, table, request, input.count),
    ]);
    const [row] = page.rows;
    if (row !== undefined) list.learn(row);
    const lastKey = row?.last_key ?? null;
    const more = [
      ...(row?.cut == null ? [] : [`,"cut":${row.cut}`]),
      ...(count === null ? [] : [`,"count":${count}`]),
      ...(lastKey === null ? [] : [`,"next_cursor":${JSON.stringify(encodeCursor(lastKey))}`]),
    ];
    return { json: `{"records":${row?.records ?? "[]"}${more.join("")}}` };
  });
}

async function countRows(
  tx: Transaction,
  catalog: Catalog,
  table: CatalogTable,
  request: ListRequest,
  mode: "exact" | "estimated",
): Promise<number> {
  const max = mode === "exact" ? undefined : countedMax + 1;
  const { rows } = await tx.query<{ count: number }>(countStatement(catalog, table, request, max));
  return rows[0]?.count ?? 0;
}

/** @throws {AppError} RH303 with a JSON pointer. */
export function listRequest(table: CatalogTable, input: QueryRecordsInput): ListRequest {
  return {
    columns: selectedColumns(table, input.select),
    filter: input.filters === undefined || input.filters === null ? null : parseFilter(table, input.filters),
    search: input.search === undefined || input.search.trim() === "" ? null : input.search.trim(),
    sort:
      input.sort === undefined || input.sort.length === 0 ? defaultSort(table) : sortKeys(table, input.sort),
    limit: input.limit ?? 100,
    offset: input.offset ?? 0,
    cursor: input.cursor === undefined ? null : decodeCursor(input.cursor),
    cut: input.cut ?? null,
  };
}

function selectedColumns(table: CatalogTable, select: readonly string[] | undefined): readonly Column[] {
  if (select === undefined || select.length === 0) return readableColumns(table);
  const columns = select.flatMap((name, index) =>
    name === "*" ? readableColumns(table) : [resolveColumn(table, name, `/select/${index}`)],
  );
  return [...new Set(columns)];
}

function sortKeys(table: CatalogTable, sort: NonNullable<QueryRecordsInput["sort"]>): readonly SortKey[] {
  const keys = sort.map(({ column: name, dir = "asc", nulls }, index) => {
    const isDescending = dir === "desc";
    // As in Postgres: nulls count as larger than everything.
    const nullsFirst = nulls === undefined ? isDescending : nulls === "first";
    return { column: resolveColumn(table, name, `/sort/${index}/column`), isDescending, nullsFirst };
  });
  // Once the key is in the order, nothing behind it can change anything.
  const end = keys.findIndex(
    ({ column }) =>
      primaryKey(table.definition).includes(column.name) && primaryKey(table.definition).length === 1,
  );
  return end === -1 ? keys : keys.slice(0, end + 1);
}
