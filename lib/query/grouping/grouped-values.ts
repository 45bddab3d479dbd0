import { aggregateFunctions } from "../../expression/function-kinds.ts";
import { asList, childrenOf, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, type Sql, sql } from "../../sql/sql.ts";
import type { Edit } from "../text/composed-text.ts";
import { tokens } from "../text/tokens.ts";
import { type Column, columnNamed, reference, type Sources } from "./grouped-sources.ts";

/** A column that cannot be grouped by, or a row that holds one. */
export function isIncomparable({ source, name }: Column): boolean {
  return name === source.alias && !source.columns.includes(name)
    ? source.incomparable.size > 0
    : source.incomparable.has(name);
}

/** `p.doc` → `(select any_value(p.doc) as doc)` wherever a group shows it; in `p.*` and `*` as well. */
export function valueEdits(
  node: TreeNode,
  sources: Sources,
  columns: readonly Column[],
  text: string,
  toIndex: (byteOffset: number) => number,
): readonly Edit[] {
  const valued = columns.filter(isIncomparable);
  return shownReferences(node).flatMap(({ reference: shown, isNested, isOutput }): readonly Edit[] => {
    const path = names(shown.fields.fields);
    const at = toIndex(Number(shown.fields.location ?? 0));
    const length = asList(shown.fields.fields).length;
    const end = endOfPath(text, at, length);
    if (path.length < length) {
      const starred = isOutput
        ? sources.list.filter(({ alias }) => path.length === 0 || alias === path[0])
        : [];
      if (!starred.some(({ incomparable }) => incomparable.size > 0) || sources.merged.size > 0) return [];
      const all = starred.flatMap((source) => source.columns.map((name) => ({ source, name })));
      return [{ at, end, text: compile(join(all.map(shownColumn))).text }];
    }
    if (isNested && path.length < 2) return [];
    const [found] = columnNamed(sources, path);
    const column =
      found ??
      valued.find(({ source, name }) => path.length === 1 && name === source.alias && name === path[0]);
    const isValued = valued.some(({ source, name }) => source === column?.source && name === column.name);
    return column !== undefined && isValued ? [{ at, end, text: compile(anyValue(column)).text }] : [];
  });
}

function anyValue(column: Column): Sql {
  return sql`(select any_value(${reference(column)}) as ${ident(column.name)})`;
}

function shownColumn(column: Column): Sql {
  return isIncomparable(column) ? sql`${anyValue(column)} as ${ident(column.name)}` : reference(column);
}

/** Behind a name of so many parts. */
function endOfPath(text: string, at: number, parts: number): number {
  let left = parts * 2 - 1;
  for (const token of tokens(text, at)) if (--left === 0) return token.end;
  return text.length;
}

/** The columns that a group shows, not those that an aggregate is made of. */
function shownReferences(
  node: TreeNode,
): readonly { readonly reference: TreeNode; readonly isNested: boolean; readonly isOutput: boolean }[] {
  const { targetList, havingClause, sortClause, windowClause } = node.fields;
  const outputs = asList(targetList).flatMap((output) => unwrap(unwrap(output)?.fields.val) ?? []);
  const pending = [
    ...outputs.map((next) => ({ next, isNested: false, isOutput: true })),
    ...[havingClause, sortClause, windowClause]
      .flat()
      .flatMap((item) => unwrap(item) ?? [])
      .map((next) => ({ next, isNested: false, isOutput: false })),
  ];
  const found: { reference: TreeNode; isNested: boolean; isOutput: boolean }[] = [];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const { next, isNested, isOutput } = one;
    if (next.kind === "ColumnRef") found.push({ reference: next, isNested, isOutput });
    const name = next.kind === "FuncCall" ? (names(next.fields.funcname).at(-1) ?? "") : "";
    if (next.kind === "GroupingFunc" || (aggregateFunctions.has(name) && next.fields.over === undefined))
      continue;
    const below = childrenOf(next);
    const isInside = isNested || next.kind === "SelectStmt";
    if (below.ok)
      pending.push(...below.nodes.map((child) => ({ next: child, isNested: isInside, isOutput: false })));
  }
  return found;
}
