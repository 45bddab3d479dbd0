import type { CatalogTable } from "../catalog/types.ts";
import { requestReader } from "../expression/caller-functions.ts";
import { compile, mentions } from "../sql/sql.ts";
import { assertSchema, invalidPath, tableResource, unsupportedMethod } from "./plan/resource.ts";
import type { WriteContext } from "./plan/write-context.ts";
import type { Prepared } from "./prepared.ts";
import { prepareRead } from "./read/prepare-read.ts";
import type { RestRequest } from "./rest-request.ts";
import { prepareCall } from "./rpc/call.ts";
import { prepareDelete, prepareUpdate } from "./write/change.ts";
import { prepareInsert } from "./write/insert.ts";
import { preparePut } from "./write/put.ts";

/**
 * A request as one statement with its answer's form.
 *
 * @throws {AppError} PostgREST's codes.
 */
export function prepare(context: WriteContext, request: RestRequest): Prepared {
  const prepared = prepareAsked(context, request);
  // What steps will ask for, nobody knows before.
  const asksRequest =
    prepared.stepped !== undefined ||
    [...(prepared.before ?? []), prepared.statement].some((statement) => mentions(statement, requestReader));
  const mayShare = !unending.test(compile(prepared.statement).text);
  return { ...prepared, ...(asksRequest ? { asksRequest } : {}), mayShare };
}

/**
 * What Postgres does not break off while it computes: on a long text, whoever shared a transaction with it would wait for its end. Rules and
 * functions stand in the statement as they were typed.
 */
const unending = /\b(?:i?like|similar)\b|~~|@>|<@|&&|@@/i;

function prepareAsked(context: WriteContext, request: RestRequest): Prepared {
  assertSchema(request);
  const [name, ...rest] = request.path;
  const [called] = rest;
  // The cast: as below.
  if (name === "rpc" && called !== undefined && rest.length === 1)
    return prepareCall(context, called, request) as unknown as Prepared;
  if (name === undefined) throw unsupportedMethod(request.method);
  if (rest.length > 0) throw invalidPath(request.path);
  const table = tableResource(context.catalog, name);
  // The cast: each statement gives exactly the columns that its `respond` reads.
  return prepareTable(context, table, request) as Prepared;
}

function prepareTable(context: WriteContext, table: CatalogTable, request: RestRequest): unknown {
  switch (request.method) {
    case "GET":
    case "HEAD":
      return prepareRead(context, table, request);
    case "POST":
      return prepareInsert(context, table, request);
    case "PUT":
      return preparePut(context, table, request);
    case "PATCH":
      return prepareUpdate(context, table, request);
    case "DELETE":
      return prepareDelete(context, table, request);
    default:
      throw unsupportedMethod(request.method);
  }
}
