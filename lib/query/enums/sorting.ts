import { leftmostLocation, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { Placed, Range } from "../text/clauses.ts";
import { isLabel, type KnownType, type LabelType } from "./known-type.ts";
import { labelsText, type Reading } from "./reading.ts";

/** ORDER BY as it stands in a text. */
export interface PlacedOrder {
  /** Where its first word begins. */
  readonly start: number;
  /** Its expressions, without direction and the place of nulls. */
  readonly items: readonly Range[];
  readonly end: number;
}

/** What is sorted by values of an enum is sorted by their places. */
export function placedSort(
  reading: Reading,
  order: readonly (TreeNode | null)[],
  types: readonly KnownType[],
): void {
  if (!types.some(isLabel)) return;
  const items = orderOf(reading, order)?.items ?? [];
  types.forEach((type, index) => {
    const item = items[index];
    if (isLabel(type) && item !== undefined) reading.text.close(item.end, placeOf(type));
  });
}

export function placeOf(type: LabelType): string {
  return ` OPERATOR(app.@#) ${labelsText(type)}`;
}

/** Where the items of a list of sort keys stand. */
export function orderOf({ text }: Reading, order: readonly (TreeNode | null)[]): PlacedOrder | null {
  const [first] = order;
  const mark = first == null ? null : leftmostLocation(unwrap(first.fields.node) ?? first);
  if (mark === null) return null;
  const { placed } = text;
  let index = text.tokenAt(text.indexOf(mark));
  while (index > 0 && !(placed[index]?.word === "BY" && placed[index - 1]?.word === "ORDER")) index--;
  return orderAt(placed, index);
}

/** @param by the place of its BY among the tokens. */
function orderAt(placed: readonly Placed[], by: number): PlacedOrder | null {
  const depth = placed[by]?.depth ?? 0;
  const start = placed[by - 1]?.start ?? 0;
  const items: Range[] = [];
  let item: Placed[] = [];
  let index = by + 1;
  for (; index < placed.length; index++) {
    const token = placed[index];
    if (token === undefined || token.depth < depth || isBehind(placed, index, depth, item.length)) break;
    if (token.depth === depth && token.word === ",") {
      items.push(expressionOf(item, depth));
      item = [];
    } else item.push(token);
  }
  if (item.length > 0) items.push(expressionOf(item, depth));
  return { start, items, end: placed[index - 1]?.end ?? start };
}

const ends = new Set(["LIMIT", "OFFSET", "FETCH", "FOR", ";"]);

/** Whether the list has ended: a clause follows, or the frame of a window. */
function isBehind(placed: readonly Placed[], index: number, depth: number, length: number): boolean {
  const [token, next] = [placed[index], placed[index + 1]];
  if (token === undefined || token.depth !== depth) return false;
  const isFrame = /^(?:ROWS|RANGE|GROUPS)$/.test(token.word) && length > 0;
  return (
    ends.has(token.word) || (isFrame && next !== undefined && !/^(?:,|\)|ASC|DESC|NULLS)$/.test(next.word))
  );
}

/** A sort key without its direction and the place of nulls. */
function expressionOf(item: readonly Placed[], depth: number): Range {
  let left = [...item];
  const word = (back: number) => {
    const token = left.at(-back);
    return token?.depth === depth ? token.word : "";
  };
  if (/^(?:FIRST|LAST)$/.test(word(1)) && word(2) === "NULLS") left = left.slice(0, -2);
  if (/^(?:ASC|DESC)$/.test(word(1))) left = left.slice(0, -1);
  const using = left.findIndex((token) => token.depth === depth && token.word === "USING");
  if (using > 0) left = left.slice(0, using);
  return { start: left[0]?.start ?? 0, end: left.at(-1)?.end ?? 0 };
}
