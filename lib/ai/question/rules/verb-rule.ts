import { dateOfVerb } from "../pick-column.ts";
import type { Reading } from "../reading.ts";
import { hasRoot } from "../schema-graph.ts";
import type { Rule } from "./rule.ts";

/** A participle whose object follows: "created this month", "assigned to Max", "published before 1900". */
export const verbRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "word") return 0;
  const next = reading.items[at + 1];
  const isTimed = isTime(reading, at + 1);
  const isDirected = next?.kind === "key" && ["to", "by"].includes(next.key);
  const hasDate = dateOfVerb(reading.focus.table, item.root) !== null;
  const hasReference = reading.focus.table.edges.some(
    (edge) => edge.direction === "one" && hasRoot(edge.column.words, item.root),
  );
  if ((isTimed && hasDate) || (isDirected && (hasReference || hasDate))) {
    reading.verb = item.root;
    return 1;
  }
  return 0;
};

function isTime(reading: Reading, at: number): boolean {
  const item = reading.items[at];
  if (item?.kind === "moment") return true;
  if (item?.kind !== "key") return false;
  if (["before", "after", "since", "until", "between"].includes(item.key)) return true;
  const following = reading.items[at + 1];
  const isYear = following?.kind === "number" && following.number > 1500 && following.number < 2200;
  return (
    ["in", "on", "during", "more", "less", "from", "for"].includes(item.key) &&
    (following?.kind === "moment" || isYear)
  );
}
