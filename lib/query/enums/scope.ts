import { type EnumType, enumTypeOf, enumTypes, enumWithId, shownName } from "../../catalog/enum-type.ts";
import type { Catalog } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { allowedTypes } from "../../expression/allowed-types.ts";
import { asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { typeNameOf, unmodified } from "../text/type-text.ts";
import { isSameType, type KnownType } from "./known-type.ts";

export interface KnownColumn {
  readonly name: string;
  readonly type: KnownType;
}

/** The columns of rows, in order; null: they are not known. */
export type Columns = readonly KnownColumn[] | null;

/** An item of FROM under the name that it has there. */
export interface Source {
  readonly alias: string;
  readonly columns: Columns;
  /** Of a table or a view: its rows are of a type of this name. */
  readonly row?: string;
}

/** What a place in a statement can name: items of FROM, those around it, and WITH queries. */
export interface Scope {
  readonly sources: Source[];
  /** What `*` stands for. */
  star: Columns;
  readonly around: Scope | null;
  readonly queries: ReadonlyMap<string, Columns>;
}

export function scopeWithin(around: Scope | null, queries: ReadonlyMap<string, Columns>): Scope {
  return { sources: [], star: [], around, queries };
}

/** The columns of a table or a view; null: there is none of the name. */
export function relationColumns(catalog: Catalog, name: string): Columns {
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table !== undefined)
    return readableColumns(table).map((column) => ({
      name: column.name,
      type: typeIn(catalog, table.id, column.name) ?? knownName(typeNameOf(column)),
    }));
  const view = catalog.views?.find((candidate) => candidate.name === name);
  return (
    view?.columns.map((column) => ({
      name: column.name,
      type: typeIn(catalog, view.id, column.name) ?? knownName(column.type),
    })) ?? null
  );
}

/** A list of texts may have been defined as one of an enum. */
function knownName(type: string): string | null {
  return type === "text[]" ? null : unmodified(type);
}

/** The columns of the table or view whose rows are of a type of that name, as Postgres prints it; null: it is none's. */
export function rowColumns(catalog: Catalog, type: KnownType): Columns {
  if (typeof type !== "string") return null;
  const name = /^".*"$/.test(type) ? type.slice(1, -1).replaceAll('""', '"') : type;
  return relationColumns(catalog, name);
}

/** What the one function of a name gives. */
export interface Returned {
  /** Of rows; null: of one value. */
  readonly columns: Columns;
  /** The table or view whose rows they are. */
  readonly row: string | null;
  readonly value: KnownType;
}

/** Null: none or several have the name, or nothing is known of it. */
export function returnedBy(catalog: Catalog, called: string): Returned | null {
  const [only, ...others] = (catalog.functions ?? []).filter(({ name }) => name === called);
  if (only === undefined || others.length > 0 || only.returns.kind === "void") return null;
  const { returns } = only;
  const known = ({ type, labels }: { readonly type: string; readonly labels?: string }): KnownType => {
    const of = labels === undefined ? null : enumWithId(catalog, labels);
    return of === null ? type : { of, isList: false };
  };
  if (returns.kind === "value") return { columns: null, row: null, value: known(returns) };
  const { tables, views = [] } = catalog;
  const row =
    tables.find(({ id }) => id === returns.of)?.definition.name ??
    views.find(({ id }) => id === returns.of)?.name ??
    null;
  const below = row === null ? null : relationColumns(catalog, row);
  const columns = returns.columns.map((column) => {
    const own = below?.find(({ name }) => name === column.name)?.type;
    return {
      name: column.name,
      type: column.labels === undefined && own !== undefined ? own : known(column),
    };
  });
  return { columns, row, value: row === null ? null : shownName(row) };
}

function typeIn(catalog: Catalog, relation: string, column: string): KnownType {
  const of = enumTypeOf(catalog, relation, column);
  return of === null ? null : { of, isList: false };
}

/** The enum that a path names: alone, or behind `public.` */
export function enumNamed(catalog: Catalog, path: readonly string[]): EnumType | null {
  const name = path.at(-1) ?? "";
  const isPlain = path.length === 1 || (path.length === 2 && path[0] === "public");
  // As everywhere, one of Postgres's types of that name goes first.
  return (isPlain && !allowedTypes.has(name) ? enumTypes(catalog).get(name) : undefined) ?? null;
}

/** `AS x (a, b)`: other names for the first columns. */
export function renamed(columns: Columns, alias: unknown): Columns {
  const given = names((alias as { colnames?: unknown } | undefined)?.colnames);
  if (given.length === 0) return columns;
  if (columns === null) return null;
  return columns.map((column, index) => ({ ...column, name: given[index] ?? column.name }));
}

/** The type of a column reference. */
export function columnType(scope: Scope, node: TreeNode): KnownType {
  const path = names(node.fields.fields);
  if (path.length !== asList(node.fields.fields).length) return null;
  const [name = "", alias] = path.toReversed();
  for (let at: Scope | null = scope; at !== null; at = at.around) {
    const found = typeHere(at, alias, name) ?? (alias === undefined ? rowHere(at, name) : undefined);
    if (found !== undefined) return found;
  }
  return null;
}

/** A whole row of a table or a view; no text of Postgres's own types is one. */
function rowHere({ sources }: Scope, name: string): KnownType | undefined {
  const row = sources.find((source) => source.alias === name)?.row;
  return row === undefined ? undefined : shownName(row);
}

/** Undefined: nothing here has the name. */
function typeHere({ sources }: Scope, alias: string | undefined, name: string): KnownType | undefined {
  const meant = sources.filter((source) => alias === undefined || source.alias === alias);
  const types = meant.flatMap(({ columns }) => columns?.filter((column) => column.name === name) ?? []);
  const [first] = types;
  if (first !== undefined) return types.every(({ type }) => isSameType(type, first.type)) ? first.type : null;
  return meant.some(({ columns }) => columns === null) ? null : undefined;
}

/** What `*` or `t.*` stands for; null: something else is meant, or it is not known. */
export function starColumns(scope: Scope, node: TreeNode | null): Columns | undefined {
  if (node?.kind !== "ColumnRef") return undefined;
  const fields = asList(node.fields.fields);
  if (unwrap(fields.at(-1))?.kind !== "A_Star") return undefined;
  const [alias] = names(node.fields.fields).slice(-1);
  if (alias === undefined) return scope.star;
  for (let at: Scope | null = scope; at !== null; at = at.around) {
    const source = at.sources.find((candidate) => candidate.alias === alias);
    if (source !== undefined) return source.columns;
  }
  return null;
}
