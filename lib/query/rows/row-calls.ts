import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { callSelect, returnedColumns } from "../../engine/stored-view.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import { allowedFunctions } from "../../expression/allowed-functions.ts";
import { isRefusedFunction } from "../../expression/refused-functions.ts";
import { allNodes, asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, keyword, type Sql, sql } from "../../sql/sql.ts";
import { rowOf } from "../calls/call-types.ts";
import { type Placed, placedTokens, tokenFrom } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";

/** `p.full_name`, which calls `full_name(p)`: the call that it is, and where its words stand. */
export interface AttributeCall {
  readonly call: TreeNode;
  /** The name of the row. */
  readonly row: TreeNode;
}

/**
 * Attribute notation: `p.f` and `(p).f` call the database's own function `f` of a row when the row has no such column.
 *
 * @param callable the names of such functions.
 */
export function attributeCalls(
  catalog: Catalog,
  callable: ReadonlySet<string>,
  statement: TreeNode,
): readonly AttributeCall[] {
  if (callable.size === 0) return [];
  const sourceOf = rowOf(catalog, statement);
  return allNodes(statement).flatMap((node): AttributeCall[] => {
    const found = attributeOf(node);
    if (found === null || !callable.has(found.name)) return [];
    const source = sourceOf(found.row);
    if (source === null || source.columns.has(found.name)) return [];
    const takes = catalog.functions?.some(({ name, arguments: own }) => {
      const [first, ...rest] = own;
      return (
        name === found.name && first?.type === source.name && rest.every((one) => one.default !== undefined)
      );
    });
    if (takes !== true) return [];
    const call: TreeNode = {
      kind: "FuncCall",
      fields: {
        funcname: [{ String: { sval: found.name } }],
        args: [{ ColumnRef: found.row.fields }],
        location: found.row.fields.location,
      },
    };
    return [{ call, row: found.row }];
  });
}

/** The row and the name behind its dot. */
function attributeOf(node: TreeNode): { readonly row: TreeNode; readonly name: string } | null {
  if (node.kind === "A_Indirection") {
    const row = unwrap(node.fields.arg);
    const [name] = names(asList(node.fields.indirection).slice(0, 1));
    return row?.kind === "ColumnRef" && name !== undefined ? { row, name } : null;
  }
  if (node.kind !== "ColumnRef") return null;
  const fields = asList(node.fields.fields);
  const [, name] = names(fields);
  if (fields.length !== 2 || name === undefined) return null;
  return { row: { kind: "ColumnRef", fields: { ...node.fields, fields: fields.slice(0, 1) } }, name };
}

/** Where `p.f` or `(p).f` stands, and in it the row's name. @param at where that name begins. */
export function attributeRange(typed: string, at: number): { at: number; row: Placed; after: number } {
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const index = tokenFrom(placed, at);
  const row = placed[index];
  const isBracketed = placed[index - 1]?.word === "(" && placed[index + 1]?.word === ")";
  const name = placed[index + (isBracketed ? 3 : 2)];
  if (row === undefined || name === undefined) throw new RangeError("an attribute without a row");
  return { at: (isBracketed ? placed[index - 1] : row)?.start ?? at, row, after: name.end };
}

/** `title(p)`, which is the column: nothing that can be called has the name. */
export function columnCalls(
  catalog: Catalog,
  callable: ReadonlySet<string>,
  statement: TreeNode,
): readonly { readonly call: TreeNode; readonly name: string }[] {
  const calls = allNodes(statement).filter(({ kind }) => kind === "FuncCall");
  if (calls.length === 0) return [];
  const sourceOf = rowOf(catalog, statement);
  return calls.flatMap((call) => {
    const path = names(call.fields.funcname);
    const [name = ""] = path;
    const [argument, ...others] = asList(call.fields.args).map(unwrap);
    if (path.length > 1 || others.length > 0 || argument === null || argument === undefined) return [];
    if (allowedFunctions.has(name) || isRefusedFunction(name) || callable.has(name)) return [];
    return sourceOf(argument)?.columns.has(name) === true ? [{ call, name }] : [];
  });
}

/** The names that a statement calls as columns, and not once as anything else: what is called so never reaches Postgres. */
export function columnNames(
  catalog: Catalog,
  callable: ReadonlySet<string>,
  statement: TreeNode,
): readonly string[] {
  const columns = columnCalls(catalog, callable, statement);
  if (columns.length === 0) return [];
  const meant = new Set(columns.map(({ call }) => call.fields));
  const others = new Set(
    allNodes(statement).flatMap(({ kind, fields }) =>
      kind === "FuncCall" && !meant.has(fields) ? names(fields.funcname).slice(-1) : [],
    ),
  );
  return columns.map(({ name }) => name).filter((name) => !others.has(name));
}

/** A field of a row that a call gives, all of them, or the row itself. */
export type RowPart = { readonly field: string } | "all" | "row";

/** Of `(f(x)).a` the `a`, of `(f(x)).*` all. @param around what the call stands in. */
export function rowPart(around: TreeNode | null): RowPart {
  if (around?.kind !== "A_Indirection") return "row";
  const first = unwrap(asList(around.fields.indirection)[0]);
  if (first?.kind === "A_Star") return "all";
  return first?.kind === "String" ? { field: String(first.fields.sval) } : "row";
}

/** A call that gives rows, where an expression stands: a value, or with a set one for each row. */
export function rowCallText(
  catalog: Catalog,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  {
    part,
    isColumn,
    read,
  }: { readonly part: RowPart; readonly isColumn: boolean; readonly read?: TableReader | undefined },
): string {
  const { returns } = called;
  // A row that is not found is null, not a row of nulls.
  const asSet = returns.kind === "rows" ? { ...called, returns: { ...returns, isSet: true } } : called;
  return rowText(
    {
      select: callSelect(catalog, asSet, given, read),
      name: called.name,
      columns: returnedColumns(called).map(({ name }) => name),
      types: returnedColumns(called).map(({ type }) => type),
      isSet: returns.kind !== "void" && returns.isSet,
    },
    { part, isColumn },
  );
}

/** Rows where an expression stands. */
export function rowText(
  {
    select,
    name: own,
    columns,
    types = [],
    isSet,
  }: {
    readonly select: Sql;
    readonly name: string;
    readonly columns: readonly string[];
    /** Of the columns, where they are known. */
    readonly types?: readonly string[];
    readonly isSet: boolean;
  },
  { part, isColumn }: { readonly part: RowPart; readonly isColumn: boolean },
): string {
  const row = ident(own);
  const valueIn = (value: Sql, name: Sql, type = "") => {
    const alias = isColumn && part !== "all" ? sql` as ${name}` : sql``;
    // A set of lists would become one of their elements.
    if (isSet && type.endsWith("[]"))
      return sql`unnest(array(select (${value})::text from (${select}) as ${row}))::${keyword(type)}${alias}`;
    return isSet
      ? sql`unnest(array(select ${value} from (${select}) as ${row}))${alias}`
      : sql`(select ${value} as ${name} from (${select}) as ${row} limit 1)`;
  };
  if (part === "row") return compile(valueIn(row, row)).text;
  const field = (name: string) =>
    valueIn(sql`${row}.${ident(name)}`, ident(name), types[columns.indexOf(name)]);
  if (part !== "all") return compile(field(part.field)).text;
  return columns.map((name) => `${compile(field(name)).text} AS ${quoted(name)}`).join(", ");
}

/** An edit of a call in brackets and the name behind their dot: `(f(x)).a`. */
export function widened(typed: string, { at, end, text }: Edit, part: RowPart): Edit {
  if (part === "row") return { at, end, text };
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const open = placed[tokenFrom(placed, at) - 1];
  const next = tokenFrom(placed, end);
  if (open?.word !== "(" || placed[next]?.word !== ")" || placed[next + 1]?.word !== ".")
    return { at, end, text };
  return { at: open.start, end: placed[next + 2]?.end ?? end, text };
}
