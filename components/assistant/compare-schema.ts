import type { Column, Schema, Table } from "#lib/catalog/types.ts";

export type Mark = "new" | "changed" | "kept";

export interface MarkedColumn {
  readonly column: Column;
  readonly mark: Mark;
}

/** A proposed table against what exists: how it looks on its card. */
export interface MarkedTable {
  readonly table: Table;
  readonly mark: Mark;
  readonly columns: readonly MarkedColumn[];
  /** Names of the columns that the proposal drops. */
  readonly dropped: readonly string[];
}

/** The proposed tables in their order, each with what is new about it, new and changed ones first. */
export function compareSchema(current: Schema, proposed: Schema): readonly MarkedTable[] {
  const existing = new Map(current.tables.map((table) => [table.name, table]));
  const marked = proposed.tables.map((table) => markTable(existing.get(table.name), table));
  return [...marked.filter((item) => item.mark !== "kept"), ...marked.filter((item) => item.mark === "kept")];
}

/** Names of the tables that the proposal drops. */
export function droppedTables(current: Schema, proposed: Schema): readonly string[] {
  const kept = new Set(proposed.tables.map((table) => table.name));
  return current.tables.map((table) => table.name).filter((name) => !kept.has(name));
}

function markTable(before: Table | undefined, table: Table): MarkedTable {
  if (before === undefined) {
    return {
      table,
      mark: "new",
      columns: table.columns.map((column) => ({ column, mark: "kept" })),
      dropped: [],
    };
  }
  const existing = new Map(before.columns.map((column) => [column.name, column]));
  const columns = table.columns.map((column) => ({
    column,
    mark: markColumn(existing.get(column.name), column),
  }));
  const names = new Set(table.columns.map((column) => column.name));
  const dropped = before.columns.map((column) => column.name).filter((name) => !names.has(name));
  const isChanged = dropped.length > 0 || columns.some((item) => item.mark !== "kept");
  return { table, mark: isChanged ? "changed" : "kept", columns, dropped };
}

function markColumn(before: Column | undefined, column: Column): Mark {
  if (before === undefined) return "new";
  return canonical(before) === canonical(column) ? "kept" : "changed";
}

// Definitions differ when their values do, whatever the order of their keys.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
