const begun = Symbol("a transaction had begun");

/**
 * Runs what opens a transaction, and notes of its error that it came out of there: it was the definitions' version that let
 * it begin, and nobody can tell from the error alone whether what it did is there.
 */
export async function beginning<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction();
  } catch (error) {
    if (error instanceof Error) Object.defineProperty(error, begun, { value: true, configurable: true });
    throw error;
  }
}

/** Whether an error, or what caused it, came out of a transaction. */
export function hadBegun(error: unknown): boolean {
  return error instanceof Error && (begun in error || hadBegun(error.cause));
}
