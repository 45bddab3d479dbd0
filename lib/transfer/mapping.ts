import { toName } from "../catalog/checks/names.ts";
import { columnLabel, isReadOnly } from "../catalog/column-facts.ts";
import type { Table } from "../catalog/types.ts";
import type { SourceColumn } from "./preview.ts";

/** Where a file's columns go in a table that there is: the column of the same name, else none. */
export function suggestColumns(sources: readonly SourceColumn[], table: Table): readonly (string | null)[] {
  const open = new Map(
    table.columns
      .filter((column) => !isReadOnly(column) && column.name !== "password_hash")
      .flatMap(({ name }) =>
        [name, plain(name), plain(columnLabel(name))].map((key) => [key, name] as const),
      ),
  );
  const taken = new Set<string>();
  return sources.map(({ source }) => {
    const found = open.get(source) ?? open.get(plain(source));
    if (found === undefined || taken.has(found)) return null;
    taken.add(found);
    return found;
  });
}

function plain(text: string): string {
  return toName(text).replaceAll("_", "");
}

/** Names that a table gives its own columns, and which values can stand in them. */
const ownColumns: Readonly<Record<string, readonly string[]>> = {
  id: ["uuid", "integer", "bigint", "text"],
  created_at: ["timestamptz"],
  updated_at: ["timestamptz"],
};

/**
 * The columns of a table made for a file. What is called as a table's own columns are, and cannot be one of them (an `id`
 * that is there twice), gets another name.
 */
export function newColumns(sources: readonly SourceColumn[]): readonly SourceColumn[] {
  const names = new Set(sources.map(({ name }) => name));
  return sources.map((column) => {
    const types = ownColumns[column.name];
    const isFitting = types?.includes(column.type) === true && (column.name !== "id" || column.isDistinct);
    if (types === undefined || (isFitting && !column.isEmpty)) return column;
    let name = `source_${column.name}`;
    for (let count = 2; names.has(name); count++) name = `source_${column.name}_${count}`;
    names.add(name);
    return { ...column, name, isRenamed: true };
  });
}
