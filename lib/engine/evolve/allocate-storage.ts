import { indexKind, primaryKey } from "../../catalog/column-facts.ts";
import type {
  CatalogTable,
  Column,
  ColumnStorage,
  SlotName,
  Table,
  TableStorage,
} from "../../catalog/types.ts";
import { compositeIndexes, compositeKeys, compositeReferences } from "../composite-constraints.ts";
import { freshKey, type StorageDraft } from "./evolve-storage.ts";
import { type IndexFamily, type SlotFamily, SlotPool } from "./slot-pool.ts";

/** The families that can serve a column, the one of its very type first: that slot is shown as the column itself. */
function indexFamilies(column: Column): readonly IndexFamily[] {
  switch (indexKind(column)) {
    case "text":
      return ["t"];
    case "integer":
      return column.type === "integer" ? ["n", "i"] : ["i"];
    case "number":
      return column.type === "numeric" ? ["m"] : ["f"];
    case "time":
      return column.type === "date" ? ["a", "d"] : ["d"];
    case null:
      return [];
  }
}

/** Whether one more column can have an index that is read as the column itself. */
export function hasRoomForIndex({ definition, storage }: CatalogTable, column: Column): boolean {
  const [family] = indexFamilies(column);
  return family !== undefined && new SlotPool(definition, storage).hasRoom(family);
}

/**
 * Gives every column of a definition its place in a stored row. Slots that a column has already are kept, so that
 * only what is new has to be filled.
 *
 * @param isAuth the table of end users, whose `password_hash` lies with the credentials.
 * @throws {AppError} RH204 if the table asks for more slots of a family than a row has.
 */
export function allocateStorage(
  table: Table,
  draft: StorageDraft,
  previous: TableStorage | null,
  isAuth: boolean,
): TableStorage {
  const pool = new SlotPool(table, previous);
  const key = primaryKey(table);
  // As in Postgres, the primary key of a new table is the first of its keys that a row is refused for.
  const first = previous === null ? compositeKeys(table).filter(({ isPrimary }) => isPrimary) : [];
  const early = slotsOf(first, ["u"], undefined, pool);
  // Columns that have slots choose first, so that no new column takes one of theirs.
  const order = table.columns.toSorted(
    (a, b) => slotCount(draft, b) - slotCount(draft, a) || Number(isKey(b)) - Number(isKey(a)),
  );
  const columns = Object.fromEntries(
    order.map((column) => [column.name, allocateColumn(table, column, key, draft, pool, isAuth)]),
  );
  const keys = Object.fromEntries(
    compositeKeys(table).map(({ name }) => [name, early[name] ?? pool.take(["u"], previous?.keys[name])]),
  );
  const references = slotsOf(compositeReferences(table), ["r"], previous?.references, pool);
  const several = compositeIndexes(table).filter(({ method }) => method === undefined);
  const searches = compositeIndexes(table).filter(({ method }) => method === "search");
  const indexes = {
    ...slotsOf(several, ["k"], previous?.indexes, pool),
    ...slotsOf(searches, ["s"], previous?.indexes, pool),
  };
  const completed = withKeyIndexes(table, columns, { draft, isNew: previous === null }, pool);
  const { stale, pointing } = pool.left();
  return {
    columns: completed,
    keys,
    ...(Object.keys(references).length === 0 ? {} : { references }),
    ...(Object.keys(indexes).length === 0 ? {} : { indexes }),
    retired: draft.retired,
    ...(stale.length === 0 ? {} : { stale }),
    ...(pointing.length === 0 ? {} : { pointing }),
    ...(draft.dropped.length === 0 ? {} : { dropped: draft.dropped }),
    ...(previous?.garbage === undefined ? {} : { garbage: previous.garbage }),
  };
}

function isKey({ primary_key: isPrimary }: Column): boolean {
  return isPrimary === true;
}

function slotsOf(
  constraints: readonly { readonly name: string }[],
  families: readonly SlotFamily[],
  previous: TableStorage["keys"] | undefined,
  pool: SlotPool,
): { readonly [name: string]: SlotName } {
  return Object.fromEntries(constraints.map(({ name }) => [name, pool.take(families, previous?.[name])]));
}

/**
 * A unique key's slot is text, that of an index over several columns bytes. Their columns get index slots of their own
 * types beside it while some are free, so that typed predicates, ranges and orders reach an index too. So do indexed
 * references whose key is no uuid. A column that no change speaks of gets none that it has not had: its rows would have to
 * be touched.
 */
function withKeyIndexes(
  table: Table,
  columns: { readonly [name: string]: ColumnStorage },
  { draft, isNew }: { readonly draft: StorageDraft; readonly isNew: boolean },
  pool: SlotPool,
): { readonly [name: string]: ColumnStorage } {
  const completed = { ...columns };
  const inSeveral = new Set(
    compositeIndexes(table).flatMap(({ columns, method }) => (method ? [] : columns)),
  );
  for (const column of table.columns) {
    const storage = columns[column.name];
    const [family] = indexFamilies(column);
    if (storage?.place !== "data" || storage.index !== undefined) continue;
    const isReference = storage.reference !== undefined;
    const isKey = !isReference && storage.unique !== undefined && family !== "t";
    const isWanted = isReference ? isLookedUp(table, column) : isKey || inSeveral.has(column.name);
    if (family === undefined || !isWanted) continue;
    const own = draft.columns[column.name]?.index;
    if (own === undefined && !isNew && !draft.touched.has(column.name)) continue;
    const isTaken = isReference && pool.hasRoom(family);
    const index = isTaken ? pool.take([family], own) : pool.takeIfFree(family, own);
    if (index !== null) completed[column.name] = { ...storage, index };
  }
  return completed;
}

/** A reference's slot holds the id of the row that is pointed to: a key of another type is not found by it. */
function isLookedUp(table: Table, column: Column): boolean {
  return column.type !== "uuid" && isIndexed(table, column);
}

function slotCount(draft: StorageDraft, column: Column): number {
  const { index, unique, reference } = draft.columns[column.name] ?? {};
  return [index, unique, reference].filter((slot) => slot !== undefined).length;
}

function allocateColumn(
  table: Table,
  column: Column,
  key: readonly string[],
  draft: StorageDraft,
  pool: SlotPool,
  isAuth: boolean,
): ColumnStorage {
  const known = draft.columns[column.name];
  const before: ColumnStorage = known ?? { place: "data", key: freshKey(draft, column.name) };
  draft.columns[column.name] = before;
  const isNew = known === undefined || draft.added.has(column.name);
  const place = isNew ? placeOf(table, column, key, isAuth) : keptPlace(before, column, key);
  const isSoleKey = key.length === 1 && key[0] === column.name;
  if (place === "secret" || place === "id") return { place, key: before.key };
  const unique = column.unique === true || isSoleKey ? pool.take(["u"], before.unique) : undefined;
  const reference = column.references === undefined ? undefined : pool.take(["r"], before.reference);
  const families = isIndexed(table, column) ? indexFamilies(column) : [];
  // A unique text's own slot and a reference's serve look-ups already.
  const isServed = (unique !== undefined && families[0] === "t") || reference !== undefined;
  const index = families.length === 0 || isServed ? undefined : pool.take(families, before.index);
  return {
    place,
    key: before.key,
    ...(before.missing === undefined ? {} : { missing: before.missing }),
    ...(index === undefined ? {} : { index }),
    ...(unique === undefined ? {} : { unique }),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** Rows exist that have the value where it is: it stays, unless the place cannot hold what the column became. */
function keptPlace({ place }: ColumnStorage, column: Column, key: readonly string[]): ColumnStorage["place"] {
  switch (place) {
    case "id":
      return column.type === "uuid" && key.length === 1 && key[0] === column.name ? place : "data";
    case "created_at":
    case "updated_at":
      return isMoment(column) ? place : "data";
    default:
      return place;
  }
}

/** A column of the type that the stored row's own timestamps have, to the microsecond. */
function isMoment({ type, sql_type }: Column): boolean {
  return type === "timestamptz" && sql_type === undefined;
}

/** A single uuid key is the stored row's id; the usual timestamps are the stored row's own. */
function placeOf(
  table: Table,
  column: Column,
  key: readonly string[],
  isAuth: boolean,
): ColumnStorage["place"] {
  if (isAuth && column.name === "password_hash") return "secret";
  if (key.length === 1 && key[0] === column.name && column.type === "uuid" && column.references === undefined)
    return "id";
  // A table typed in SQL has the columns typed and nothing that changes by itself.
  const isOwn = table.origin !== "sql" && isMoment(column);
  const isTimestamp = isOwn && column.required === true && column.default === "now()";
  if (isTimestamp && (column.name === "created_at" || column.name === "updated_at")) return column.name;
  return "data";
}

function isIndexed(table: Table, column: Column): boolean {
  // updated_at in an index would make every update of every tenant write all indexes.
  if (column.name === "updated_at") return false;
  return (
    column.indexed === true ||
    (table.constraints ?? []).some(
      ({ kind, columns = [], method }) =>
        kind === "index" && method === undefined && columns.length === 1 && columns[0] === column.name,
    )
  );
}
