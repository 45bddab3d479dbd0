import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogEnum, CatalogTable } from "../../catalog/types.ts";

/** The table and the constraint that an index of this name belongs to. */
export function indexNamed(tables: readonly CatalogTable[], name: string) {
  for (const table of tables) {
    const found = namedConstraints(table.definition).find((constraint) => constraint.name === name);
    if (found !== undefined && ["index", "unique", "primary_key"].includes(found.constraint.kind))
      return { table, found };
  }
  return undefined;
}

/** The columns typed with an enum: found again by what never changes. */
export function usersOf(tables: readonly CatalogTable[], own: CatalogEnum) {
  return own.uses.flatMap(({ table: id, key }) => {
    const table = tables.find((candidate) => candidate.id === id);
    const found = Object.entries(table?.storage.columns ?? {}).find(([, storage]) => storage.key === key);
    return table === undefined || found === undefined
      ? []
      : [{ table: table.definition.name, column: found[0] }];
  });
}
