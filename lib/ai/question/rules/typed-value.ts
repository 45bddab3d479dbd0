import { isPlural } from "../head/head.ts";
import type { Item } from "../items.ts";
import { placeColumn } from "../pick-column.ts";
import type { Reading } from "../reading.ts";
import { matchOf, resolveValue, roleOf } from "../resolve-value.ts";
import { pathBetween, type TableNode } from "../schema-graph.ts";
import { addText } from "./add-text.ts";

/** "high priority", "the Science department", "the Biology course": the noun behind says which column. */
export function readTypedValue(reading: Reading, at: number, item: Item): number {
  const mention = reading.mention(at + 1);
  if (mention === null || item.isBeforeComma) return 0;
  if (item.isPossessive) return item.kind === "value" ? ofRelated(reading, item, mention.tables) : 0;
  const focus = reading.focus.table;
  const placed = placeColumn(focus, mention, (column) => column.kind === "text", 0);
  if (placed !== null && placed.column !== focus.label) {
    addText(
      reading,
      reading.focus,
      placed,
      item.text,
      matchOf(placed.column, roleOf(placed.column, placed.path)),
    );
    return 2;
  }
  if (isPlural(reading.items[at + 1]) && item.kind === "value")
    return ofRelated(reading, item, mention.tables);
  const isName = item.kind === "value" || reading.preposition !== null;
  for (const table of mention.tables) {
    const path = table === focus ? null : pathBetween(focus, table);
    if (
      !isName ||
      path === null ||
      table.label === null ||
      (item.kind === "word" && reading.preposition === null)
    )
      continue;
    const label = { path, column: table.label };
    addText(
      reading,
      reading.focus,
      label,
      item.text,
      matchOf(table.label, table.isPerson ? "person" : "thing"),
    );
    return 2;
  }
  return 0;
}

/** "Lea's projects", "Apollo tasks": rows of another table, found by a name of theirs or of what they belong to. */
function ofRelated(reading: Reading, item: Item, tables: readonly TableNode[]): number {
  for (const table of tables) {
    const path = table === reading.focus.table ? null : pathBetween(reading.focus.table, table);
    if (path === null || path.edges.length === 0) continue;
    const context = {
      text: item.text,
      verb: null,
      isProper: true,
      isOwnLabelLikely: false,
      excluded: [reading.focus.table],
    } as const;
    const [placed] = resolveValue(table, { ...context, preposition: item.isPossessive ? "of" : "before" });
    if (placed === undefined) continue;
    const node = reading.reach(reading.focus, path);
    addText(reading, node, placed, item.text, placed.match);
    reading.focus = node;
    return 2;
  }
  return 0;
}
