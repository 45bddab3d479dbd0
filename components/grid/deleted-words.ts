import type { DeleteResult } from "#components/api/types.ts";

/** What a delete did, for a message: how many rows, what went with them, what lets go of them now. */
export function deletedWords(
  tableName: string,
  results: readonly DeleteResult[],
): { readonly title: string; readonly description?: string } {
  const deleted = sums(results.flatMap((result) => result.deleted));
  const released = sums(results.flatMap((result) => result.released));
  const own = deleted.get(tableName) ?? 0;
  deleted.delete(tableName);
  const went = [...deleted].map(([table, rows]) => `${rowsWords(rows)} of ${table}`);
  const stayed = [...released].map(([table, rows]) => `${rowsWords(rows)} of ${table}`);
  const description = [
    went.length > 0 ? `With them went ${listed(went)}.` : "",
    stayed.length > 0 ? `${listed(stayed)} pointed here, and point nowhere now.` : "",
    results.some(({ undo }) => undo === null) ? "This cannot be undone." : "",
  ]
    .filter(Boolean)
    .join(" ");
  const title = `${rowsWords(own)} deleted`;
  return description === "" ? { title } : { title, description };
}

function sums(counts: DeleteResult["deleted"]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { table, rows } of counts) found.set(table, (found.get(table) ?? 0) + rows);
  return found;
}

function rowsWords(rows: number): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
}

function listed(parts: readonly string[]): string {
  return new Intl.ListFormat("en").format(parts);
}
