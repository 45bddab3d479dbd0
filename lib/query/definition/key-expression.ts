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
