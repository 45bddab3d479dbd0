import type { Item } from "../items.ts";
import type { Test } from "../query.ts";
import type { Reading } from "../reading.ts";
import type { ColumnNode } from "../schema-graph.ts";
import { sameWords } from "./add-text.ts";
import type { Rule } from "./rule.ts";
import { findState } from "./state-rule.ts";

/** "9 or 10", "paid or shipped", "Ana, Bob": one more value for the condition just made. */
export const moreValuesRule: Rule = (reading, at) => {
  const key = reading.key(at);
  const isJoined =
    key === "or" || key === "and" || (reading.items[at - 1]?.isBeforeComma === true && key === null);
  const valueAt = key === "or" || key === "and" ? at + 1 : at;
  const last = reading.lastCondition;
  if (!isJoined || last === null) return 0;
  const item = reading.items[valueAt];
  const { node, condition } = last;
  const index = node.conditions.indexOf(condition);
  if (index < 0 || item === undefined) return 0;
  if (key === "or" && widenToState(reading, item)) return valueAt + 1 - at;
  const test = widened(condition.test, item, condition.column, key);
  if (test === null) return 0;
  const wider = { ...condition, test };
  node.conditions[index] = wider;
  reading.lastCondition = { node, condition: wider };
  return valueAt + 1 - at;
};

/** "low priority or done": the other choice is about another column. */
function widenToState(reading: Reading, item: Item): boolean {
  const last = reading.lastCondition;
  const state = item.kind === "word" && last !== null ? findState(last.node.table, item.lower) : null;
  if (last === null || state === null || state.column === last.condition.column) return false;
  last.node.conditions.splice(last.node.conditions.indexOf(last.condition), 1);
  last.node.alternatives.push([last, { node: last.node, condition: state }]);
  reading.lastCondition = null;
  return true;
}

function widened(test: Test, item: Item, column: ColumnNode, key: string | null): Test | null {
  if (test.kind === "text") {
    const isSameColumn =
      item.kind === "value" && (item.columns.length === 0 || item.columns.includes(column));
    const isWord = item.kind === "word" && key === "or";
    if (!isSameColumn && !isWord) return null;
    const text = column.enumValues.find((value) => sameWords(value, item.text)) ?? item.text;
    return { ...test, texts: [...test.texts, text] };
  }
  if (item.kind !== "number" || key === "and") return null;
  if (test.kind === "one of") return { ...test, numbers: [...test.numbers, item.number] };
  const isEqual = test.kind === "compare" && test.operator === "=" && typeof test.value === "number";
  return isEqual ? { kind: "one of", numbers: [Number(test.value), item.number] } : null;
}
