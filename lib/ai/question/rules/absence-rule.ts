import { countOf } from "../measures.ts";
import { placeColumn } from "../pick-column.ts";
import type { Reading } from "../reading.ts";
import { hasRoot, type Path, pathBetween, pathsFrom, type TableNode } from "../schema-graph.ts";
import { verbRoots } from "../verb-lexicon.ts";
import type { Rule } from "./rule.ts";

/** "without email", "with no comments", "that have a due date", "with 2 comments", "with their author". */
export const absenceRule: Rule = (reading, at) => {
  switch (reading.key(at)) {
    case "without":
      return readPresence(reading, at + 1, false);
    case "with":
      return reading.isNegated ? readPresence(reading, at + 1, false) : readPresence(reading, at + 1, true);
    case "shown with":
      return readShown(reading, at + 1);
    default:
      return 0;
  }
};

function readPresence(reading: Reading, at: number, isPresent: boolean): number {
  const mention = reading.mention(at);
  if (mention === null) return isPresent ? readCount(reading, at) : 0;
  const next = reading.items[at + 1];
  // "with a budget over 1500", "with status paid", "with patient name": the mention has more to say.
  const isOpen = next === undefined || next.isBeforeComma || (next.kind === "key" && isBoundary(next.key));
  if (!isOpen && isPresent) return 0;
  const placed = placeColumn(reading.focus.table, mention, (column) => column.kind !== "reference", 1);
  const role = mention.roles.find((edge) => edge.from === reading.focus.table);
  if (role !== undefined && isPresent && isOpen) {
    reading.settle();
    reading.reach(reading.focus, { edges: [role], end: role.to }, "shown");
    return 2;
  }
  if (role !== undefined && !isPresent) {
    reading.add(reading.focus, role.column, { kind: "null" }, false);
    return 2;
  }
  if (placed !== null && (placed.path.edges.length === 0 || mention.tables.length === 0)) {
    if (isPresent && isPlainlyShown(reading, placed.column.name)) return 2;
    const node = reading.reach(reading.focus, placed.path);
    const isZero = placed.column.kind === "number" && !isPresent;
    if (isZero) reading.add(node, placed.column, { kind: "zero" }, false);
    else reading.add(node, placed.column, { kind: "null" }, isPresent);
    return 2;
  }
  return relate(reading, mention.tables, isPresent, isOpen) ? 2 : 0;
}

/** A number or a title is in every row: naming it asks to see it. */
function isPlainlyShown(reading: Reading, name: string): boolean {
  const column = reading.focus.table.columns.find((one) => one.name === name);
  return column !== undefined && (column.kind === "number" || column === reading.focus.table.label);
}

function relate(
  reading: Reading,
  tables: readonly TableNode[],
  isPresent: boolean,
  isOpen: boolean,
): boolean {
  for (const table of tables) {
    const path = pathBetween(reading.focus.table, table);
    if (path === null || path.edges.length === 0) continue;
    const isOne = path.edges.every((edge) => edge.direction === "one");
    reading.settle();
    const mode = isPresent ? (isOne && isOpen ? "shown" : "some") : "none";
    const node = reading.reach(reading.focus, path, mode);
    if (!isOne || !isPresent) reading.focus = node;
    return true;
  }
  return false;
}

/** "with 2 comments". */
function readCount(reading: Reading, at: number): number {
  const number = reading.number(at);
  const mention = reading.mention(at + 1);
  if (number === null || mention === null) return 0;
  for (const table of mention.tables) {
    const path = pathBetween(reading.focus.table, table);
    if (path === null || path.edges.length === 0) continue;
    reading.focus.figures.push({ measure: countOf(path), operator: "=", value: number });
    return 3;
  }
  return 0;
}

function isBoundary(key: string): boolean {
  return [
    "and",
    "or",
    "sort",
    "that",
    "per",
    "by",
    "newest first",
    "oldest first",
    "alphabetical",
    "shown with",
    "in",
    "from",
    "descending",
    "ascending",
  ].includes(key);
}

/** "with their author", "and their orders": the related rows' names beside each row, also where there are none. */
function readShown(reading: Reading, at: number): number {
  const mention = reading.mention(at);
  if (mention === null) return 0;
  const role = mention.roles.find((edge) => edge.from === reading.focus.table);
  const table = role?.to ?? mention.tables[0];
  const path: Path | null =
    role !== undefined
      ? { edges: [role], end: role.to }
      : table === undefined
        ? null
        : pathBetween(reading.focus.table, table);
  if (path === null || path.edges.length === 0) return mention.columns.length > 0 ? 2 : 0;
  reading.reach(reading.focus, path, "shown");
  const label = reading.mention(at + 1);
  return label !== null && label.tables.length === 0 ? 3 : 2;
}

/** "who never ordered", "members who borrowed", "enrolled": a verb that a related table records. */
export const relationVerbRule: Rule = (reading, at) => {
  const item = reading.items[at];
  if (item?.kind !== "word") return 0;
  const path = relationOf(reading.focus.table, item.root);
  if (path === null || reading.ancestors(reading.focus).includes(path.end)) return 0;
  const isNegated = reading.isNegated;
  reading.settle();
  const node = reading.reach(reading.focus, path, isNegated ? "none" : "some");
  reading.focus = node;
  reading.verb = item.root;
  reading.isAfterVerb = true;
  return 1;
};

/** The related rows that a verb leaves behind: `borrowed` and `loans`, `enrolled` and `enrollments`. */
export function relationOf(table: TableNode, verb: string): Path | null {
  const paths = pathsFrom(table, 1)
    .slice(1)
    .filter((path) => path.edges[0]?.direction === "many");
  for (const wanted of [verb, ...(verbRoots[verb] ?? [])]) {
    // A reference with a role of its own (`reporter_id`); one called like the table says nothing about the verb.
    const named = paths.find((candidate) => {
      const words = candidate.edges[0]?.column.words ?? [];
      return hasRoot(words, wanted) && words.join() !== table.words.join();
    });
    if (named !== undefined) return named;
    const path = paths.find(
      (candidate) => hasRoot(candidate.end.words, wanted) || candidate.end.words.join("_") === wanted,
    );
    if (path !== undefined) return path;
  }
  return null;
}
