import { indexKind, primaryKey } from "../catalog/column-facts.ts";
import { constraintName } from "../catalog/constraint-names.ts";
import {
  type Column,
  type ColumnStorage,
  type SlotName,
  slotNames,
  type Table,
  type TableStorage,
} from "../catalog/types.ts";
import { AppError } from "../errors/app-error.ts";
import { freshKey, type StorageDraft } from "./evolve-storage.ts";

type SlotFamily = "t" | "i" | "f" | "d" | "u" | "r";

const families: { readonly [kind in "text" | "integer" | "number" | "time"]: SlotFamily } = {
  text: "t",
  integer: "i",
  number: "f",
  time: "d",
};

const wording: { readonly [family in SlotFamily]: string } = {
  t: "indexed text columns",
  i: "indexed whole-number or boolean columns",
  f: "indexed number columns",
  d: "indexed date and time columns",
  u: "unique keys",
  r: "references",
};

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
  // Columns that have slots choose first, so that no new column takes one of theirs.
  const order = table.columns.toSorted((a, b) => slotCount(draft, b) - slotCount(draft, a));
  const columns = Object.fromEntries(
    order.map((column) => [column.name, allocateColumn(table, column, key, draft, pool, isAuth)]),
  );
  const keys = Object.fromEntries(
    compositeKeys(table).map(({ name }) => [name, pool.take("u", previous?.keys[name])]),
  );
  return { columns, keys, retired: draft.retired };
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
  const place = isNew ? placeOf(column, key, isAuth) : keptPlace(before, column, key);
  const isSoleKey = key.length === 1 && key[0] === column.name;
  if (place === "secret" || place === "id") return { place, key: before.key };
  const unique = column.unique === true || isSoleKey ? pool.take("u", before.unique) : undefined;
  const reference = column.references === undefined ? undefined : pool.take("r", before.reference);
  const family = indexFamily(table, column);
  // A unique text's own slot and a reference's serve look-ups already.
  const isServed = (unique !== undefined && family === "t") || reference !== undefined;
  const index = family === null || isServed ? undefined : pool.take(family, before.index);
  return {
    place,
    key: before.key,
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
function placeOf(column: Column, key: readonly string[], isAuth: boolean): ColumnStorage["place"] {
  if (isAuth && column.name === "password_hash") return "secret";
  if (key.length === 1 && key[0] === column.name && column.type === "uuid" && column.references === undefined)
    return "id";
  const isTimestamp = isMoment(column) && column.required === true && column.default === "now()";
  if (isTimestamp && (column.name === "created_at" || column.name === "updated_at")) return column.name;
  return "data";
}

function indexFamily(table: Table, column: Column): SlotFamily | null {
  const isIndexed =
    column.indexed === true ||
    (table.constraints ?? []).some(({ kind, columns }) => kind === "index" && columns?.includes(column.name));
  // updated_at in an index would make every update of every tenant write all indexes.
  if (!isIndexed || column.name === "updated_at") return null;
  const kind = indexKind(column);
  return kind === null ? null : families[kind];
}

/** The keys over several columns, each with its constraint's name. */
export function compositeKeys(table: Table): readonly { name: string; columns: readonly string[] }[] {
  return (table.constraints ?? [])
    .filter(({ kind }) => kind === "unique" || kind === "primary_key")
    .map(({ kind, name, columns = [] }) => ({
      name: name ?? constraintName(table.name, kind, columns),
      columns,
    }));
}

/** The slots of one table: those its columns had stay theirs, the rest are free. */
class SlotPool {
  readonly #table: Table;
  readonly #reserved: ReadonlySet<SlotName>;
  readonly #taken = new Set<SlotName>();

  constructor(table: Table, previous: TableStorage | null) {
    this.#table = table;
    const columns = Object.values(previous?.columns ?? {});
    const held = columns.flatMap(({ index, unique, reference }) => [index, unique, reference]);
    this.#reserved = new Set(
      [...held, ...Object.values(previous?.keys ?? {})].filter((slot) => slot !== undefined),
    );
  }

  take(family: SlotFamily, own: SlotName | undefined): SlotName {
    const candidates = slotNames.filter((slot) => slot.startsWith(family) && !this.#taken.has(slot));
    const slot =
      candidates.find((name) => name === own) ??
      candidates.find((name) => !this.#reserved.has(name)) ??
      // Given up by a column in the same change: its values are cleared before the new ones are filled in.
      candidates[0];
    if (slot === undefined) throw this.#exhausted(family);
    this.#taken.add(slot);
    return slot;
  }

  #exhausted(family: SlotFamily): AppError {
    const limit = slotNames.filter((slot) => slot.startsWith(family)).length;
    return new AppError("RH204", `Table "${this.#table.name}" has more than ${limit} ${wording[family]}.`, {
      hint: `A table may have ${limit} ${wording[family]}. Drop one that is not needed.`,
    });
  }
}
