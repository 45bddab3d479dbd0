import type { Log } from "#lib/log.ts";

/**
 * An answer that browsers store as a file, made while it is sent: the next piece when the one before has been taken.
 *
 * What goes wrong when something has been sent already breaks the connection: half a file must not look like a whole one.
 */
export async function download(
  pieces: AsyncGenerator<string | Uint8Array>,
  file: { readonly name: string; readonly type: string; readonly log: Log },
): Promise<Response> {
  const encoder = new TextEncoder();
  // What is wrong from the start is still an answer of its own.
  const first = await pieces.next();
  let waiting: typeof first | null = first;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const step = waiting ?? (await pieces.next());
          waiting = null;
          if (step.done) controller.close();
          else controller.enqueue(typeof step.value === "string" ? encoder.encode(step.value) : step.value);
        } catch (error) {
          file.log.warn({ err: error }, "a download broke off");
          controller.error(error);
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: { "Content-Type": file.type, "Content-Disposition": disposition(file.name) },
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc6266#section-5 */
function disposition(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
