import type { ReadContext } from "./plan/read-context.ts";
import type { Prepared } from "./prepared.ts";
import { prepareRead } from "./read.ts";
import { assertSchema, invalidPath, tableResource, unsupportedMethod } from "./resource.ts";
import type { RestRequest } from "./rest-request.ts";

/**
 * A request as one statement with its answer's form.
 *
 * @throws {AppError} PostgREST's codes.
 */
export function prepare(context: ReadContext, request: RestRequest): Prepared {
  assertSchema(request);
  const [name, ...rest] = request.path;
  if (name === undefined || rest.length > 0) throw invalidPath();
  const table = tableResource(context.catalog, name);
  switch (request.method) {
    case "GET":
    case "HEAD":
      // The cast: the statement gives exactly the columns of `ReadRow`.
      return prepareRead(context, table, request) as unknown as Prepared;
    default:
      throw unsupportedMethod(request.method);
  }
}
