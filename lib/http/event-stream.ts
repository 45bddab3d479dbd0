import type { Log } from "#lib/log.ts";
import { errorResponse } from "./error-response.ts";

/** Sends one named event; its data is JSON. */
export type Emit = (event: string, data: unknown) => void;

/** Whether the client asked for events instead of one JSON answer. */
export function wantsEvents(request: Request): boolean {
  return request.headers.get("accept")?.includes("text/event-stream") ?? false;
}

/**
 * An answer as server-sent events: whatever `work` emits, then `result` with what it returns, or `error` with the
 * contract's error body.
 *
 * @throws what `work` throws before it emits anything: the answer then still has a status of its own.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function eventStream(
  work: (emit: Emit) => Promise<unknown>,
  context: { readonly requestId: string; readonly log: Log },
): Promise<Response> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  // A client that went away has nothing to be told; `request.signal` ends the work itself.
  const write = (text: string) => void writer.write(encoder.encode(text)).catch(() => undefined);
  const emitted = Promise.withResolvers<void>();
  const emit: Emit = (event, data) => {
    write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    emitted.resolve();
  };
  const working = work(emit);
  await Promise.race([emitted.promise, working]);
  void working
    .then((result) => emit("result", result))
    .catch(async (error: unknown) =>
      emit("error", await errorResponse(error, context.requestId, context.log).json()),
    )
    .finally(() => void writer.close().catch(() => undefined));
  return new Response(readable, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" },
  });
}
