import type { Catalog, CatalogFunction, FunctionArgument } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { asList, childrenOf, locationOf, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { Edit } from "../text/composed-text.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "./refused.ts";

/** The one row of a called function's arguments: `$1`, `$2`, … */
export const argumentsRow = "$args";

type Called = Pick<CatalogFunction, "name" | "arguments">;
type Names = ReadonlySet<string>;

/** `$1`, `title` or `f.title` → `(select "$1" from "$args")`, where no column in sight has that name. */
export function argumentEdits(
  catalog: Catalog,
  { name: called, arguments: args }: Called,
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly Edit[] {
  const numberOf = (name: string | undefined) =>
    name === undefined ? 0 : args.findIndex((argument) => argument.name === name) + 1;
  const edits: Edit[] = [];
  const replaced = (node: TreeNode, number: number, words: number) => {
    const at = indexOf(locationOf(node) ?? 0);
    const end = [...take(tokens(typed, at), words)].at(-1)?.end ?? at;
    const value = `(select "$${number}" from "${argumentsRow}")`;
    const { type = "" } = args[number - 1] ?? {};
    // `= any (list)` would take a sub-select for the rows that it gives.
    edits.push({ at, end, text: type.endsWith("[]") ? `(${value}::${type})` : value });
  };
  const seen = visibleNames(catalog, statement);
  const pending: [TreeNode, Names][] = [[statement, new Set()]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, hidden] = next;
    if (node.kind === "ParamRef") {
      const number = Number(node.fields.number ?? 0);
      refuseUnknown(args, number);
      replaced(node, number, 1);
    }
    if (node.kind === "ColumnRef") {
      const path = names(node.fields.fields);
      const isWhole = path.length === asList(node.fields.fields).length;
      const [first = "", second] = path;
      if (isWhole && path.length === 1 && numberOf(first) > 0 && !hidden.has(first))
        replaced(node, numberOf(first), 1);
      if (isWhole && path.length === 2 && first === called && numberOf(second) > 0 && !hidden.has(first))
        replaced(node, numberOf(second), 3);
    }
    for (const [child, own] of scoped(node, hidden, seen)) pending.push([child, own]);
  }
  return edits;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

function refuseUnknown(args: readonly FunctionArgument[], number: number): void {
  if (number > args.length) throw new Refused("undefinedParameter", `there is no parameter $${number}`);
}

/** Children, each with the names that are columns where it stands: an INSERT's source does not see its target. */
function scoped(
  node: TreeNode,
  hidden: Names,
  seen: (node: TreeNode) => readonly string[],
): readonly (readonly [TreeNode, Names])[] {
  const below = childrenOf(node);
  if (!below.ok) return [];
  const own = new Set([...hidden, ...seen(node)]);
  const source = unwrap(node.fields.selectStmt)?.fields;
  return below.nodes.map((child) => [
    child,
    child.kind === "WithClause" || child.fields === source ? hidden : own,
  ]);
}

/** What the FROM items and the target of a statement bring: rather a name too many, which the server then does not find. */
function visibleNames(catalog: Catalog, statement: TreeNode): (node: TreeNode) => readonly string[] {
  const queries = new Map(
    asList((statement.fields.withClause as { ctes?: unknown } | undefined)?.ctes).flatMap((item) => {
      const query = unwrap(item);
      return query === null ? [] : [[String(query.fields.ctename), query] as const];
    }),
  );
  const columnsOf = (name: string): readonly string[] => {
    const table = catalog.tables.find(({ definition }) => definition.name === name);
    if (table !== undefined) return readableColumns(table).map((column) => column.name);
    return catalog.views?.find((view) => view.name === name)?.columns.map((column) => column.name) ?? [];
  };
  const all = (root: TreeNode): readonly string[] => {
    const found: string[] = [];
    const pending = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.kind === "RangeVar") found.push(...columnsOf(String(node.fields.relname)));
      if (node.kind === "ResTarget") found.push(...outputNames(node));
      found.push(...aliasNames(node));
      const below = childrenOf(node);
      if (below.ok) pending.push(...below.nodes);
    }
    return found;
  };
  const items = (node: TreeNode | null): readonly string[] => {
    if (node === null) return [];
    if (node.kind === "JoinExpr")
      return [...items(unwrap(node.fields.larg)), ...items(unwrap(node.fields.rarg)), ...aliasNames(node)];
    if (node.kind !== "RangeVar") return all(node);
    const name = String(node.fields.relname);
    const query = queries.get(name);
    const shown = query === undefined ? columnsOf(name) : [...queries.values()].flatMap(all);
    return [name, ...shown, ...aliasNames(node)];
  };
  return ({ fields }) => [
    ...(fields.relation === undefined
      ? []
      : items({ kind: "RangeVar", fields: fields.relation as TreeNode["fields"] })),
    ...[...asList(fields.fromClause), ...asList(fields.usingClause)].flatMap((item) => items(unwrap(item))),
    ...(fields.onConflictClause === undefined ? [] : ["excluded"]),
  ];
}

function aliasNames({ kind, fields }: TreeNode): readonly string[] {
  const { aliasname, colnames } = (kind === "Alias" ? fields : (fields.alias ?? {})) as {
    aliasname?: string;
    colnames?: unknown;
  };
  return [...(aliasname === undefined ? [] : [aliasname]), ...names(colnames)];
}

/** What a column of a sub-select may be called: its name, or any name that it speaks of. */
function outputNames(target: TreeNode): readonly string[] {
  if (target.fields.name !== undefined) return [String(target.fields.name)];
  const found: string[] = [];
  const pending = [target];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "ColumnRef") found.push(...names(node.fields.fields));
    if (node.kind === "FuncCall") found.push(...names(node.fields.funcname));
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}
