import type { CatalogFunction } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, type Sql, sql } from "../../sql/sql.ts";
import { derivedTable } from "../plan/derived-table.ts";
import type { WritingCall } from "../plan/read-context.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { Prepared } from "../prepared.ts";
import { prepareRead } from "../read/prepare-read.ts";
import type { MediaType } from "../request/media-type.ts";
import { type Preferences, parsePreferences } from "../request/preferences.ts";
import type { RestRequest } from "../rest-request.ts";
import type { ReadRow } from "../sql/read-statement.ts";
import { assertAffected } from "../write/write-response.ts";
import { callFromAddress, callFromBody, type GivenCall } from "./arguments.ts";
import { prepareStepped, prepareWriting, refuseReading } from "./writing.ts";

/** `/rpc/<name>`: a stored function, called with the body's keys or the address's parameters. */
export function prepareCall(context: WriteContext, name: string, request: RestRequest): Prepared<ReadRow> {
  const isPost = request.method === "POST";
  if (!isPost && request.method !== "GET" && request.method !== "HEAD")
    throw new AppError("PGRST101", `Cannot use the ${request.method} method on RPC`);
  const call = isPost ? callFromBody(context, name, request) : callFromAddress(context, name, request);
  return prepareResult(context, call, request);
}

/** What the function gives, read as a table is. */
function prepareResult(
  context: WriteContext,
  { called, given, params }: GivenCall,
  request: RestRequest,
): Prepared<ReadRow> {
  const { id, name, returns } = called;
  const preferences = parsePreferences(request.header("prefer"));
  if (isLimited(preferences) && !isSet(called)) throw notLimitable();
  const columns = returns.kind === "rows" ? returns.columns : [{ name, type: valueType(called) }];
  // Rows of a table embed what that table does.
  const of = returns.kind === "rows" ? returns.of : undefined;
  const table = derivedTable(of ?? id, name, columns);
  const isWriting = called.writes !== undefined;
  if (isWriting) refuseReading(called, request);
  const isStepped = called.steps !== undefined;
  const writing = isWriting && !isStepped ? context.writingCall(called, given) : null;
  const own: WriteContext = {
    ...context,
    relation: (asked, barrier) => {
      if (asked !== table) return context.relation(asked, barrier);
      return isWriting ? sql`select * from "$result"` : context.call(called, given);
    },
    agedView: (asked) => (asked === table ? null : context.agedView(asked)),
  };
  const read = prepareRead(own, table, { ...request, params }, (media) => bodyOfResult(called, media));
  const prepared = returns.kind === "void" ? answeringNothing(read) : read;
  const behind = (call: WritingCall) => prepareWriting(prepared, call, context, request);
  if (isStepped) return prepareStepped(called, context.steppedCall(called, given), request, behind);
  return writing === null ? withinAffected(prepared, preferences) : behind(writing);
}

/** There is nothing of which a type could be told. */
function answeringNothing(read: Prepared<ReadRow>): Prepared<ReadRow> {
  const told = ["Content-Range", "Preference-Applied"];
  return {
    ...read,
    respond: (row, asked) => {
      const { headers } = read.respond(row, asked);
      return { status: 204, headers: headers.filter(([name]) => told.includes(name)), body: null };
    },
  };
}

function isSet({ returns }: CatalogFunction): boolean {
  return returns.kind !== "void" && returns.isSet;
}

function isLimited({ handling, maxAffected }: Preferences): boolean {
  return handling === "strict" && maxAffected !== null;
}

function notLimitable(): AppError {
  return new AppError(
    "PGRST128",
    "Function must return SETOF or TABLE when max-affected preference is used with handling=strict",
  );
}

/** Rows that a function only reads count as affected too. */
function withinAffected(read: Prepared<ReadRow>, preferences: Preferences): Prepared<ReadRow> {
  if (!isLimited(preferences)) return read;
  return {
    ...read,
    respond: (row, asked) => {
      assertAffected(preferences, row.page_total);
      return read.respond(row, asked);
    },
  };
}

function valueType({ returns }: CatalogFunction): string {
  return returns.kind === "value" ? returns.type : "text";
}

/** A value stands by itself, a row is an object; sets are arrays of them. */
function bodyOfResult({ name, returns }: CatalogFunction, { kind, isNullsStripped }: MediaType): Sql | null {
  if (returns.kind === "void" || (kind !== "array" && kind !== "object")) return null;
  if (returns.kind === "rows" && (returns.isSet || kind === "object")) return null;
  const values = returns.kind === "value" ? sql`json_agg(r.${ident(name)})` : sql`json_agg(r.*)`;
  const rows = isNullsStripped ? sql`json_strip_nulls(${values})` : values;
  if (returns.isSet && kind === "array") return sql`coalesce(${rows}, '[]')::text`;
  return sql`coalesce((${rows} -> 0)::text, 'null')`;
}
