import type { Column } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { assigned, isUntyped, refuseAggregates, typeOf } from "./assigned-value.ts";
import { targetColumns } from "./compile-insert.ts";
import { type InsertTarget, refuseCount, refuseGiven } from "./inserted-rows.ts";
import type { MergeBranch } from "./merge-clauses.ts";
import { type SortedRows, unpacked } from "./merge-rows.ts";
import type { Merge } from "./merge-types.ts";
import { Refused } from "./refused.ts";

interface Arm {
  readonly index: number;
  /** What the branch gives; a column that is not among them gets its default. */
  readonly values: ReadonlyMap<string, Fragments>;
}

/** The rows that the INSERT branches of a MERGE give, as one query for one insert. */
export function mergedInserts(
  merge: Merge,
  rows: SortedRows,
  branches: readonly { readonly branch: MergeBranch; readonly index: number }[],
): { query: Fragments; columns: readonly Column[]; defaultFlags: ReadonlySet<string> } {
  const arms = branches.map(({ branch, index }): Arm => ({ index, values: branchValues(merge, branch) }));
  const columns = readableColumns(merge.table).filter(({ name }) =>
    arms.some(({ values }) => values.has(name)),
  );
  const defaultFlags = new Set(
    columns.map(({ name }) => name).filter((name) => arms.some(({ values }) => !values.has(name))),
  );
  const selects = arms.map(({ index, values }): Fragments => {
    const cells = columns.map((column): Fragments => {
      const value = values.get(column.name) ?? ours(`NULL::${typeOf(column)}`);
      return [...value, ...ours(` AS ${quoted(column.name)}`)];
    });
    const flags = [...defaultFlags].map((name) =>
      ours(`${!values.has(name)} AS ${quoted(`$default.${name}`)}`),
    );
    return [
      ...ours("SELECT "),
      ...joined([ours('"$a"."$n"'), ...cells, ...flags], ", "),
      ...ours(` FROM ${quoted(rows.unmatched)} AS "$a"`),
      ...unpacked(merge, rows, "$a"),
      ...ours(`\nWHERE "$a"."$when" = ${index}`),
    ];
  });
  const query = [
    ...ours("SELECT * FROM ("),
    ...joined(selects, "\nUNION ALL "),
    ...ours('\n) AS "$i" ORDER BY "$i"."$n"'),
  ];
  return { query, columns, defaultFlags };
}

/** `INSERT (a, b) VALUES (1, DEFAULT)`, or `INSERT DEFAULT VALUES`. */
function branchValues(
  { context, target: write }: Merge,
  branch: MergeBranch,
): ReadonlyMap<string, Fragments> {
  const { targetList, values, override } = branch.node;
  refuseElements(asList(targetList));
  const columns = targetColumns(write, asList(targetList));
  const cells = asList(values).map((item) => unwrap(item));
  const target: InsertTarget = {
    write,
    columns,
    elements: [],
    isList: targetList !== undefined,
    locations: asList(targetList).map((item) => Number(unwrap(item)?.fields.location ?? 0)),
    override: String(override),
  };
  if (values === undefined) return new Map();
  refuseCount(target, cells.length, cells[columns.length] ?? null);
  refuseAggregates(values, "VALUES");
  const ranges = cellRanges(context.typed, branch.body);
  const given = columns.slice(0, cells.length).flatMap((column, index): [string, Fragments][] => {
    const cell = cells[index] ?? null;
    const range = ranges[index];
    if (cell?.kind === "SetToDefault" || range === undefined) return [];
    if (override === "OVERRIDING_USER_VALUE" && column.identity !== undefined) return [];
    refuseGiven(target, column, cell);
    return [[column.name, assignedCell(context.cut(range.start, range.end), column, cell)]];
  });
  return new Map(given);
}

function refuseElements(targetList: readonly unknown[]): void {
  const node = targetList.map(unwrap).find((item) => asList(item?.fields.indirection).length > 0);
  if (node !== null && node !== undefined)
    throw new Refused("featureNotSupported", "MERGE does not insert into elements of a column.", {
      location: Number(node.fields.location ?? 0),
      hint: "Insert the whole value.",
    });
}

function assignedCell(text: Fragments, column: Column, cell: TreeNode | null): Fragments {
  return assigned(column, text, isUntyped(cell));
}

/** The items in the brackets behind VALUES. */
function cellRanges(typed: string, range: Range): readonly Range[] {
  const placed = placedTokens(typed, range);
  const values = placed.findLast(({ depth, word }) => depth === 0 && word === "VALUES");
  const open = placed.find(
    ({ depth, word, start }) => depth === 0 && word === "(" && start > (values?.start ?? 0),
  );
  return open === undefined ? [] : listItems(typed, insideOf(typed, range, open).inside);
}
