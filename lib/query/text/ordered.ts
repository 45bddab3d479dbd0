/**
 * The place of the first item that stands at an index or behind it; the length when none does.
 *
 * @param items in the order of their places.
 */
export function firstFrom<Item>(
  items: readonly Item[],
  index: number,
  placeOf: (item: Item) => number,
): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && placeOf(item) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
