import type { Catalog, CatalogTable, Column, OnDelete, SlotName } from "../catalog/types.ts";
import { storageOf } from "./column-sql.ts";

/** A column of some table that points at rows of another (or of its own). */
export interface Edge {
  readonly child: CatalogTable;
  readonly column: Column;
  readonly slot: SlotName;
  readonly parent: CatalogTable;
  readonly onDelete: OnDelete;
}

/** Every reference that points at the table. */
function edgesTo(catalog: Catalog, parent: CatalogTable): readonly Edge[] {
  return catalog.tables.flatMap((child) =>
    child.definition.columns.flatMap((column) => {
      const { reference: slot } = storageOf(child, column.name);
      if (slot === undefined || column.references?.table !== parent.definition.name) return [];
      return [{ child, column, slot, parent, onDelete: column.references.on_delete ?? "restrict" }];
    }),
  );
}

/** The references that a delete in `table` can reach: its own, and those of every table that it cascades into. */
export function reachableEdges(catalog: Catalog, table: CatalogTable): readonly Edge[] {
  const edges: Edge[] = [];
  const seen = new Set<string>();
  const queue = [table];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    const found = edgesTo(catalog, next);
    edges.push(...found);
    queue.push(...found.filter(({ onDelete }) => onDelete === "cascade").map(({ child }) => child));
  }
  return edges;
}
