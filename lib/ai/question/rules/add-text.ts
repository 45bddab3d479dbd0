import type { TextMatch } from "../query.ts";
import type { Reading } from "../reading.ts";
import type { PlacedValue } from "../resolve-value.ts";
import type { ColumnNode, Path } from "../schema-graph.ts";

/** Asks for rows in which one of several columns has the text; related rows are only joined, so that none is lost. */
export function addEither(reading: Reading, options: readonly PlacedValue[], text: string): void {
  const alternatives = options.map(({ path, column, match }) => ({
    node: reading.reach(reading.focus, path, "shown"),
    condition: { column, test: { kind: "text", match, texts: [text] }, isNegated: false } as const,
  }));
  reading.focus.alternatives.push(alternatives);
  reading.settle();
}

/** Adds a condition on a text; a negated one on a related row asks that there be no such row. */
export function addText(
  reading: Reading,
  from: Reading["focus"],
  placed: { path: Path; column: ColumnNode },
  text: string,
  match: TextMatch,
): void {
  const isAbsent = reading.isNegated && placed.path.edges.length > 0;
  const { isNegated } = reading;
  const node = reading.reach(from, placed.path, isAbsent ? "none" : "some");
  reading.add(node, placed.column, { kind: "text", match, texts: [text] }, isNegated && !isAbsent);
}

/** Whether two texts are the same words, however they are joined; a plural in the question counts as the singular. */
export function sameWords(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "")
      .join(" ");
  return words(a) === words(b) || words(a) === words(b).replace(/s$/, "");
}
