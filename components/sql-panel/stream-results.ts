import { ApiError, type ErrorBody } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import type { SqlResult } from "#components/api/types.ts";
import type { Json } from "#lib/catalog/types.ts";
import { parseExactJson, withTextDigits } from "#lib/catalog/values/exact-json.ts";

/** What is sent to be run. */
export interface SqlRequest {
  readonly query: string;
  /** The text with its parameters by name, for the history. */
  readonly named_query?: string;
  readonly params?: readonly Json[];
  readonly param_types?: readonly string[];
  readonly limit?: number;
  readonly dry_run?: boolean;
  readonly history?: boolean;
  readonly undo?: boolean;
  readonly unsupported?: "skip";
}

/** A line of the answer. */
export type Part =
  | Pick<SqlResult, "command" | "columns">
  | { readonly rows: SqlResult["rows"] }
  | Omit<SqlResult, "command" | "columns" | "rows">
  | { readonly run: RunReceipt };

/** What the run is called in the history, and whether it can be undone. */
export interface RunReceipt {
  readonly id: string;
  readonly undo: { readonly rows: number; readonly refusal: string | null } | null;
}

/**
 * Runs SQL and gives the lines of its answer as they come. Aborting ends the statement in Postgres.
 *
 * @throws {ApiError} also for an error that comes after rows.
 */
export async function* streamSql(
  databaseId: string,
  body: SqlRequest,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const headers = { Accept: "application/x-ndjson" };
  const response = await send("POST", `/api/database/${databaseId}/sql`, { body, signal, headers });
  if (response.body === null) return;
  for await (const line of linesOf(response.body)) {
    // The shapes are the fixed contract's.
    const part = readLine(line) as Part | { readonly error: ErrorBody };
    if ("error" in part) throw new ApiError(400, part.error);
    yield part;
  }
}

/** A laptop was closed, the network changed, the server went away. */
const brokenOff: ErrorBody = {
  code: "broken off",
  message: "The connection broke off before the answer was complete.",
  hint: "Check your connection. If the text writes, look into the history before you run it again.",
  details: null,
  id: null,
};

/** Numbers that no double holds stay their digits; `rows/0/0` is three levels deep. */
function readLine(line: string): unknown {
  const value = parseExactJson(line);
  return /\d{16}|\d[eE]/.test(line) ? withTextDigits(value, 3) : value;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new ApiError(0, brokenOff);
      });
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      yield* lines.filter((line) => line !== "");
    }
    if (rest !== "") yield rest;
  } finally {
    // Whoever stops reading has no use for the rest.
    await reader.cancel().catch(() => undefined);
  }
}
