import { placeColumn } from "../pick-column.ts";
import { addEither, addText } from "./add-text.ts";
import type { Rule } from "./rule.ts";

const longTexts =
  /^(body|content|text|description|comment|notes?|message|summary|details|subject|bio|review|feedback|abstract)$/;

/** "containing nice", "with the word page in the subject": in the column named behind, else in what people write. */
export const containsRule: Rule = (reading, at) => {
  const key = reading.key(at);
  const item = reading.items[at + 1];
  if ((key !== "contains" && key !== "starts" && key !== "ends") || item === undefined || item.kind === "key")
    return 0;
  const named = reading.key(at + 2) === "in" ? reading.mention(at + 3) : null;
  const placed =
    named === null ? null : placeColumn(reading.focus.table, named, (column) => column.kind === "text");
  if (placed !== null) {
    addText(reading, reading.focus, placed, item.text, key);
    return 4;
  }
  const { label, columns } = reading.focus.table;
  const texts = columns.filter(
    (column) =>
      column === label || (key === "contains" && column.kind === "text" && longTexts.test(column.name)),
  );
  if (texts.length === 0) return 0;
  const options = texts.map((column) => ({
    path: { edges: [], end: reading.focus.table },
    column,
    match: key,
    score: 0,
  }));
  const [only, ...others] = options;
  if (only !== undefined && others.length === 0) addText(reading, reading.focus, only, item.text, key);
  else addEither(reading, options, item.text);
  return 2;
};
