/** Types of widely used extensions, and how the same is had. */
const ways: Readonly<Record<string, string>> = {
  citext: "Use text, and a unique index on lower(…) where the case must not count.",
  hstore: "Use jsonb.",
  ltree: "Use text, or a reference to the row above.",
  vector: "Use double precision[]; there is no index by distance.",
  halfvec: "Use double precision[]; there is no index by distance.",
  geometry: "Use point, or two columns of double precision.",
  geography: "Use point, or two columns of double precision.",
};

/** The way to do without a type that is not here, by the words that say so; null: none is known. */
export function wayWithoutType(message: string): string | null {
  const named = /^type "(?:\w+\.)?(\w+)" does not exist$/.exec(message)?.[1] ?? "";
  return ways[named] ?? null;
}
