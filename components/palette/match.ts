/**
 * How well a text answers what was typed; 0 is not at all. Words from their beginning come before letters in between:
 * "or" finds "orders" before "authors".
 *
 * @param query in lower case.
 */
export function matchScore(text: string, query: string): number {
  const lower = text.toLowerCase();
  if (query === "") return 1;
  if (lower === query) return 100;
  if (lower.startsWith(query)) return 80;
  const words = lower.split(/[^\p{L}\p{N}]+/u);
  if (words.some((word) => word.startsWith(query))) return 60;
  if (lower.includes(query)) return 40;
  const asked = query.split(/\s+/).filter((word) => word !== "");
  if (asked.length > 1 && asked.every((word) => lower.includes(word))) return 30;
  return query.length > 1 && isSubsequence(query.replaceAll(" ", ""), lower) ? 10 : 0;
}

/** Letters in their order, at the beginnings of words alone: "nr" for "new row". */
function isSubsequence(query: string, text: string): boolean {
  const initials = text
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.charAt(0))
    .join("");
  return initials.includes(query);
}

/** The items that answer, the best first; among equals, their order stays. */
export function ranked<Item>(
  items: readonly Item[],
  query: string,
  textsOf: (item: Item) => readonly string[],
): readonly Item[] {
  const asked = query.trim().toLowerCase();
  if (asked === "") return items;
  return items
    .map((item) => {
      const [title = "", ...others] = textsOf(item);
      // What something is called counts for more than what else is said of it.
      const score = Math.max(
        matchScore(title, asked),
        ...others.map((text) => matchScore(text, asked) * 0.7),
      );
      return { item, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
