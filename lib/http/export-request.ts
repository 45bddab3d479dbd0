import { parseExactJson } from "#lib/catalog/values/exact-json.ts";
import { invalidInput } from "#lib/errors/app-error.ts";
import { databaseFormats, type ExportDatabaseInput } from "#lib/operations/exports/export-database.ts";
import { type ExportTableInput, tableFormats } from "#lib/operations/exports/export-table.ts";
import { queryRecordsBody } from "./bodies/record.ts";
import { choiceOf, flagOf } from "./request-values.ts";

/** What an address asks to be exported: a browser stores a file only of an address. */
export type ExportRequest =
  | { readonly kind: "table"; readonly input: ExportTableInput }
  | { readonly kind: "database"; readonly input: ExportDatabaseInput };

/** @throws {AppError} RH002. */
export function exportOf(url: URL): ExportRequest {
  const safe = flagOf(url, "safe");
  const rows = choiceOf(url, "rows", ["insert", "copy"]);
  const tableName = url.searchParams.get("table");
  if (tableName === null)
    return {
      kind: "database",
      input: {
        format: choiceOf(url, "format", databaseFormats),
        safe,
        rows,
        policies: flagOf(url, "policies"),
      },
    };
  const { select, filters, sort, search } = queryRecordsBody.parse({
    tableName,
    ...jsonParameter(url, "select"),
    ...jsonParameter(url, "filters"),
    ...jsonParameter(url, "sort"),
    ...(url.searchParams.has("search") ? { search: url.searchParams.get("search") } : {}),
  });
  const chosen = {
    ...(select === undefined ? {} : { select }),
    ...(filters === undefined ? {} : { filters }),
    ...(sort === undefined ? {} : { sort }),
    ...(search === undefined ? {} : { search }),
  };
  return {
    kind: "table",
    input: { tableName, format: choiceOf(url, "format", tableFormats), safe, rows, ...chosen },
  };
}

/** As in the body of a query, its text in JSON. */
function jsonParameter(url: URL, name: string): Record<string, unknown> {
  const text = url.searchParams.get(name);
  if (text === null) return {};
  try {
    return { [name]: parseExactJson(text) };
  } catch {
    throw invalidInput([{ path: `/${name}`, message: "must be JSON" }]);
  }
}
