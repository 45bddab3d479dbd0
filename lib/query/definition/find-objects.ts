import { sqlTypesByInternalName } from "../../catalog/sql-types.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogEnum, CatalogTable } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";

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

/** `f(integer, text)`, as it was asked for; null: the name alone was. */
export function signatureSaid(
  name: string,
  { args_unspecified: isBare, objargs }: TreeFields,
): string | null {
  if (isBare === true) return null;
  const types = asList(objargs).map((item) => {
    const path = names(unwrap(item)?.fields.names);
    return sqlTypesByInternalName.get(path.at(-1) ?? "")?.name ?? path.at(-1) ?? "";
  });
  return `${name}(${types.join(", ")})`;
}
