import type { Item } from "../items.ts";
import type { PlacedColumn } from "../pick-column.ts";
import type { Reading } from "../reading.ts";
import { type ColumnNode, hasRoot, pathBetween } from "../schema-graph.ts";
import { addEither, addText, sameWords } from "./add-text.ts";
import { isBeforeNoun, isTie, ownName, placeValue } from "./place-value.ts";
import type { Rule } from "./rule.ts";
import { readTypedValue } from "./typed-value.ts";

/** "in Paris", "by Austen", "named Ana", "cardiology doctors", "high priority", "the Biology course". */
export const valueRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "value" && item?.kind !== "word") return 0;
  // "who requested leave": the rest of the related table's name.
  if (item.kind === "word" && reading.isAfterVerb && hasRoot(reading.focus.table.words, item.root)) return 1;
  const listed = item.kind === "value" ? listedColumn(reading, item.columns) : null;
  if (listed !== null) return addListed(reading, item, listed);
  const typed = readTypedValue(reading, at, item);
  if (typed > 0) return typed;
  const isPredicate = ["is", "not"].includes(reading.key(at - 1) ?? "") && !isVerbForm(item);
  const isVerb = item.kind === "word" && /(ed|ing)$/.test(item.lower) && item.lower.length > 4;
  const isValue =
    item.kind === "value" ||
    reading.preposition !== null ||
    reading.isAfterVerb ||
    isPredicate ||
    (isBeforeNoun(reading, at) && !isVerb);
  if (!isValue) return 0;
  const { focus, candidates } = placeValue(reading, at, isPredicate);
  const [placed, second] = candidates;
  if (placed === undefined) return 0;
  const text = item.kind === "word" && isPredicate ? item.singular : item.text;
  reading.focus = focus;
  const own = ownName(reading, placed);
  if (own !== null) addEither(reading, [own, placed], text);
  else if (second !== undefined && isTie(reading, placed, second)) addEither(reading, [placed, second], text);
  else addText(reading, focus, placed, text, placed.match);
  reading.verb = null;
  return 1;
};

/** "sold", "managed": no value of a column, but what happened to the rows. */
function isVerbForm(item: Item): boolean {
  return (
    item.kind === "word" && (/(ed|ing)$/.test(item.lower) || !item.singular.startsWith(item.root.slice(0, 3)))
  );
}

/** The column among those that list the value which is nearest to what the question is about. */
function listedColumn(reading: Reading, columns: readonly ColumnNode[]): PlacedColumn | null {
  const placed = columns.flatMap((column) => {
    const path = pathBetween(reading.focus.table, column.table);
    return path === null ? [] : [{ path, column }];
  });
  return placed.sort((a, b) => a.path.edges.length - b.path.edges.length)[0] ?? null;
}

function addListed(reading: Reading, item: Item, { path, column }: PlacedColumn): number {
  const text = column.enumValues.find((value) => sameWords(value, item.text)) ?? item.text;
  const node = reading.reach(reading.focus, path);
  reading.add(node, column, { kind: "text", match: "exact", texts: [text] });
  return 1;
}
