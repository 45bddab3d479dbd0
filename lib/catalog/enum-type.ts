import type { Catalog, CatalogTable } from "./types.ts";
import { isSameJson } from "./values/same-json.ts";

/** The type of an enum column, or one made by `CREATE TYPE`: its values compare in the order in which they are declared. */
export interface EnumType {
  /** Of the type, or of the column that it was made for: `enumWithId` finds it again. */
  readonly id: string;
  readonly name: string;
  readonly labels: readonly string[];
}

/** What of a table says where its columns lie. */
type Stored = Pick<CatalogTable, "id" | "definition" | "storage">;

type Known = Pick<Catalog, "views" | "functions" | "enums"> & { readonly tables: readonly Stored[] };

/**
 * The enum type of a column of a table, of a view's column that shows one unchanged, or of what a function gives; null
 * for any other column.
 * Columns with values of their own have a type named after them, as in a script for a plain Postgres.
 *
 * @param relation the id of the table, view or function.
 */
export function enumTypeOf(catalog: Known, relation: string, column: string): EnumType | null {
  const table = catalog.tables.find(({ id }) => id === relation);
  if (table !== undefined) return ofTable(catalog, table, column);
  const view = catalog.views?.find(({ id }) => id === relation);
  const shown = view?.columns.find(({ name }) => name === column);
  if (shown?.labels !== undefined) return enumWithId(catalog, shown.labels);
  const origin = shown?.origin;
  const read = view?.reads.find(({ name }) => name === origin?.read);
  if (view === undefined) return ofFunction(catalog, relation, column);
  if (origin === undefined || read === undefined) return null;
  const below = catalog.tables.find(({ id }) => id === read.id);
  if (below === undefined) return enumTypeOf(catalog, read.id, origin.name);
  const key = read.columns?.find(({ name }) => name === origin.name)?.key;
  const now = below.definition.columns.find(({ name }) => below.storage.columns[name]?.key === key);
  return now === undefined ? null : ofTable(catalog, below, now.name);
}

/** Of a function that gives single values, these are the column of its own name. */
function ofFunction(catalog: Known, id: string, column: string): EnumType | null {
  const returns = catalog.functions?.find((called) => called.id === id)?.returns;
  if (returns === undefined || returns.kind === "void") return null;
  const { labels } =
    returns.kind === "value" ? returns : (returns.columns.find(({ name }) => name === column) ?? {});
  return labels === undefined ? null : enumWithId(catalog, labels);
}

function ofTable({ enums = [] }: Known, table: Stored, name: string): EnumType | null {
  const column = table.definition.columns.find((own) => own.name === name);
  if (column?.type !== "enum" || column.sql_type !== undefined) return null;
  const key = table.storage.columns[name]?.key;
  const own = enums.find(({ uses }) => uses.some((use) => use.table === table.id && use.key === key));
  return {
    id: own?.id ?? `${table.id}/${key}`,
    name: own?.name ?? `${table.definition.name}_${name}`,
    labels: column.enum_values ?? [],
  };
}

/**
 * The types of a table's enum columns by their names, also of columns that a change has just typed: these are known by the
 * type's very values. Columns with the same values of their own are of one type within their table.
 */
export function enumsOfTable(catalog: Known, table: CatalogTable): ReadonlyMap<string, EnumType> {
  const { enums = [] } = catalog;
  const own = table.definition.columns.flatMap(({ name }) => {
    const type = ofTable(catalog, table, name);
    return type === null ? [] : [{ name, type }];
  });
  const made = own.filter(({ type }) => enums.some(({ id }) => id === type.id)).map(({ type }) => type);
  const others = enums.map(({ id, name, values: labels }) => ({ id, name, labels }));
  const known = [...made, ...others, ...own.map(({ type }) => type)];
  const madeWith = ({ id, labels }: EnumType) =>
    known.find((type) => type.id === id && made.includes(type)) ??
    known.find((type) => isSameJson(type.labels, labels));
  return new Map(own.map(({ name, type }) => [name, madeWith(type) ?? type]));
}

const named = new WeakMap<object, ReadonlyMap<string, EnumType>>();

/** All types that a statement may name: those made by `CREATE TYPE`, then those of columns with values of their own. */
export function enumTypes(catalog: Known): ReadonlyMap<string, EnumType> {
  const known = named.get(catalog);
  if (known !== undefined) return known;
  const made = (catalog.enums ?? []).map(({ id, name, values: labels }) => ({ id, name, labels }));
  const ofColumns = catalog.tables.flatMap((table) =>
    table.definition.columns.flatMap(({ name }) => ofTable(catalog, table, name) ?? []),
  );
  const types = new Map([...ofColumns, ...made].map((type) => [type.name, type]));
  named.set(catalog, types);
  return types;
}

/** The type as it is now; null: it is gone. */
export function enumWithId(catalog: Known, id: string): EnumType | null {
  const own = catalog.enums?.find((candidate) => candidate.id === id);
  if (own !== undefined) return { id, name: own.name, labels: own.values };
  const [relation = "", ...key] = id.split("/");
  const table = catalog.tables.find((candidate) => candidate.id === relation);
  const column = table?.definition.columns.find(
    ({ name }) => table.storage.columns[name]?.key === key.join("/"),
  );
  return table === undefined || column === undefined ? null : ofTable(catalog, table, column.name);
}

/** Postgres's words for a text that is none of a type's values. */
export function strangeLabel({ name }: EnumType, text: string): string {
  return `invalid input value for enum ${shownName(name)}: "${text}"`;
}

/** A type's name as Postgres prints it. */
export function shownName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
