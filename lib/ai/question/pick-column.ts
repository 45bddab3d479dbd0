import { root } from "./inflection.ts";
import { closingColumns } from "./lexicon.ts";
import { conceptColumn, type Mention } from "./mentions.ts";
import { type ColumnNode, isDated, type Path, pathCost, pathsFrom, type TableNode } from "./schema-graph.ts";
import { verbRoots } from "./verb-lexicon.ts";

export interface PlacedColumn {
  readonly path: Path;
  readonly column: ColumnNode;
}

/** The column that a mention means, seen from a table: its own first, then those of related rows, nearest first. */
export function placeColumn(
  from: TableNode,
  mention: Mention,
  accepts: (column: ColumnNode) => boolean = () => true,
  hopsMax = 2,
): PlacedColumn | null {
  let best: { placed: PlacedColumn; score: number } | null = null;
  for (const path of pathsFrom(from, hopsMax)) {
    for (const { column, strength } of mention.columns) {
      if (column.table !== path.end || !accepts(column)) continue;
      const score = strength * 3 - pathCost(path) * 1.5 + (column === path.end.label ? 0.5 : 0);
      if (best === null || score > best.score) best = { placed: { path, column }, score };
    }
  }
  return best?.placed ?? null;
}

/** The date that a verb points at (`created` → `created_at`), or the one that the table is mostly about. */
export function placeDate(table: TableNode, verb: string | null, isFuture = false): ColumnNode | null {
  const found = dateOfVerb(table, verb, isFuture);
  return found ?? mainDate(table);
}

/** A dated column, or a column of years, whose name has the verb's root. */
export function dateOfVerb(table: TableNode, verb: string | null, isFuture = false): ColumnNode | null {
  if (verb === null) return null;
  const roots = [verb, ...(verbRoots[verb] ?? [])];
  // What has come to its end did so in the past.
  const isPossible = (column: ColumnNode) => !isFuture || !closingColumns.test(column.name);
  const candidates = table.columns.filter(
    (column) => (isDated(column) || isYearColumn(column)) && isPossible(column),
  );
  for (const wanted of roots) {
    const found = candidates.find((column) => column.words.some((word) => root(word) === wanted));
    if (found !== undefined) return found;
  }
  return null;
}

export function isYearColumn(column: ColumnNode): boolean {
  return column.kind === "number" && column.words.includes("year");
}

const audit = /^(created|updated|modified|deleted|inserted)_/;
const secondary =
  /^(due|end|ended|returned|expires|expiry|birth|date_of_birth|dob|deadline|cancelled|paid|closed|completed|updated)/;

/** What happened when: an event's own date rather than the row's, its start rather than its end. */
export function mainDate(table: TableNode): ColumnNode | null {
  const dates = table.columns.filter(isDated);
  const own = dates.filter((column) => !audit.test(column.name));
  return (
    own.find((column) => !secondary.test(column.name)) ??
    own.find((column) => /^(due|deadline)/.test(column.name)) ??
    dates.find((column) => column.name.startsWith("created")) ??
    own.find((column) => !/birth|dob/.test(column.name)) ??
    table.columns.find(isYearColumn) ??
    own[0] ??
    dates[0] ??
    null
  );
}

export function birthDate(table: TableNode): ColumnNode | null {
  return table.columns.find((column) => isDated(column) && /birth|dob|born/.test(column.name)) ?? null;
}

/** The number that a bare figure is most likely about: money, then the only number there is. */
export function mainNumber(table: TableNode): ColumnNode | null {
  const money = conceptColumn(table, "money");
  if (money !== null) return money;
  const numbers = table.columns.filter((column) => column.kind === "number");
  return numbers[0] ?? null;
}
