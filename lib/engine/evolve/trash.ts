import type { Dropped } from "../../catalog/changes/change-draft.ts";
import type { ReferenceTarget } from "../../catalog/storage-types.ts";
import type {
  Catalog,
  CatalogTable,
  Column,
  ColumnStorage,
  PointingTable,
  TableStorage,
} from "../../catalog/types.ts";
import { referenceTarget } from "./evolve-storage.ts";

/** What a dropped table's storage says of its references: the rows stay as they are. */
export function pointingAway(
  catalog: Catalog,
  table: CatalogTable,
): Pick<TableStorage, "targets" | "pointing"> {
  const { columns, references = {} } = table.storage;
  const slots = [
    ...Object.values(columns).flatMap(({ reference }) => reference ?? []),
    ...Object.values(references),
    ...(table.storage.pointing ?? []),
  ];
  const pointing = [...new Set(slots)];
  return { targets: targetsOf(catalog, table), ...(pointing.length === 0 ? {} : { pointing }) };
}

/** The dropped tables whose rows still point at others, after some more were dropped and others brought back. */
export function trashAfter(
  { trash = [] }: Catalog,
  dropped: readonly CatalogTable[],
  kept: ReadonlySet<string>,
): Pick<Catalog, "trash"> {
  const added = dropped.flatMap(({ id, storage: { pointing: slots } }) =>
    slots === undefined ? [] : [{ id, slots }],
  );
  const after = [...trash.filter(({ id }) => !kept.has(id)), ...added];
  return after.length === 0 && trash.length === 0 ? {} : { trash: after };
}

/** The tables whose rows still point at what nothing of theirs refers to any more. */
export function pointingTables({ tables, trash = [] }: Catalog): readonly PointingTable[] {
  const living = tables.flatMap(({ id, storage: { pointing: slots } }) =>
    slots === undefined ? [] : [{ id, slots }],
  );
  return [...trash, ...living];
}

/** A dropped table as its rows are once they let go of what they point at, which they do when it is restored. */
export function detached(table: CatalogTable): CatalogTable {
  const columns = table.definition.columns.map(({ references: _, ...column }) => column);
  const storages = Object.entries(table.storage.columns).map(
    ([name, { reference: _, referenceIsValue: __, ...storage }]): [string, ColumnStorage] => [name, storage],
  );
  const { references: _, ...storage } = table.storage;
  return {
    ...table,
    definition: { ...table.definition, columns },
    storage: { ...storage, columns: Object.fromEntries(storages) },
  };
}

/** A dropped table as it is restored: with its references as it knows them, and nothing in their slots. */
export function released(table: CatalogTable): CatalogTable {
  const { pointing: _, ...storage } = detached(table).storage;
  return { ...table, storage };
}

function targetsOf(catalog: Catalog, { definition }: CatalogTable): { [column: string]: ReferenceTarget } {
  return Object.fromEntries(
    definition.columns.flatMap((column) => {
      const target = referenceTarget(catalog, column);
      return target === null ? [] : [[column.name, target]];
    }),
  );
}

/** What lies in the trash, with references under the names that their targets have by now; without those whose are gone. */
export function restorable(catalog: Catalog, trash: readonly CatalogTable[]): Dropped {
  const all = [...catalog.tables, ...trash];
  const pointing = (column: Column, target: ReferenceTarget | undefined): Column => {
    const { references, ...rest } = column;
    const table = all.find(({ id }) => id === target?.table);
    const [name] =
      Object.entries(table?.storage.columns ?? {}).find(([, { key }]) => key === target?.key) ?? [];
    if (references === undefined || table === undefined || name === undefined) return rest;
    return { ...column, references: { ...references, table: table.definition.name, column: name } };
  };
  return {
    tables: trash.map(({ definition, storage }) => ({
      ...definition,
      columns: definition.columns.map((column) => pointing(column, storage.targets?.[column.name])),
    })),
    columns: catalog.tables.flatMap(({ definition, storage }) =>
      (storage.dropped ?? []).map(({ column, target }) => ({
        table: definition.name,
        column: pointing(column, target),
      })),
    ),
  };
}
