import type { CatalogFunction } from "../catalog/types.ts";
import type { Sql } from "../sql/sql.ts";
import type { WritingCall } from "./plan/read-context.ts";
import type { Payload } from "./request/payload.ts";
import type { RestRequest, RestResponse } from "./rest-request.ts";
import type { ReadWays } from "./sql/read-statement.ts";
import type { Violation } from "./write/violation.ts";

/** A call whose function is carried out in the transaction, and then answered as that of any other. */
export interface Stepped<Row extends object> {
  readonly called: CatalogFunction;
  /** A query of one row: what its arguments come to. */
  readonly given: Sql;
  /** @param call what it has given back; `targets`: the tables that it has written to. */
  done(call: WritingCall): Prepared<Row>;
}

/** A request made ready: one statement, and what its one row means to the client. It serves all requests of the same form. */
export interface Prepared<Row extends object = Record<string, unknown>> {
  /** Of a function of several statements: those that run first. */
  readonly before?: readonly Sql[];
  /** Of a function that is carried out step by step before anything else is known. */
  readonly stepped?: Stepped<Row>;
  readonly statement: Sql;
  /** Of a list: the statement without the count that it has to begin with. */
  readonly ways?: ReadWays;
  /** Tells the answer to what will choose between these ways. */
  learn?(row: Row): void;
  readonly isReadOnly: boolean;
  /** `Prefer: timezone=…`, for times in the answer. */
  readonly timezone: string | null;
  /** A rule or a function of it asks for the request itself: `current_setting('request.headers', true)` and its like. */
  readonly asksRequest?: boolean;
  /** Its time can be bounded, so that others may be in the same transaction. */
  readonly mayShare?: boolean;
  /** Nothing of it shall stay. */
  readonly isRolledBack: boolean;
  /** The row may turn out to be an error, so it has to be seen before anything is committed. */
  readonly isChecked: boolean;
  /** Of a write from records that may come again with others of the same keys: their parameter in the statement. */
  readonly records?: { readonly given: string; text(payload: Payload): string };
  /** Of a write: the broken constraint that an error of the statement tells of, in the table's own names. */
  violation?(error: unknown, request: RestRequest): Violation | null;
  /** @throws {AppError} PGRST103 · PGRST116 · PGRST124 */
  respond(row: Row, request: RestRequest): RestResponse;
}
