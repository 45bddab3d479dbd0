/** Kinds of types within which an assignment converts. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ["number", /^(?:smallint|integer|bigint|numeric|real|double precision|money)$/],
  ["text", /^(?:text|character varying|character|bpchar|name|"char")$/],
  ["time", /^(?:date|timestamp|time|interval)/],
  ["json", /^jsonb?$/],
  ["address", /^(?:inet|cidr)$/],
  ["bits", /^bit/],
];

/**
 * Whether an assignment makes one type of another, as a cast without being asked; both as `format_type` prints them.
 *
 * @see https://www.postgresql.org/docs/current/catalog-pg-cast.html
 */
export function isAssignable(from: string, to: string): boolean {
  const [given, asked] = [bare(from), bare(to)];
  if (given === asked || given === "unknown" || given === "record") return true;
  if (given.endsWith("[]") && asked.endsWith("[]"))
    return isAssignable(given.slice(0, -2), asked.slice(0, -2));
  // Anything has a text.
  if (kindOf(asked) === "text") return true;
  return kindOf(given) === kindOf(asked);
}

function bare(type: string): string {
  return type.replace(/\s*\([^)]*\)/, "");
}

function kindOf(type: string): string {
  return kinds.find(([, names]) => names.test(type))?.[0] ?? type;
}
