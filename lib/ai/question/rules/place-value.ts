import type { QueryNode } from "../query.ts";
import type { Reading } from "../reading.ts";
import { matchOf, type PlacedValue, resolveValue } from "../resolve-value.ts";
import { relationOf } from "./absence-rule.ts";

/** A word right before the subject or another noun describes it. */
export function isBeforeNoun(reading: Reading, at: number): boolean {
  // "silver or gold members".
  const isJoined =
    reading.key(at + 1) === "or" && ["word", "value"].includes(reading.items[at + 2]?.kind ?? "");
  const next = reading.items[isJoined ? at + 3 : at + 1];
  return next?.kind === "mention" && next.mention.tables.includes(reading.focus.table);
}

/**
 * The columns that a text may be looked for in, seen from the rows mentioned last, else from the question's subject.
 *
 * @param isPredicate the text stands behind "is" or "are".
 */
export function placeValue(
  reading: Reading,
  at: number,
  isPredicate: boolean,
): { focus: QueryNode; candidates: readonly PlacedValue[] } {
  const item = reading.items[at];
  if (item === undefined) return { focus: reading.focus, candidates: [] };
  const { preposition, output } = reading;
  const isBefore = isPredicate || isBeforeNoun(reading, at);
  const described = isBefore && item.kind === "word" ? "before" : preposition;
  const stands = described ?? (item.isPossessive ? "of" : isBefore ? "before" : null);
  const isAgent = item.isAgent || (stands === null && isDoer(reading, at));
  const isOwnColumnAsked =
    output.kind === "columns" ||
    (output.kind === "figure" && output.measure.column !== null && output.measure.path.edges.length === 0);
  const context = {
    text: item.text,
    preposition: isAgent ? (isHaving(reading, at) ? "having" : "agent") : stands,
    verb: isAgent ? (verbAfter(reading, at) ?? reading.verb) : reading.verb,
    isProper: item.kind === "value",
    excluded: reading.ancestors(reading.focus),
    isOwnLabelLikely: isOwnColumnAsked && (stands === "of" || item.isAgent),
  } as const;
  const candidates = resolveValue(reading.focus.table, context);
  if (candidates.length > 0 || reading.focus === reading.root) return { focus: reading.focus, candidates };
  return { focus: reading.root, candidates: resolveValue(reading.root.table, { ...context, excluded: [] }) };
}

/** "does Hello belong to", "does Oli have": nobody does anything. */
function isHaving(reading: Reading, at: number): boolean {
  const next = reading.items[at + 1];
  return (
    reading.key(at + 1) === "with" ||
    (next?.kind === "word" && /^(belong|contain|include|own)/.test(next.lower))
  );
}

/** "did Pam borrow": the verb comes behind who does it. */
function verbAfter(reading: Reading, at: number): string | null {
  const next = reading.items[reading.key(at + 1) === "is" ? at + 2 : at + 1];
  return next?.kind === "word" ? next.root : null;
}

/** "events Alan is registered for": a name, then what its bearer does with the rows. */
function isDoer(reading: Reading, at: number): boolean {
  const verb = verbAfter(reading, at);
  return verb !== null && relationOf(reading.focus.table, verb) !== null;
}

/** Two names of related rows fit equally well ("tasks of Noa": a person's or a project's). */
export function isTie(reading: Reading, first: PlacedValue, second: PlacedValue): boolean {
  const isOne = (placed: PlacedValue) =>
    placed.path.edges.length > 0 && placed.path.edges.every((edge) => edge.direction === "one");
  return (
    first.score - second.score < 0.5 &&
    isOne(first) &&
    isOne(second) &&
    !reading.isNegated &&
    reading.focus === reading.root
  );
}

/** "who is assigned to Build": the rows that the verb led to have names themselves. */
export function ownName(reading: Reading, placed: PlacedValue): PlacedValue | null {
  const { table } = reading.focus;
  const isDirect = reading.preposition === "to" || reading.preposition === null;
  const isNamed = table.label !== null && /name|title|subject/.test(table.label.name);
  const isOne = placed.path.edges.length === 1 && placed.path.edges[0]?.direction === "one";
  if (
    reading.focus === reading.root ||
    !isDirect ||
    !isNamed ||
    !isOne ||
    reading.isNegated ||
    table.label === null
  )
    return null;
  return {
    path: { edges: [], end: table },
    column: table.label,
    match: matchOf(table.label, "own label"),
    score: 0,
  };
}
