import type { Catalog } from "../../catalog/types.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { rowOf } from "../calls/call-types.ts";
import { insideOf, placedTokens, tokenFrom } from "../text/clauses.ts";
import type { Edit } from "../text/composed-text.ts";
import { Refused } from "../write/refused.ts";
import { checkedValue, type RowType, rowType } from "./row-columns.ts";

/**
 * `json_populate_record(null::posts, …)`, or with a row of posts as its first value; or `row(…)::posts`, whose values
 * stand in brackets as those of a call do.
 */
export interface PopulateCall {
  readonly call: TreeNode;
  readonly isRow: boolean;
  /** Whether it is a column of a SELECT without a name of its own. */
  readonly isColumn: boolean;
  readonly type: RowType;
  /** Whether the first value is `null::posts`. */
  readonly isEmpty: boolean;
  readonly item: TreeNode | null;
  readonly parent: TreeNode | null;
  /** Of a row: the cast around it. */
  readonly cast?: TreeNode;
}

/** `null::posts`, and what it stands in. */
interface NullRow {
  readonly cast: TreeNode;
  readonly type: RowType;
  readonly parent: TreeNode | null;
}

/** `'(1,x)'::posts` */
export interface LiteralRow {
  readonly cast: TreeNode;
  readonly text: string;
  /** Byte offset of the text. */
  readonly location: number;
  readonly type: RowType;
  readonly parent: TreeNode | null;
  readonly isColumn: boolean;
}

export interface RowTypeUses {
  /** `array[row(…), …]::posts[]`, `'{…}'::posts[]` */
  readonly arrays: readonly { readonly cast: TreeNode; readonly type: RowType; readonly isColumn: boolean }[];
  readonly literals: readonly LiteralRow[];
  readonly populates: readonly PopulateCall[];
  readonly nulls: readonly NullRow[];
  /** Names of types that stand nowhere else. */
  readonly names: ReadonlySet<string>;
}

const populating = new Set(
  "json_populate_record jsonb_populate_record json_populate_recordset jsonb_populate_recordset".split(" "),
);

/** Where a statement speaks of a table's row as a type. */
export function rowTypeUses(catalog: Catalog, statement: TreeNode): RowTypeUses {
  const populates: PopulateCall[] = [];
  const nulls: NullRow[] = [];
  const literals: LiteralRow[] = [];
  const arrays: { cast: TreeNode; type: RowType; isColumn: boolean }[] = [];
  const done = new Set<unknown>();
  const columns = new Set<unknown>();
  const others = new Set<string>();
  const sourceOf = rowOf(catalog, statement);
  const pending: [TreeNode, TreeNode | null, TreeNode | null][] = [[statement, null, null]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, parent, item] = next;
    if (node.kind === "ResTarget" && node.fields.name === undefined)
      columns.add(unwrap(node.fields.val)?.fields);
    const isColumn =
      columns.has(node.fields) || (parent?.kind === "A_Indirection" && columns.has(parent.fields));
    const cast = castRow(catalog, node);
    if (cast !== null) {
      populates.push({ ...cast, isRow: true, isColumn, isEmpty: true, item: null, parent });
      done.add(node.fields);
    }
    const list = node.kind === "TypeCast" ? arrayType(catalog, node.fields) : null;
    if (list !== null) {
      arrays.push({ cast: node, type: list, isColumn: columns.has(node.fields) });
      done.add(node.fields);
    }
    const first = node.kind === "FuncCall" ? unwrap(asList(node.fields.args)[0]) : null;
    if (first !== null && populating.has(names(node.fields.funcname).at(-1) ?? "")) {
      const empty = nullRow(catalog, first);
      const source = empty === null ? sourceOf(first) : null;
      const type = empty ?? (source === null ? null : rowType(catalog, source.name));
      if (type !== null && (item === null || isPlain(item)))
        populates.push({ call: node, type, isRow: false, isColumn, isEmpty: empty !== null, item, parent });
      if (empty !== null && (item === null || isPlain(item))) done.add(first.fields);
    }
    const text = literalRow(catalog, node);
    if (text !== null) {
      literals.push({ ...text, parent, isColumn });
      done.add(node.fields);
    }
    const type = node.kind === "TypeCast" && !done.has(node.fields) ? nullRow(catalog, node) : null;
    if (type !== null) {
      nulls.push({ cast: node, type, parent });
      done.add(node.fields);
    }
    if (node.kind === "TypeName" && !(parent !== null && done.has(parent.fields)))
      others.add(names(node.fields.names).at(-1) ?? "");
    const below = childrenOf(node);
    if (!below.ok) continue;
    const around = node.kind === "RangeFunction" ? node : node.kind === "List" ? item : null;
    for (const child of below.nodes) pending.push([child, node, around]);
  }
  const used = [...populates, ...nulls, ...literals, ...arrays].map(({ type }) => type.name);
  return { populates, nulls, literals, arrays, names: new Set(used.filter((name) => !others.has(name))) };
}

function isPlain({ fields }: TreeNode): boolean {
  const { ordinality, coldeflist, is_rowsfrom } = fields;
  return ordinality !== true && coldeflist === undefined && is_rowsfrom !== true;
}

/** `row(…)::posts`, `cast(row(…) as posts)` */
function castRow(
  catalog: Catalog,
  node: TreeNode,
): (Pick<PopulateCall, "call" | "type"> & { cast: TreeNode }) | null {
  const call = node.kind === "TypeCast" ? unwrap(node.fields.arg) : null;
  if (call?.kind !== "RowExpr") return null;
  const type = castType(catalog, node.fields);
  return type === null ? null : { call, type, cast: node };
}

/** The rows of `x::posts[]`. */
export function arrayType(catalog: Catalog, fields: TreeFields): RowType | null {
  const typeName = fields.typeName as TreeFields;
  if (asList(typeName.arrayBounds).length !== 1) return null;
  return castType(catalog, { typeName: { ...typeName, arrayBounds: [] } });
}

function literalRow(
  catalog: Catalog,
  node: TreeNode,
): Pick<LiteralRow, "cast" | "text" | "location" | "type"> | null {
  const value = node.kind === "TypeCast" ? unwrap(node.fields.arg) : null;
  const sval = value?.kind === "A_Const" ? (value.fields.sval as { sval?: string } | undefined) : undefined;
  const type = sval === undefined ? null : castType(catalog, node.fields);
  if (type === null) return null;
  return { cast: node, text: sval?.sval ?? "", location: Number(value?.fields.location ?? 0), type };
}

function nullRow(catalog: Catalog, { kind, fields }: TreeNode): RowType | null {
  if (kind !== "TypeCast" || unwrap(fields.arg)?.fields.isnull !== true) return null;
  return castType(catalog, fields);
}

export function castType(catalog: Catalog, fields: TreeFields): RowType | null {
  const type = fields.typeName as TreeFields;
  const path = names(type.names);
  if (asList(type.arrayBounds).length > 0 || path.length > 2) return null;
  if (path.length === 2 && path[0] !== "public") return null;
  return rowType(catalog, path.at(-1) ?? "");
}

/** `row(1, 'x')::posts`. @throws {Refused} 42846 where there are more or fewer values than columns. */
export function castedRow(
  { call, type, cast = call }: PopulateCall,
  values: readonly Sql[],
): ReturnType<typeof populatedRows> {
  if (values.length !== type.columns.length)
    throw new Refused("cannotCoerce", `cannot cast type record to ${type.name}`, {
      location: Number(cast.fields.location ?? 0),
      detail: `Input has too ${values.length < type.columns.length ? "few" : "many"} columns.`,
    });
  return castedValues(type, values, "row");
}

/** A row of values, each cast to its column's type. */
export function castedValues(
  type: RowType,
  values: readonly Sql[],
  name: string,
): ReturnType<typeof populatedRows> {
  const list = type.columns.map(
    (column, index) =>
      sql`${checkedValue(column, sql`(${values[index] ?? keyword("null")})::${keyword(column.type)}`)} as ${ident(column.name)}`,
  );
  const columns = type.columns.map((column) => column.name);
  return { select: sql`select ${join(list)}`, columns, name, isSet: false };
}

/** Behind `::posts` or `::public.posts`. */
export function behindCast(typed: string, at: number): number {
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const first = tokenFrom(placed, at);
  const [sign, name, dot, own] = placed.slice(first, first + 4);
  if (sign?.word !== "::" || name === undefined) return at;
  return dot?.word === "." && own !== undefined ? own.end : name.end;
}

/** The rows of a populating call, from the text of what it reads. */
export function populatedRows(
  { call, type, isEmpty }: PopulateCall,
  base: Sql,
  value: Sql,
): {
  readonly select: Sql;
  readonly columns: readonly string[];
  readonly name: string;
  readonly isSet: boolean;
} {
  const name = names(call.fields.funcname).at(-1) ?? "";
  const list = join(type.columns.map((column) => sql`${ident(column.name)} ${keyword(column.type)}`));
  const made = isEmpty
    ? sql`${keyword(name.replace("populate", "to"))}(${value})`
    : sql`${keyword(name)}(${base}, ${value})`;
  const shown = type.columns.some(({ of }) => of !== undefined)
    ? join(
        type.columns.map(
          (column) => sql`${checkedValue(column, sql`"$r".${ident(column.name)}`)} as ${ident(column.name)}`,
        ),
      )
    : sql`*`;
  return {
    select: sql`select ${shown} from ${made} as "$r" (${list})`,
    columns: type.columns.map((column) => column.name),
    name,
    isSet: name.endsWith("set"),
  };
}

/** `null::posts` as a row that is not there, `(null::posts).title` as a value that is not. */
export function nullEdits(
  uses: RowTypeUses,
  typed: string,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  if (uses.nulls.length === 0) return [];
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  return uses.nulls.flatMap(({ cast, type, parent }): Edit[] => {
    const at = tokenFrom(placed, indexOf(Number(cast.fields.location ?? 0)));
    // `cast(null as posts)` begins at its own word.
    const isCall = placed[at]?.word === "CAST";
    const start = isCall ? at : at - 1;
    const length = names((cast.fields.typeName as TreeFields).names).length === 2 ? 3 : 1;
    const open = placed[at + 1];
    const end =
      isCall && open !== undefined
        ? insideOf(typed, { start: 0, end: typed.length }, open).after
        : placed[at + length]?.end;
    if (placed[start] === undefined || end === undefined) return [];
    const row = { at: placed[start].start, end };
    const next = tokenFrom(placed, end);
    const field = parent?.kind === "A_Indirection" ? unwrap(asList(parent.fields.indirection)[0]) : null;
    const column = type.columns.find(({ name }) => name === field?.fields.sval);
    if (column !== undefined && placed[start - 1]?.word === "(" && placed[next]?.word === ")")
      return [
        {
          at: placed[start - 1]?.start ?? row.at,
          end: placed[next + 2]?.end ?? end,
          text: compile(sql`(select null::${keyword(column.type)} as ${ident(column.name)})`).text,
        },
      ];
    const values = join(type.columns.map((own) => sql`null::${keyword(own.type)} as ${ident(own.name)}`));
    const name = ident(type.name);
    return [
      { ...row, text: compile(sql`(select ${name} from (select ${values}) as ${name} where false)`).text },
    ];
  });
}
