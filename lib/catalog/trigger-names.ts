import type { CatalogTable, RowTrigger } from "./types.ts";

/** No name is written with it. */
const nameMark = "\u0003";

/** Names that no trigger and no table has: what a body would be under others. */
export const nameMarks = {
  table: `${nameMark}table${nameMark}`,
  trigger: `${nameMark}trigger${nameMark}`,
} as const;

/** WHEN with the columns' names of now; one that is gone keeps the name that it had. */
export function conditionNow(
  { storage }: CatalogTable,
  { when, whenSays = [] }: RowTrigger,
): string | undefined {
  if (when === undefined || whenSays.length === 0) return when;
  const names = new Map(Object.entries(storage.columns).map(([name, { key }]) => [key, name]));
  return whenSays.reduceRight((text, { row, key, start, end }) => {
    const name = names.get(key);
    if (name === undefined) return text;
    return `${text.slice(0, start)}${row}."${name.replaceAll('"', '""')}"${text.slice(end)}`;
  }, when);
}
