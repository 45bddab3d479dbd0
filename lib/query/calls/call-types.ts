import { functionName } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { valueType } from "../../expression/value-type.ts";
import { typeNameOf, unmodified } from "../text/type-text.ts";

/** The type of an expression of a statement; null: it is not told by what is known without asking the server. */
export type TypeOf = (node: TreeNode | null) => string | null;

interface Source {
  readonly alias: string;
  /** The table or view; its rows are of a type of this name. */
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** What the words of a statement and the definitions tell of types. */
export function typesOf(catalog: Catalog, statement: TreeNode): TypeOf {
  let sources: readonly Source[] | null = null;
  const known = () => {
    sources ??= sourcesOf(catalog, statement);
    return sources;
  };
  const other = (node: TreeNode): string | null => {
    if (node.kind === "FuncCall") return returnedType(catalog, node);
    return node.kind === "ColumnRef" ? columnType(known(), node) : null;
  };
  return (node) => valueType(node, other);
}

/** The table or view whose whole row a column reference is: `p`, `p.*`. */
export function rowOf(catalog: Catalog, statement: TreeNode): (node: TreeNode) => Source | null {
  let sources: readonly Source[] | null = null;
  return (node) => {
    if (node.kind !== "ColumnRef") return null;
    sources ??= sourcesOf(catalog, statement);
    return wholeRow(sources, node);
  };
}

function wholeRow(sources: readonly Source[], { kind, fields }: TreeNode): Source | null {
  if (kind !== "ColumnRef") return null;
  const path = names(fields.fields);
  const [name = ""] = path;
  const isStar = asList(fields.fields).length === 2 && path.length === 1;
  if (!isStar && asList(fields.fields).length !== 1) return null;
  const isColumn = sources.some(({ columns }) => columns.has(name));
  return !isStar && isColumn ? null : (sources.find(({ alias }) => alias === name) ?? null);
}

function columnType(sources: readonly Source[], node: TreeNode): string | null {
  const row = wholeRow(sources, node);
  if (row !== null) return row.name;
  const path = names(node.fields.fields);
  if (path.length !== asList(node.fields.fields).length) return null;
  const [name = "", alias] = path.toReversed();
  const found = sources.filter((source) => alias === undefined || source.alias === alias);
  const types = new Set(found.flatMap(({ columns }) => columns.get(name) ?? []).map(unmodified));
  const [only = null] = types;
  return types.size === 1 ? only : null;
}

function returnedType({ functions = [] }: Catalog, { fields }: TreeNode): string | null {
  const name = functionName(names(fields.funcname));
  const types = new Set(
    functions
      .filter((called) => called.name === name)
      .map(({ returns }) => (returns.kind === "value" ? returns.type : "")),
  );
  const [only = ""] = types;
  return types.size === 1 && only !== "" ? only : null;
}

/** Tables and views anywhere in a statement, by the names that it gives them; a WITH query's name tells nothing. */
function sourcesOf({ tables, views = [], functions = [] }: Catalog, statement: TreeNode): readonly Source[] {
  const known = [...tables.map(({ id, definition: { name } }) => ({ id, name })), ...views];
  const found: Source[] = [];
  const hidden = new Set<string>();
  const pending = [statement];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "CommonTableExpr") hidden.add(String(node.fields.ctename));
    const relation =
      node.kind === "RangeVar" ? node.fields : (node.fields.relation as TreeFields | undefined);
    if (relation?.relname !== undefined) {
      const name = String(relation.relname);
      const alias = relation.alias as { aliasname?: string; colnames?: unknown } | undefined;
      const table = tables.find(({ definition }) => definition.name === name);
      const columns =
        table === undefined
          ? views
              .find((view) => view.name === name)
              ?.columns.map((column) => [column.name, column.type] as const)
          : readableColumns(table).map((column) => [column.name, typeNameOf(column)] as const);
      if (columns !== undefined && alias?.colnames === undefined)
        found.push({ alias: alias?.aliasname ?? name, name, columns: new Map(columns) });
    }
    const rows = node.kind === "RangeFunction" ? calledRows(functions, known, node) : null;
    if (rows !== null) found.push(rows);
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found.filter(({ name }) => !hidden.has(name));
}

/** `f(…)` in FROM, where it is the one function of its name and gives rows of a table or a view. */
function calledRows(
  functions: readonly CatalogFunction[],
  known: readonly { readonly id: string; readonly name: string }[],
  { fields }: TreeNode,
): Source | null {
  const [call, ...others] = asList(fields.functions).map((item) =>
    unwrap(asList(unwrap(item)?.fields.items)[0]),
  );
  const called = functionName(names(call?.fields.funcname));
  const [only, ...same] = functions.filter(({ name }) => name === called);
  if (others.length > 0 || same.length > 0 || only?.returns.kind !== "rows" || fields.ordinality === true)
    return null;
  const { of, columns } = only.returns;
  const { aliasname, colnames } = (fields.alias ?? {}) as { aliasname?: string; colnames?: unknown };
  const name = known.find(({ id }) => id === of)?.name;
  if (name === undefined || colnames !== undefined) return null;
  return {
    alias: aliasname ?? only.name,
    name,
    columns: new Map(columns.map((own) => [own.name, own.type])),
  };
}

/** Implicit casts: what a value of a type is taken for where another is asked for. */
const implicit: Readonly<Record<string, readonly string[]>> = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision"],
  integer: ["bigint", "numeric", "real", "double precision"],
  bigint: ["numeric", "real", "double precision"],
  numeric: ["real", "double precision"],
  real: ["double precision"],
  text: ["character varying", "character", "name"],
  "character varying": ["text", "character", "name"],
  character: ["text", "character varying", "name"],
  name: ["text"],
  date: ["timestamp without time zone", "timestamp with time zone"],
  "timestamp without time zone": ["timestamp with time zone"],
  "time without time zone": ["time with time zone", "interval"],
  cidr: ["inet"],
  bit: ["bit varying"],
  "bit varying": ["bit"],
  macaddr: ["macaddr8"],
  macaddr8: ["macaddr"],
};

/** Whether a value may be given for an argument; how well, 2 for its very type. 0: it may not. */
function suits(given: string | null, asked: string): 0 | 1 | 2 {
  const plain = unmodified(asked);
  if (given === null) return 1;
  // Of several functions a literal rather means the one that takes a text.
  if (given === "unknown") return plain === "text" ? 2 : 1;
  if (given === plain) return 2;
  const [from, to] =
    given.endsWith("[]") && plain.endsWith("[]") ? [given.slice(0, -2), plain.slice(0, -2)] : [given, plain];
  return implicit[from]?.includes(to) === true ? 1 : 0;
}

/** How well the values of a call fit a function's arguments; null: they do not. */
export function fitOf(called: CatalogFunction, call: TreeNode, typeOf: TypeOf): number | null {
  let sum = 0;
  for (const [index, item] of asList(call.fields.args).map(unwrap).entries()) {
    const isNamed = item?.kind === "NamedArgExpr";
    const argument = isNamed
      ? called.arguments.find(({ name }) => name === item.fields.name)
      : called.arguments[index];
    // The rest of a VARIADIC one; that there are too many is told elsewhere.
    if (argument === undefined || argument.isVariadic === true) continue;
    const own = suits(typeOf(isNamed ? unwrap(item.fields.arg) : item), argument.type);
    if (own === 0) return null;
    sum += own;
  }
  return sum;
}

/** Of types that are much alike the one that Postgres prefers. */
const categories: Readonly<Record<string, readonly string[]>> = {
  "double precision": ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
  text: ["text", "character varying", "character", "name"],
  "timestamp with time zone": ["date", "timestamp without time zone", "timestamp with time zone"],
};

function preferredFor(type: string): string {
  const plain = unmodified(type);
  return Object.entries(categories).find(([, alike]) => alike.includes(plain))?.[0] ?? plain;
}

/**
 * Of functions that a call fits equally well the one whose types Postgres prefers; none: it could not choose. Where the type
 * of a value is not known it is the first.
 *
 * @see https://www.postgresql.org/docs/current/typeconv-func.html
 */
export function preferredOf(
  fitting: readonly CatalogFunction[],
  call: TreeNode,
  typeOf: TypeOf,
): readonly CatalogFunction[] {
  const args = asList(call.fields.args).map(unwrap);
  const types = args.map((item) => (item?.kind === "NamedArgExpr" ? null : typeOf(item)));
  if (types.includes(null) || fitting.some(({ arguments: own }) => own.at(-1)?.isVariadic === true))
    return fitting;
  const isAlike = types.every((given, index) => {
    const asked = new Set(fitting.map((one) => preferredFor(one.arguments[index]?.type ?? "")));
    return given !== "unknown" || asked.size === 1;
  });
  if (!isAlike) return [];
  const counts = fitting.map((called) => {
    const converted = called.arguments.filter((argument, index) => types[index] !== argument.type);
    return converted.filter(({ type }) => type === preferredFor(type)).length;
  });
  const best = fitting.filter((_, index) => counts[index] === Math.max(...counts));
  return best.length === 1 ? best : [];
}

/** `f(integer, text)`, `f(b => integer)`; null where a type is not known. */
export function spelledCall(call: TreeNode, typeOf: TypeOf): string | null {
  const types = asList(call.fields.args)
    .map(unwrap)
    .map((item) => {
      if (item?.kind !== "NamedArgExpr") return typeOf(item);
      const type = typeOf(unwrap(item.fields.arg));
      return type === null ? null : `${String(item.fields.name)} => ${type}`;
    });
  return types.includes(null) ? null : `${names(call.fields.funcname).join(".")}(${types.join(", ")})`;
}
