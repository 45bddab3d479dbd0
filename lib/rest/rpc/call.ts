import type { CatalogFunction } from "../../catalog/types.ts";
import { givenValue } from "../../engine/column-sql.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, type Sql, sql } from "../../sql/sql.ts";
import { derivedTable, namedType } from "../plan/derived-table.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { Prepared } from "../prepared.ts";
import { prepareRead } from "../read.ts";
import { type Payload, parsePayload } from "../request/payload.ts";
import type { QueryParam } from "../request/query-params.ts";
import type { RestRequest } from "../rest-request.ts";
import type { ReadRow } from "../sql/read-statement.ts";
import { findFunction } from "./find-function.ts";

/** `/rpc/<name>`: a stored function, called with the body's keys or the address's parameters. */
export function prepareCall(context: WriteContext, name: string, request: RestRequest): Prepared<ReadRow> {
  const isPost = request.method === "POST";
  if (!isPost && request.method !== "GET" && request.method !== "HEAD")
    throw new AppError("PGRST101", `Cannot use the ${request.method} method on RPC`);
  return isPost ? fromBody(context, name, request) : fromAddress(context, name, request);
}

function fromBody(context: WriteContext, name: string, request: RestRequest): Prepared<ReadRow> {
  const payload = readArguments(request);
  const called = findFunction(context.catalog, name, payload.keys);
  const record = sql`(${payload.json}::jsonb -> 0)`;
  const given = called.arguments.map((argument) =>
    argument.name !== null && payload.keys.includes(argument.name)
      ? givenValue(record, argument.name, namedType(argument.type))
      : null,
  );
  return prepareResult(context, called, { request, given });
}

/** An empty body calls without arguments. */
function readArguments(request: RestRequest): Payload {
  if (request.body.trim() === "") return { json: "[{}]", keys: [], records: [{}] };
  return parsePayload(request.header("content-type"), request.body, false);
}

function fromAddress(context: WriteContext, name: string, request: RestRequest): Prepared<ReadRow> {
  const known = context.catalog.functions?.find((candidate) => candidate.name === name);
  const isArgument = ({ key }: QueryParam) =>
    known === undefined
      ? !/^(select|order|limit|offset|apikey)$/.test(key)
      : known.arguments.some((argument) => argument.name === key);
  const values = new Map(request.params.filter(isArgument).map(({ key, value }) => [key, value]));
  const called = findFunction(context.catalog, name, [...values.keys()]);
  const given = called.arguments.map((argument) =>
    argument.name !== null && values.has(argument.name) ? sql`${values.get(argument.name)}` : null,
  );
  const params = request.params.filter((param) => !isArgument(param));
  return prepareResult(context, called, { request: { ...request, params }, given });
}

/** What the function gives, read as a table is. */
function prepareResult(
  context: WriteContext,
  called: CatalogFunction,
  { request, given }: { request: RestRequest; given: readonly (Sql | null)[] },
): Prepared<ReadRow> {
  const { id, name, returns } = called;
  const columns = returns.kind === "rows" ? returns.columns : [{ name, type: valueType(called) }];
  const table = derivedTable(id, name, columns);
  const own: WriteContext = {
    ...context,
    columns: (asked) => (asked === table ? table.definition.columns : context.columns(asked)),
    assertReadable: (asked) => (asked === table ? undefined : context.assertReadable(asked)),
    relation: (asked, barrier) =>
      asked === table ? context.call(called, given) : context.relation(asked, barrier),
  };
  const read = prepareRead(own, table, request, bodyOfResult(called));
  if (returns.kind !== "void") return read;
  return { ...read, respond: () => ({ status: 204, headers: [], body: null }) };
}

function valueType({ returns }: CatalogFunction): string {
  return returns.kind === "value" ? returns.type : "text";
}

/** A value stands by itself, a row is an object; sets are arrays of them. */
function bodyOfResult({ name, returns }: CatalogFunction): Sql | null {
  if (returns.kind === "void") return null;
  const rows = returns.kind === "value" ? sql`json_agg(r.${ident(name)})` : sql`json_agg(r)`;
  if (returns.isSet) return returns.kind === "value" ? sql`coalesce(${rows}, '[]')::text` : null;
  return sql`coalesce((${rows} -> 0)::text, 'null')`;
}
