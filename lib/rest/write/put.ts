import { primaryKey } from "../../catalog/column-facts.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { Prepared } from "../prepared.ts";
import type { Filter } from "../request/filter.ts";
import { formOf, type Payload, parsePayload } from "../request/payload.ts";
import { parsePreferences } from "../request/preferences.ts";
import { parseQueryParams, type QueryParams } from "../request/query-params.ts";
import type { RestRequest } from "../rest-request.ts";
import { prepareRecords } from "./insert.ts";
import type { WriteRow } from "./write-statement.ts";

/** PUT of one row at its key: `/posts?id=eq.1`. */
export function preparePut(
  context: WriteContext,
  resource: CatalogTable,
  request: RestRequest,
): Prepared<WriteRow> {
  const destination = context.destination(resource, "insert");
  const { table } = destination;
  const params = parseQueryParams(request.params);
  if (params.limits.length > 0 || params.offsets.length > 0)
    throw new AppError("PGRST114", "limit/offset querystring parameters are not allowed for PUT");
  const key = keyFilters(table, params);
  const payload = parsePayload(request.header("content-type"), request.body, formOf(params));
  const preferences = { ...parsePreferences(request.header("prefer")), resolution: null };
  const hasBody = preferences.return === "representation";
  return prepareRecords(context, destination, request, {
    params,
    preferences,
    payload: matching(payload, key),
    onConflict: { action: "update", columns: primaryKey(table.definition) },
    resolution: null,
    statusOf: ({ inserted }) => (inserted > 0 ? 201 : hasBody ? 200 : 204),
  });
}

/** The key's columns with the values that the address gives them. */
function keyFilters(table: CatalogTable, { filters, logic }: QueryParams): ReadonlyMap<string, string> {
  const own = filters.filter(({ path }) => path.length === 0).map(({ value }) => value);
  const values = new Map(own.flatMap(equality));
  const key = primaryKey(table.definition);
  const isWhole =
    values.size === own.length && own.length === key.length && key.every((name) => values.has(name));
  if (key.length > 0 && isWhole && !logic.some(({ path }) => path.length === 0)) return values;
  throw new AppError("PGRST105", "Filters must include all and only primary key columns with 'eq' operators");
}

function equality({ field, isNegated, isCount, operation }: Filter): [string, string][] {
  const isPlain = !isNegated && !isCount && field.path.length === 0;
  if (
    !isPlain ||
    operation.kind !== "compare" ||
    operation.operator !== "eq" ||
    operation.quantifier !== null
  )
    return [];
  return [[field.name, operation.value]];
}

/** The record that the address means, whatever else was sent. */
function matching(payload: Payload, key: ReadonlyMap<string, string>): Payload {
  const found = payload.records.filter((record) =>
    [...key].every(([name, value]) => String(record[name]) === value),
  );
  if (found.length !== 1)
    throw new AppError("PGRST115", "Payload values do not match URL in primary key column(s)");
  // One record keeps the text that was sent, with the digits of its numbers.
  return payload.records.length === 1 ? payload : { ...payload, json: JSON.stringify(found), records: found };
}
