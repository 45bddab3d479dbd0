import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";

/** One part of a key: an SQL expression over the row, and its type as `format_type` prints it. */
export interface KeyPart {
  readonly text: string;
  readonly type: string;
}

export interface KeyCondition {
  /** Only rows for which it holds are compared. */
  readonly where?: string;
  /** Nulls are equal to each other. */
  readonly nullsEqual?: boolean;
}

/**
 * The text by which a unique key compares rows: an array of the parts, each so that equal values give equal texts; null
 * for a row that is compared with none. What was typed stands on lines of its own, since it may end in a comment.
 */
export function keyExpression(parts: readonly KeyPart[], { where, nullsEqual }: KeyCondition): string {
  const given = nullsEqual === true ? [] : parts.map(({ text }) => `(${text}\n) is not null`);
  const conditions = [...(where === undefined ? [] : [`(${where}\n)`]), ...given];
  const key = `array[${parts.map(comparedText).join(", ")}]::text`;
  return conditions.length === 0 ? key : `case when ${conditions.join(" and ")} then ${key} end`;
}

/** What `keyExpression` was made of, as typed. */
export function keyParts(expression: string): {
  readonly parts: readonly string[];
  readonly where: string | null;
} {
  const whole = { start: 0, end: expression.length };
  const placed = placedTokens(expression, whole);
  const array = placed.findIndex(({ depth, word }) => depth === 0 && word === "ARRAY");
  const list = placed[array + 1];
  if (list === undefined) return { parts: [], where: null };
  const items = listItems(expression, insideOf(expression, whole, list).inside);
  const open = placed[2];
  if (placed[0]?.word !== "CASE" || open === undefined)
    return { parts: items.map((item) => typedPart(expression, item)), where: null };
  const { inside, after } = insideOf(expression, whole, open);
  const isPart = placed.find(({ start }) => start >= after)?.word === "IS";
  const where = isPart ? null : expression.slice(inside.start, inside.end).trim();
  return { parts: items.map((item) => typedPart(expression, item)), where };
}

/** What was typed ends in a line break in front of its bracket. */
function typedPart(expression: string, item: Range): string {
  for (const token of placedTokens(expression, item)) {
    if (token.word !== "(") continue;
    const { inside } = insideOf(expression, item, token);
    if (expression[inside.end - 1] === "\n") return expression.slice(inside.start, inside.end).trim();
  }
  return expression.slice(item.start, item.end);
}

/** Whether equal values of a type can be given the same text. */
export function isComparable(type: string): boolean {
  return !/^(?:interval|json|jsonb|point|line|lseg|box|path|polygon|circle|record|xml)(?:\[\])?$/.test(type);
}

function comparedText({ text, type }: KeyPart): string {
  const value = `(${text}\n)`;
  if (type.startsWith("numeric")) return `trim_scale(${value})::text`;
  // Minus zero equals zero.
  if (type === "double precision" || type === "real") return `(${value} + 0)::text`;
  // As its text it would depend on the session's time zone.
  if (type.startsWith("timestamp with time zone")) return `extract(epoch from ${value})::text`;
  return `${value}::text`;
}
