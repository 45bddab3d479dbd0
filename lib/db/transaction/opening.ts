import { compile, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import type { TransactionOptions } from "../database.ts";
import type { TripStatement } from "../protocol/one-trip-query.ts";
import { type ContextStep, defaultTimeoutMs } from "./contexts.ts";
import { guardTrip, guardVersion } from "./schema-guard.ts";

/** What a transaction finds on its connection. */
export interface Found {
  /** How it gets into its context; null: it is there. */
  readonly context: ContextStep | null;
  /** Whether the usual timeout holds already. */
  readonly hasTimeout: boolean;
}

/** What a transaction begins with, as one message. */
export function opening(found: Found, settings: TransactionOptions): Sql {
  const { schema, readOnly = false } = settings;
  const limit = timeout(found, settings);
  const statements = [
    beginning(settings),
    ...(found.context === null ? [] : [found.context.statement]),
    ...(limit === null ? [] : [keyword(limit)]),
    ...(schema === undefined ? [] : [guardVersion(schema, readOnly ? "require" : "hold")]),
  ];
  return join(statements, "; ");
}

function beginning({ schema, readOnly = false }: TransactionOptions): Sql {
  if (!readOnly) return writing;
  return schema === undefined ? reading : oneSnapshot;
}

/** What holds for the version that is asked first then holds for every statement. */
const oneSnapshot = sql`begin isolation level repeatable read read only`;
const reading = sql`begin read only`;
const writing = sql`begin`;
const beginTexts = new Map([oneSnapshot, reading, writing].map((begin) => [begin, compile(begin).text]));

/** Null: the usual one holds. Setting it costs as much as reading a row. */
function timeout({ hasTimeout }: Found, { timeoutMs = defaultTimeoutMs }: TransactionOptions): string | null {
  if (hasTimeout && timeoutMs === defaultTimeoutMs) return null;
  return `set local statement_timeout = ${Math.max(1, Math.trunc(timeoutMs))}`;
}

/** What ends a transaction that is sent as a whole. */
export const commitTrip: TripStatement = { text: "commit", name: "commit" };

/** `opening` as statements of their own, those that are always the same under a name. */
export function tripOpening(found: Found, settings: TransactionOptions): readonly TripStatement[] {
  const { schema, readOnly = false } = settings;
  const begin = beginTexts.get(beginning(settings)) ?? "begin";
  const limit = timeout(found, settings);
  return [
    { text: begin, name: begin },
    ...(found.context === null ? [] : [found.context.trip]),
    ...(limit === null ? [] : [{ text: limit, name: limit }]),
    ...(schema === undefined ? [] : [guardTrip(schema, readOnly ? "require" : "hold")]),
  ];
}
