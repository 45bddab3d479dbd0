import type { RecordPage, Row } from "#components/api/types.ts";
import type { Json } from "#lib/catalog/types.ts";

/** So many characters of a text or document are enough for a cell. */
export const cutCharacters = 10_000;

/** A sign of no language, so that no document of a user is taken for it. */
const mark = "\uE000cut";

/** The page with each value of which only the beginning came marked as that, so that nobody stores it as the whole. */
export function withCutValues(page: RecordPage): RecordPage {
  const { cut } = page;
  if (cut === undefined) return page;
  const records = page.records.map((row, place): Row => {
    const columns = cut[place] ?? [];
    return columns.length === 0
      ? row
      : { ...row, ...Object.fromEntries(columns.map((name) => [name, { [mark]: String(row[name]) }])) };
  });
  return { ...page, records };
}

/** The beginning of a value that was cut; null for every other. */
export function cutText(value: Json): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const text = (value as { readonly [key: string]: Json })[mark];
  return typeof text === "string" ? text : null;
}

export function hasCutValue(row: Row): boolean {
  return Object.values(row).some((value) => cutText(value) !== null);
}
