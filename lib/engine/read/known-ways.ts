/**
 * How rows with a value come into the order of something else: the index of the order is `followed`, or all of them are
 * found by their value and `sorted`; `counted` lets the statement find out which.
 */
export type Way = "counted" | "followed" | "sorted";

/** So long one count holds. Rows may become few or many meanwhile: what is read is right either way, and takes longer. */
const heldMs = 5_000;
/** Values that come again are few, or each has few rows. */
const valuesMax = 200;
/** Characters. A longer one costs more to remember than to count again. */
const valueMax = 200;

/** What a list has counted lately, by the value that its rows must have. */
export class KnownWays {
  readonly #known = new Map<string, { readonly way: Way; readonly until: number }>();

  wayTo(value: string): Way {
    const known = this.#known.get(value);
    return known === undefined || known.until < performance.now() ? "counted" : known.way;
  }

  /** A statement has counted the value's rows. */
  counted(value: string, isMany: boolean): void {
    if (value.length > valueMax) return;
    this.#known.delete(value);
    this.#known.set(value, { way: isMany ? "followed" : "sorted", until: performance.now() + heldMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > valuesMax && oldest !== undefined) this.#known.delete(oldest);
  }

  /** They are fewer than they were: the whole index was followed for them. */
  forget(value: string): void {
    this.#known.delete(value);
  }
}
