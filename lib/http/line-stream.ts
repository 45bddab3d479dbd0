import type { Log } from "#lib/log.ts";
import { errorResponse } from "./error-response.ts";

/** Whether the client asked for lines of JSON instead of one answer. */
export function wantsLines(request: Request): boolean {
  return request.headers.get("accept")?.includes("application/x-ndjson") ?? false;
}

/**
 * An answer as lines of JSON, each made when the one before has been read. An error that comes when something has been
 * sent already is the last line, `{"error": …}`.
 *
 * @param work is aborted when the client goes away.
 * @throws what `work` throws before it writes anything: the answer then still has a status of its own.
 * @see https://github.com/ndjson/ndjson-spec
 */
export async function lineStream(
  work: (write: (line: unknown) => Promise<void>, signal: AbortSignal) => Promise<void>,
  context: { readonly requestId: string; readonly log: Log; readonly signal: AbortSignal },
): Promise<Response> {
  const strategy = { highWaterMark: 1 };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, strategy, strategy);
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const gone = new AbortController();
  writer.closed.catch(() => gone.abort());
  const begun = Promise.withResolvers<void>();
  const write = async (line: unknown) => {
    begun.resolve();
    await writer.ready;
    await writer.write(encoder.encode(`${JSON.stringify(line)}\n`));
  };
  const working = work(write, AbortSignal.any([context.signal, gone.signal]));
  await Promise.race([begun.promise, working]);
  void working
    .catch(async (error: unknown) => write(await errorResponse(error, context.requestId, context.log).json()))
    .catch(() => undefined)
    .finally(() => void writer.close().catch(() => undefined));
  return new Response(readable, { headers: { "Content-Type": "application/x-ndjson; charset=utf-8" } });
}
