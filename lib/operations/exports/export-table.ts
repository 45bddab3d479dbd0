import type { CatalogTable } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { selectionStatement } from "../../engine/read/list.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed } from "../in-catalog.ts";
import { listRequest, type QueryRecordsInput } from "../records/query-records.ts";
import { giveScript, type ScriptRows } from "./give-script.ts";
import { piecesOf } from "./pieces.ts";
import { csvFormat, jsonFormat, type RowFormat } from "./row-formats.ts";
import { giveRows, inSnapshot, type Snapshot } from "./snapshot.ts";

export const tableFormats = ["csv", "tsv", "json", "ndjson", "sql"] as const;
export type TableFormat = (typeof tableFormats)[number];

export interface ExportTableInput
  extends Pick<QueryRecordsInput, "tableName" | "select" | "filters" | "sort" | "search"> {
  readonly format: TableFormat;
  /** Texts that a spreadsheet would take for formulas get an apostrophe in front. */
  readonly safe: boolean;
  /** Of SQL. */
  readonly rows: ScriptRows;
}

/** A file that is made while it is sent. */
export interface ExportedFile<T extends string | Uint8Array = string> {
  readonly name: string;
  readonly type: string;
  readonly pieces: AsyncGenerator<T>;
}

export const mediaTypes: Readonly<Record<TableFormat | "markdown", string>> = {
  csv: "text/csv; charset=utf-8",
  tsv: "text/tab-separated-values; charset=utf-8",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  sql: "application/sql; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
};

/**
 * A table's rows, or those of them that a filter and a search find, in an order, as a file.
 *
 * @throws {AppError} RH004; RH303 for a filter or an order that cannot be understood.
 */
export async function exportTable(
  actor: Actor,
  databaseId: string,
  input: ExportTableInput,
  { signal: asked }: { readonly signal?: AbortSignal } = {},
): Promise<ExportedFile> {
  const scope = await authorize(actor, databaseId, "viewer");
  // What cannot be understood is told before anything is made.
  const known = tableNamed(await runtime().catalogs.get(scope), input.tableName);
  listRequest(known, input);
  const pieces = piecesOf<string>(
    (give, signal) =>
      inSnapshot(scope, give, signal, (snapshot, giving) => {
        const table = tableNamed(snapshot.catalog, input.tableName);
        if (input.format === "sql")
          return giveScript(snapshot, giving, {
            only: new Set([table.definition.name]),
            rows: input.rows,
            withPolicies: false,
            statementOf: () => selection(snapshot, table, { ...input, select: [] }),
          });
        const format = rowFormat(input.format, input.safe);
        const statement = selection(snapshot, table, input);
        const columns = listRequest(table, input).columns.map(({ name }) => ({ name, type: "text" }));
        const isObject = input.format === "json" || input.format === "ndjson";
        return giveRows(snapshot, isObject ? asObjects(statement) : statement, format, giving, columns);
      }),
    asked,
  );
  const { format, tableName } = input;
  return { name: `${tableName}.${format}`, type: mediaTypes[format], pieces };
}

export function rowFormat(format: Exclude<TableFormat, "sql">, isSafe: boolean): RowFormat {
  if (format === "json" || format === "ndjson") return jsonFormat(format === "json");
  return csvFormat({ isSafe, delimiter: format === "tsv" ? "\t" : "," });
}

function selection({ catalog }: Snapshot, table: CatalogTable, input: Omit<ExportTableInput, "format">): Sql {
  const { columns, filter, search, sort } = listRequest(table, input);
  const isSorted = (input.sort?.length ?? 0) > 0;
  return selectionStatement(catalog, table, {
    columns: columns.length === 0 ? readableColumns(table) : columns,
    filter,
    search,
    sort: isSorted ? sort : [],
  });
}

/** Each row as the text of a JSON object, with every digit. */
export function asObjects(statement: Sql): Sql {
  return sql`select row_to_json(r.*)::text from (${statement}) as r`;
}
