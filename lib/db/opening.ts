import { compile, join, keyword, type Sql, sql } from "../sql/sql.ts";
import type { TransactionOptions } from "./database.ts";
import type { TripStatement } from "./one-trip-query.ts";
import { guardTrip, guardVersion } from "./schema-guard.ts";

/** Milliseconds that a statement may take where nothing else is said. */
export const defaultTimeoutMs = 15_000;

/** BEGIN and the context as one message. SET LOCAL, not set_config: Citus forwards only the statement to its workers. */
export function opening(context: Sql, settings: TransactionOptions): Sql {
  const timeoutMs = Math.max(1, Math.trunc(settings.timeoutMs ?? defaultTimeoutMs));
  const { schema, readOnly = false } = settings;
  const statements = [
    beginning(settings),
    context,
    sql`set local statement_timeout = ${keyword(String(timeoutMs))}`,
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

/** What ends a transaction that is sent as a whole. */
export const commitTrip: TripStatement = { text: "commit", name: "commit" };

/** `opening` as statements of their own, those that are always the same under a name. */
export function tripOpening(context: Sql, settings: TransactionOptions): readonly TripStatement[] {
  const { schema, readOnly = false, timeoutMs = defaultTimeoutMs } = settings;
  const begin = beginTexts.get(beginning(settings)) ?? "begin";
  const limit = `set local statement_timeout = ${Math.max(1, Math.trunc(timeoutMs))}`;
  return [
    { text: begin, name: begin },
    { text: compile(context).text },
    timeoutMs === defaultTimeoutMs ? { text: limit, name: limit } : { text: limit },
    ...(schema === undefined ? [] : [guardTrip(schema, readOnly ? "require" : "hold")]),
  ];
}
