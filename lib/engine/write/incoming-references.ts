import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { referencesOf, type TableReference } from "../reference-slots.ts";

/** A reference of `child` that points at rows of `target`. */
export interface IncomingReference extends TableReference {
  readonly child: CatalogTable;
}

function incoming(catalog: Catalog, parent: CatalogTable): readonly IncomingReference[] {
  return catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter(({ target }) => target.id === parent.id)
      .map((reference) => ({ ...reference, child })),
  );
}

/** The references that a delete in `table` can reach: its own, and those of every table that it cascades into. */
export function reachableReferences(catalog: Catalog, table: CatalogTable): readonly IncomingReference[] {
  const references: IncomingReference[] = [];
  const seen = new Set<string>();
  const queue = [table];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    const found = incoming(catalog, next);
    references.push(...found);
    queue.push(...found.filter(({ onDelete }) => onDelete === "cascade").map(({ child }) => child));
  }
  return references;
}
