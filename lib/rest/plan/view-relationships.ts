import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, CatalogView } from "../../catalog/types.ts";
import { derivedTable } from "./derived-table.ts";
import type { KeyJoin, Relationship } from "./relationship.ts";

/** A view with the columns that it shows unchanged of the tables behind it. */
interface ShownView {
  readonly table: CatalogTable;
  /** The view's column by the id of a table and the name of its column. */
  readonly shown: ReadonlyMap<string, string>;
}

/** The same foreign keys between the views that show their columns, and between these and tables. */
export function throughViews(catalog: Catalog, keys: readonly Relationship[]): readonly Relationship[] {
  const views = (catalog.views ?? []).map((view) => shownView(catalog, view));
  if (views.length === 0) return [];
  return keys.flatMap((key) => {
    const starts = [key, ...views.flatMap((view) => startingAt(view, key))];
    const ends = starts.flatMap((start) => views.flatMap((view) => endingAt(view, key, start)));
    return [...starts.slice(1), ...ends];
  });
}

function startingAt({ table, shown }: ShownView, key: Relationship): readonly Relationship[] {
  const pairs = key.join.pairs.map(({ own, other }) => ({ own: shown.get(`${key.table.id}.${own}`), other }));
  const own = primaryKey(key.table.definition);
  const viewKey = own.flatMap((name) => shown.get(`${key.table.id}.${name}`) ?? []);
  const isWhole = viewKey.length === own.length;
  return joined(pairs, key.join).map((join) => ({
    ...key,
    table,
    join,
    isSelf: false,
    ...(isWhole ? { viewKey } : {}),
  }));
}

function endingAt(
  { table, shown }: ShownView,
  key: Relationship,
  start: Relationship,
): readonly Relationship[] {
  const pairs = start.join.pairs.map(({ own }, index) => {
    const other = key.join.pairs[index]?.other;
    return { own, other: shown.get(`${key.target.id}.${other}`) };
  });
  return joined(pairs, key.join).map((join) => ({
    ...start,
    target: table,
    join,
    isSelf: start.table.id === table.id,
  }));
}

/** The join by these columns; none if the view does not show them all. */
function joined(
  pairs: readonly { readonly own: string | undefined; readonly other: string | undefined }[],
  { constraint }: KeyJoin,
): readonly KeyJoin[] {
  const whole = pairs.flatMap(({ own, other }) =>
    own === undefined || other === undefined ? [] : [{ own, other }],
  );
  return whole.length === pairs.length ? [{ constraint, pairs: whole }] : [];
}

function shownView(catalog: Catalog, view: CatalogView): ShownView {
  const shown = new Map<string, string>();
  for (const { name } of view.columns) {
    const origin = originOf(catalog, view, name);
    if (origin !== null && !shown.has(origin)) shown.set(origin, name);
  }
  return { table: derivedTable(view.id, view.name, view.columns), shown };
}

/** `<table id>.<its column now>`, through views of views. */
function originOf(catalog: Catalog, view: CatalogView, name: string): string | null {
  const origin = view.columns.find((column) => column.name === name)?.origin;
  const read = view.reads.find((candidate) => candidate.name === origin?.read);
  if (origin === undefined || read === undefined) return null;
  const behind = catalog.views?.find(({ id }) => id === read.id);
  if (behind !== undefined) return originOf(catalog, behind, origin.name);
  const key = read.columns?.find((column) => column.name === origin.name)?.key;
  const table = catalog.tables.find(({ id }) => id === read.id);
  const now = Object.entries(table?.storage.columns ?? {}).find(([, storage]) => storage.key === key)?.[0];
  return now === undefined ? null : `${read.id}.${now}`;
}
