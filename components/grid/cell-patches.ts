import type { Row } from "#components/api/types.ts";
import type { Column, Json } from "#lib/catalog/types.ts";
import type { RowPatch } from "./edit-store.ts";

/** One new value of a row that is known. */
export interface CellChange {
  readonly key: string;
  readonly row: Row;
  readonly column: Column;
  readonly value: Json;
}

/** The changes of each row together; what is so already is left out. */
export function patchesOf(changes: readonly CellChange[]): readonly RowPatch[] {
  const real = changes.filter(({ row, column, value }) => !isSame(row[column.name] ?? null, value));
  return [...Map.groupBy(real, ({ key }) => key)].map(([key, group]) => ({
    key,
    before: Object.fromEntries(group.map(({ row, column }) => [column.name, row[column.name] ?? null])),
    data: Object.fromEntries(group.map(({ column, value }) => [column.name, value])),
    seen: typeof group[0]?.row.updated_at === "string" ? group[0].row.updated_at : null,
  }));
}

/** What takes patches back. */
export function inverse(patches: readonly RowPatch[]): readonly RowPatch[] {
  return patches.map(({ key, before, data, seen }) => ({ key, before: data, data: before, seen }));
}

/** `12 cells`: for messages. */
export function cellsWords(patches: readonly RowPatch[]): string {
  const count = patches.reduce((sum, { data }) => sum + Object.keys(data).length, 0);
  return `${count.toLocaleString("en")} ${count === 1 ? "cell" : "cells"}`;
}

function isSame(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
