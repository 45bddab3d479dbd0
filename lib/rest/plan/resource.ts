import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { similarName } from "../response/similar-name.ts";
import type { RestRequest } from "../rest-request.ts";
import { derivedTable } from "./derived-table.ts";
import { schemaName } from "./schema-name.ts";

/** A table, or a view in the form of one. @throws {AppError} PGRST205 with the nearest name. */
export function tableResource(catalog: Catalog, name: string): CatalogTable {
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table !== undefined) return table;
  const view = catalog.views?.find((candidate) => candidate.name === name);
  if (view !== undefined) return derivedTable(view.id, view.name, view.columns);
  const names = [
    ...catalog.tables.map(({ definition }) => definition.name),
    ...(catalog.views ?? []).map((other) => other.name),
  ];
  const nearest = similarName(name, names, tableScoreMin);
  throw new AppError("PGRST205", `Could not find the table '${schemaName}.${name}' in the schema cache`, {
    ...(nearest === null ? {} : { hint: `Perhaps you meant the table '${schemaName}.${nearest}'` }),
  });
}

/** How much a table's name must have in common with one that there is not, to be told instead. */
const tableScoreMin = 0.75;

/**
 * The schema that a request names: there is one.
 *
 * @throws {AppError} PGRST106
 */
export function assertSchema(request: RestRequest): void {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const given = request.header(isRead ? "accept-profile" : "content-profile");
  if (given === null || given === schemaName) return;
  throw new AppError("PGRST106", `Invalid schema: ${given}`, {
    hint: `Only the following schemas are exposed: ${schemaName}`,
  });
}

/** PGRST125. @param path its segments, decoded. */
export function invalidPath([service, version]: readonly string[]): AppError {
  // What clients put behind the address is there twice.
  const isTwice = service === "rest" && version === "v1";
  return new AppError("PGRST125", "Invalid path specified in request URL", {
    ...(isTwice ? { hint: "The address of the project ends before /rest/v1." } : {}),
  });
}

/** PGRST117. */
export function unsupportedMethod(method: string): AppError {
  return new AppError("PGRST117", `Unsupported HTTP method: ${method}`);
}
