import { root } from "./inflection.ts";
import {
  categoryColumns,
  groupNouns,
  methodWords,
  personColumns,
  personNouns,
  placeColumns,
  statusColumns,
} from "./lexicon.ts";
import { isPlace } from "./places.ts";
import type { TextMatch } from "./query.ts";
import type { Preposition } from "./reading.ts";
import { type ColumnNode, type Path, pathCost, pathsFrom, type TableNode } from "./schema-graph.ts";
import { fit, type Role } from "./value-fit.ts";
import { verbRoots } from "./verb-lexicon.ts";

/** How a text stands in the question. */
export interface ValueContext {
  readonly text: string;
  readonly preposition: Preposition | "before" | "agent" | "having" | null;
  /** The verb before it, which may name the relation. */
  readonly verb: string | null;
  readonly isProper: boolean;
  /** Tables between the node and the root: the text is not about them. */
  readonly excluded: readonly TableNode[];
  /** Whether the question asks for something of the rows themselves ("the email of Bob"). */
  readonly isOwnLabelLikely: boolean;
}

export interface PlacedValue {
  readonly path: Path;
  readonly column: ColumnNode;
  readonly match: TextMatch;
  readonly score: number;
}

/** Below this, a text is rather not understood than looked for in a column that it has nothing to do with. */
const scoreMin = 3;

/** The columns that a text may be looked for in, on the table itself or on related rows; the most fitting first. */
export function resolveValue(from: TableNode, context: ValueContext): readonly PlacedValue[] {
  const found: PlacedValue[] = [];
  for (const path of pathsFrom(from, 3)) {
    if (path.edges.some((edge) => context.excluded.includes(edge.to))) continue;
    for (const column of path.end.columns) {
      const role = roleOf(column, path);
      if (role === null) continue;
      const score = scoreOf(column, role, path, context);
      if (score >= scoreMin) found.push({ path, column, match: matchOf(column, role), score });
    }
  }
  return found.sort((a, b) => b.score - a.score);
}

/** How a text is compared: people go by a part of their name, other things by the whole of it. */
export function matchOf(column: ColumnNode, role: Role | null): TextMatch {
  if (column.enumValues.length > 0) return "exact";
  const isName =
    role === "person" || role === "person column" || (role === "own label" && column.table.isPerson);
  return isName ? "word" : "same";
}

/** What a column's texts are; null when nobody would ask for one of them by name. */
export function roleOf(column: ColumnNode, path: Path): Role | null {
  if (column.kind !== "text") return null;
  const isOwn = path.edges.length === 0;
  const name = column.words.join("_");
  if (!isOwn && column === column.table.label) return labelRole(path);
  if (placeColumns.has(name)) return "place";
  // Further away, a column other than the label is a guess too many.
  if (path.edges.length > 1) return null;
  if (isOwn && isPersonColumn(column)) return "person column";
  if (statusColumns.includes(name)) return "status";
  if (categoryRank(column) !== null || column.enumValues.length > 0) return "category";
  if (isOwn && column === column.table.label) return "own label";
  return isOwn ? "text" : null;
}

/** `author`, but also `buyer_name`. */
function isPersonColumn({ words }: ColumnNode): boolean {
  const last = words.at(-1) ?? "";
  return (
    personColumns.has(words.join("_")) ||
    (words.length > 1 && last === "name" && personNouns.has(words.at(-2) ?? ""))
  );
}

function labelRole(path: Path): Role {
  const last = path.edges.at(-1);
  const isPersonRole = last?.direction === "one" && last.column.words.some((word) => personNouns.has(word));
  if (path.end.isPerson || isPersonRole) return "person";
  return path.end.words.some((word) => groupNouns.has(word)) ? "group" : "thing";
}

function categoryRank(column: ColumnNode): number | null {
  const index = categoryColumns.findIndex((name) => column.name === name || column.name.endsWith(`_${name}`));
  return index < 0 ? null : index;
}

const honorifics = /^(dr|doctor|mr|mrs|ms|miss|prof|professor|sir)\b\.?/i;

function scoreOf(column: ColumnNode, role: Role, path: Path, context: ValueContext): number {
  let score = 8 - pathCost(path) * 1.4 + fit[context.preposition ?? "none"][role];
  if (role === "category") score -= (categoryRank(column) ?? 0) * 0.05;
  if (role === "place" && path.edges.length > 0) score -= 2;
  if (role === "place" && /address|street|office/.test(column.name)) score -= 2;
  if (role === "person column") score += receiverScore(column, context);
  if (isPlace(context.text)) score += role === "place" ? 6 : -2;
  if (honorifics.test(context.text)) score += honorificScore(column, role, context.text);
  if (context.verb !== null && isOfVerb(column, path, context.verb)) score += 5;
  if (role === "own label" && context.isOwnLabelLikely) score += 8;
  if (context.isProper && (role === "person" || role === "thing" || role === "group")) score += 1;
  if (role === "category" || role === "status")
    score += context.isProper && context.preposition !== "before" ? -3 : 1;
  if (methodWords.has(context.text.toLowerCase().split(" ")[0] ?? ""))
    score += /method|channel|type|source/.test(column.name) ? 14 : -6;
  // A list of allowed values that does not hold the text rules the column out.
  if (column.enumValues.length > 0) score -= 20;
  return score;
}

function honorificScore(column: ColumnNode, role: Role, text: string): number {
  if (role !== "person" && role !== "own label" && role !== "person column") return -6;
  const isDoctor = /^(dr|doctor)\b/i.test(text) && column.table.words.includes("doctor");
  const isTeacher =
    /^(mr|mrs|ms|miss|prof)/i.test(text) &&
    column.table.words.some((word) => /teacher|instructor|professor/.test(word));
  return isDoctor || isTeacher ? 8 : 4;
}

/** Customers and buyers are those to whom something is done, where somebody else does it. */
function receiverScore(column: ColumnNode, { preposition }: ValueContext): number {
  if (!column.words.some((word) => /^(customer|client|buyer|guest|recipient|contact)$/.test(word))) return 0;
  return preposition === "by" ? -3 : preposition === "to" || preposition === "for" ? 2 : 0;
}

/** Whether the first step, or the column itself, is called like the verb (`assigned` and `assignee_id`). */
function isOfVerb(column: ColumnNode, { edges }: Path, verb: string): boolean {
  const [first] = edges;
  const names = first === undefined ? column.words : [...first.column.words, ...first.to.words];
  const wanted = [verb, ...(verbRoots[verb] ?? [])];
  return names.some((word) => wanted.includes(root(word)));
}
