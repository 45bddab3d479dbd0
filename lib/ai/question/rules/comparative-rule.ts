import { conceptColumn } from "../mentions.ts";
import { mainNumber } from "../pick-column.ts";
import { addAge, addNumber, unitWords } from "./comparison-rule.ts";
import type { Rule } from "./rule.ts";

/** "cheaper than 20", "older than 30 years". */
export const comparativeRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "comparative") return 0;
  const { concept, operator } = item.comparative;
  const number = reading.number(at + 1);
  if (number === null) return 0;
  const length = reading.key(at + 2) === "years old" ? 3 : 2 + unitWords(reading, at + 2);
  if (concept === "age") return addAge(reading, operator, number) ? length : 0;
  const column = conceptColumn(reading.focus.table, concept) ?? mainNumber(reading.focus.table);
  if (column === null) return 0;
  addNumber(reading, { path: { edges: [], end: column.table }, column }, operator, number);
  return length;
};
