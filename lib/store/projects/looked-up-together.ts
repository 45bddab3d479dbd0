/** In one query; more wait for the next. */
const togetherMax = 200;

interface Waiting<Row> {
  readonly found: Promise<Row | undefined>;
  done(row: Row | undefined): void;
  failed(error: unknown): void;
}

/**
 * Looks single things up by their names, one query at a time: what is asked for meanwhile goes together into the next. However many names
 * somebody makes up, they take no more than one connection.
 *
 * @param lookUp finds what there is of 1 to 200 different names; where it fails, all of them have.
 * @returns a look-up of one name: undefined where there is nothing of it.
 */
export function lookedUpTogether<Row>(
  lookUp: (names: readonly string[]) => Promise<ReadonlyMap<string, Row>>,
): (name: string) => Promise<Row | undefined> {
  const waiting = new Map<string, Waiting<Row>>();
  let isRunning = false;

  const run = async () => {
    isRunning = true;
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, togetherMax);
      for (const [name] of batch) waiting.delete(name);
      try {
        const found = await lookUp(batch.map(([name]) => name));
        for (const [name, { done }] of batch) done(found.get(name));
      } catch (error) {
        for (const [, { failed }] of batch) failed(error);
      }
    }
    isRunning = false;
  };

  return (name) => {
    const known = waiting.get(name);
    if (known !== undefined) return known.found;
    const { promise: found, resolve: done, reject: failed } = Promise.withResolvers<Row | undefined>();
    waiting.set(name, { found, done, failed });
    if (!isRunning) void run();
    return found;
  };
}
