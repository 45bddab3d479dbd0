import type { Catalog, CatalogTable, CatalogView, Column, ViewWrites } from "./types.ts";

/** The table that a view shows rows of, through whatever views lie between. */
export interface ViewBase<T = CatalogTable> {
  readonly table: T;
  /** The column of the table that each column of the view shows, in the view's order; null: something else. */
  readonly columns: readonly (Column | null)[];
}

/** A view that nothing can be written through, and Postgres's words for why. */
export interface NotUpdatable {
  readonly view: CatalogView;
  readonly reason: string;
}

/** What of a table says which of its columns lies where. */
type Stored = Pick<CatalogTable, "id" | "definition" | "storage">;

/** What a write to a view writes to. */
export function viewBase<T extends Stored>(
  catalog: Pick<Catalog, "views"> & { readonly tables: readonly T[] },
  view: CatalogView,
): ViewBase<T> | NotUpdatable {
  const { writes } = view;
  if (writes === undefined || "reason" in writes)
    return { view, reason: writes?.reason ?? "The view was made before views could be written to." };
  const read = view.reads.find(({ name }) => name === writes.read);
  const below = catalog.views?.find(({ id }) => id === read?.id);
  if (below !== undefined) {
    const base = viewBase(catalog, below);
    if ("reason" in base) return base;
    const columns = originsOf(view, writes).map((name) => {
      const index = below.columns.findIndex((column) => column.name === name);
      return index < 0 ? null : (base.columns[index] ?? null);
    });
    return { table: base.table, columns };
  }
  const table = catalog.tables.find(({ id }) => id === read?.id);
  if (table === undefined) return { view, reason: "What the view shows does not exist any more." };
  const keys = new Map(read?.columns?.map(({ name, key }) => [name, key]));
  const columns = originsOf(view, writes).map((name) => {
    const key = name === null ? undefined : keys.get(name);
    return table.definition.columns.find((own) => isStoredUnder(table, own, key)) ?? null;
  });
  return { table, columns };
}

function isStoredUnder({ storage }: Stored, { name }: Column, key: string | undefined): boolean {
  return key !== undefined && storage.columns[name]?.key === key;
}

/** The names that the view's columns have in what it reads. */
function originsOf({ columns }: CatalogView, { read }: ViewWrites): readonly (string | null)[] {
  return columns.map(({ origin }) => (origin?.read === read ? origin.name : null));
}
