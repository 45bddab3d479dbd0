import type { Row } from "#components/api/types.ts";
import { isTextLike, labelColumn } from "#lib/catalog/column-facts.ts";
import type { Table } from "#lib/catalog/types.ts";

/** The columns that say what a row is called, the best first: where it is empty, the next one speaks. */
export function labelColumns(table: Table): readonly string[] {
  const best = labelColumn(table);
  if (best === null) return [];
  const others = table.columns.filter(
    ({ name, type, references }) =>
      name !== best &&
      name !== "password_hash" &&
      isTextLike(type) &&
      type !== "enum" &&
      references === undefined,
  );
  return [best, ...others.slice(0, 2).map((column) => column.name)];
}

/** What a row is called; null if it says nothing of itself. */
export function rowLabel(table: Table, row: Row): string | null {
  const name = labelColumns(table).find((column) => row[column] != null && row[column] !== "");
  return name === undefined ? null : String(row[name]);
}
