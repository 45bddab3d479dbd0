/** Gives a piece away; done when it has been taken. */
export type Give<T> = (piece: T) => Promise<void>;

/**
 * What some work gives away, piece by piece: the work waits until each has been taken, and hears when nobody wants more.
 *
 * @param asked ends the work also before it has given anything: a generator cannot be left while its next piece is made.
 * @throws what the work throws, behind the pieces that it had given.
 */
export async function* piecesOf<T>(
  work: (give: Give<T>, signal: AbortSignal) => Promise<void>,
  asked?: AbortSignal,
): AsyncGenerator<T> {
  const strategy = { highWaterMark: 1 };
  const { readable, writable } = new TransformStream<T, T>(undefined, strategy, { highWaterMark: 0 });
  const writer = writable.getWriter();
  const gone = new AbortController();
  writer.closed.catch(() => gone.abort());
  const give: Give<T> = async (piece) => {
    await writer.ready;
    await writer.write(piece);
  };
  const signal = asked === undefined ? gone.signal : AbortSignal.any([gone.signal, asked]);
  void work(give, signal).then(
    () => writer.close().catch(() => undefined),
    (error: unknown) => writer.abort(error).catch(() => undefined),
  );
  try {
    for await (const piece of readable) yield piece;
  } finally {
    gone.abort();
  }
}

const pieceCharacters = 64 * 1024;

/** Texts gathered into larger pieces, so that what goes wrong at once is told before anything is sent. */
export function gathered(give: Give<string>): { readonly write: Give<string>; flush(): Promise<void> } {
  let pending = "";
  const flush = async () => {
    const piece = pending;
    pending = "";
    if (piece !== "") await give(piece);
  };
  return {
    flush,
    async write(text) {
      pending += text;
      if (pending.length >= pieceCharacters) await flush();
    },
  };
}
