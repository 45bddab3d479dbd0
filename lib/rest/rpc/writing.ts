import type { CatalogFunction } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { ReadContext, WritingCall } from "../plan/read-context.ts";
import type { Prepared } from "../prepared.ts";
import { negotiate } from "../request/media-type.ts";
import { parsePreferences } from "../request/preferences.ts";
import { responseOverrides, withOverrides } from "../response/response-settings.ts";
import type { RestRequest } from "../rest-request.ts";
import { boundedBody } from "../sql/bounded-body.ts";
import type { ReadRow } from "../sql/read-statement.ts";
import { violationOf } from "../write/violation.ts";
import { assertAffected, isChecked } from "../write/write-response.ts";

/** @throws {AppError} 25006 for a GET, which changes nothing. What is not seen to write may still find that it cannot. */
export function refuseReading({ writes, volatility }: CatalogFunction, { method }: RestRequest): void {
  const command = writes?.command ?? "SELECT";
  if (method === "POST" || volatility !== "volatile" || command === "SELECT") return;
  const message = `cannot execute ${command} in a read-only transaction`;
  throw new AppError("25006", message, { status: 405 });
}

/** The reading of what a function returned, behind its writes. */
export function prepareWriting(
  read: Prepared<ReadRow>,
  call: WritingCall,
  { catalog, writtenBytesMax }: ReadContext,
  request: RestRequest,
): Prepared<ReadRow> {
  const preferences = parsePreferences(request.header("prefer"));
  const own = call.response === undefined ? null : responseOverrides(call.response);
  const body = boundedBody(sql`"$read".body`, writtenBytesMax);
  return {
    ...read,
    ...(call.before.length === 0 ? {} : { before: call.before }),
    statement: sql`${call.with}, "$result" as materialized (${call.result}) select ${body} as body, page_total, total, last_key from (${read.statement}) as "$read"`,
    isReadOnly: request.method !== "POST",
    isRolledBack: preferences.tx === "rollback",
    isChecked: isChecked(negotiate(request.header("accept")), preferences),
    violation: (error) => {
      const tables = catalog.tables.filter(({ definition }) => call.targets.includes(definition.name));
      for (const table of tables) {
        const violation = violationOf(catalog, table, null, error);
        if (violation !== null) return violation;
      }
      return null;
    },
    respond: (row, asked) => {
      assertAffected(preferences, row.page_total);
      const response = read.respond(row, asked);
      return own === null ? response : withOverrides(response, own);
    },
  };
}

/** A call that waits for its function to be carried out. */
export function prepareStepped(
  called: CatalogFunction,
  given: Sql,
  { method }: RestRequest,
  done: (call: WritingCall) => Prepared<ReadRow>,
): Prepared<ReadRow> {
  const nothing = { before: [], with: sql``, result: sql``, targets: [] };
  // As in PostgREST, what says that it only reads can only read, whatever it calls.
  const isReadOnly = called.volatility !== "volatile" || method !== "POST";
  return { ...done(nothing), isReadOnly, stepped: { called, given, done } };
}
