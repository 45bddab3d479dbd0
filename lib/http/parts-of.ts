/** The parts of a request's body, until a signal stops it, also while the next one is awaited. @throws what it is aborted with. */
export async function* partsOf(
  body: ReadableStream<Uint8Array>,
  late: AbortSignal | null,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  stopped.catch(() => undefined);
  const stop = () => reject(late?.reason);
  late?.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), stopped]);
      if (part.done) return;
      yield part.value;
    }
  } finally {
    late?.removeEventListener("abort", stop);
    reader.releaseLock();
  }
}
