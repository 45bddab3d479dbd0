import type { StoredRead, TypedName, ViewColumn } from "../../catalog/types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { withQueryNames } from "../table-references.ts";

/** A table or view in FROM: what the query calls it, and its columns. */
interface FromRead {
  readonly alias: string;
  readonly read: string;
  readonly columns: readonly string[];
}

/** What a column of a query shows unchanged; null: something else. */
type Origin = ViewColumn["origin"] | null;

/**
 * The columns of a query, each with the column of a table or view that it shows unchanged.
 *
 * @param columnsOf the columns of what is read under a name.
 */
export function withOrigins(
  query: TreeNode,
  columns: readonly TypedName[],
  reads: readonly StoredRead[],
  columnsOf: (read: StoredRead) => readonly string[],
): readonly ViewColumn[] {
  const origins = outputOrigins(query, reads, columnsOf);
  if (origins.length !== columns.length) return columns;
  return columns.map((column, index) => {
    const origin = origins[index] ?? null;
    return origin === null ? column : { ...column, origin };
  });
}

function outputOrigins(
  query: TreeNode,
  reads: readonly StoredRead[],
  columnsOf: (read: StoredRead) => readonly string[],
): readonly Origin[] {
  if (query.kind !== "SelectStmt" || query.fields.op !== "SETOP_NONE") return [];
  const hidden = withQueryNames(query);
  const known = reads.filter(({ name }) => !hidden.includes(name));
  const from = asList(query.fields.fromClause).flatMap((item) => fromReads(unwrap(item), known, columnsOf));
  return asList(query.fields.targetList).flatMap((item) => targetOrigins(unwrap(item), from));
}

/** The items of a FROM list; null for one whose columns are not known. */
function fromReads(
  item: TreeNode | null,
  reads: readonly StoredRead[],
  columnsOf: (read: StoredRead) => readonly string[],
): readonly (FromRead | null)[] {
  if (item?.kind === "JoinExpr") {
    const { fields } = item;
    // What USING joins is one column of both.
    if (fields.usingClause !== undefined || fields.isNatural === true || fields.alias !== undefined)
      return [null];
    return [fields.larg, fields.rarg].flatMap((side) => fromReads(unwrap(side), reads, columnsOf));
  }
  const name = item?.kind === "RangeVar" ? String(item.fields.relname) : null;
  const read = reads.find((candidate) => candidate.name === name);
  if (item === null || read === undefined) return [null];
  const alias = item.fields.alias as TreeFields | undefined;
  if (alias?.colnames !== undefined) return [null];
  return [{ alias: String(alias?.aliasname ?? read.name), read: read.name, columns: columnsOf(read) }];
}

function targetOrigins(target: TreeNode | null, from: readonly (FromRead | null)[]): readonly Origin[] {
  const value = unwrap(target?.fields.val);
  if (value?.kind !== "ColumnRef") return [null];
  const parts = asList(value.fields.fields).flatMap((part) => unwrap(part) ?? []);
  const path = names(value.fields.fields);
  const isStar = parts.at(-1)?.kind === "A_Star";
  const qualifier = (isStar ? path.at(-1) : path.at(-2)) ?? null;
  const items = from.filter((item) => qualifier === null || item?.alias === qualifier);
  if (isStar)
    return items.flatMap((item) => item?.columns.map((name) => ({ read: item.read, name })) ?? [null]);
  const name = path.at(-1) ?? "";
  const owner = items.find((item) => item?.columns.includes(name)) ?? null;
  const isSure = owner !== null && !items.includes(null);
  return [isSure ? { read: owner.read, name } : null];
}
