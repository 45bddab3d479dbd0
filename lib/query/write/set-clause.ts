import type { CatalogTable, Column } from "../../catalog/types.ts";
import { asList, leftmostLocation, locationOf, type TreeNode, unwrap } from "../../expression/tree.ts";
import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { assigned, defaultOf, isUntyped, refuseAggregates, typeOf } from "./assigned-value.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";
import { type Subscripted, subscriptedValue } from "./subscripts.ts";
import { aliasOf, givenBy, refuseComputed, targetColumn, type WriteTarget } from "./write-target.ts";

/** A column's new value. */
export interface Assigned {
  readonly column: Column;
  readonly value: Fragments;
  /** What has to stand in FROM for it: a sub-select that gives several columns. */
  readonly join?: Fragments;
}

/** One `ResTarget` of a SET list. */
interface Target {
  readonly table: CatalogTable;
  readonly column: Column;
  readonly node: TreeNode;
  readonly val: TreeNode | null;
}

/**
 * The items of `SET a = …, (b, c) = …, d['x'] = …` as values of whole columns.
 *
 * @param row how the target's own row is called, for what subscripts change.
 */
export function setValues(
  context: WriteContext,
  target: WriteTarget,
  targetList: readonly unknown[],
  range: Range,
  row: (column: Column) => Fragments,
): readonly Assigned[] {
  const targets = targetList.flatMap((item): Target[] => {
    const node = unwrap(item);
    if (node === null) return [];
    refuseQualified(target, node);
    const column = targetColumn(target, String(node.fields.name), Number(node.fields.location ?? 0));
    refuseComputed(target, column, "update");
    return [{ table: target.table, column, node, val: unwrap(node.fields.val) }];
  });
  refuseAggregates(
    targets.map(({ node }) => node.fields.val),
    "UPDATE",
  );
  let next = 0;
  const values: (Assigned & { readonly subscripted?: Subscripted })[] = [];
  for (const item of listItems(context.typed, range)) {
    const count = Number(targets[next]?.val?.fields.ncolumns ?? 1);
    const some = targets.slice(next, next + count);
    next += count;
    values.push(...itemValues(context, some, item));
  }
  return merged(values, row);
}

/** `SET a.name = …`, which reads as a field of a column `a`. */
function refuseQualified({ relation, table, view, columns }: WriteTarget, { fields }: TreeNode): void {
  const isField = asList(fields.indirection).some((item) => unwrap(item)?.kind === "String");
  const name = String(fields.name);
  if (!isField || name !== aliasOf(relation).name || columns.some((column) => column.name === name)) return;
  throw new Refused(
    "undefinedColumn",
    `column "${name}" of relation "${view?.name ?? table.definition.name}" does not exist`,
    {
      location: Number(fields.location ?? 0),
      hint: "SET target columns cannot be qualified with the relation name.",
    },
  );
}

function itemValues(
  context: WriteContext,
  targets: readonly Target[],
  item: Range,
): (Assigned & { readonly subscripted?: Subscripted })[] {
  const placed = placedTokens(context.typed, item);
  const equals = placed.find((token) => token.depth === 0 && token.word === "=");
  const value = { start: equals?.end ?? item.start, end: item.end };
  const [first] = targets;
  if (first === undefined) return [];
  if (first.val?.kind === "MultiAssignRef") return several(context, targets, first.val, value);
  const { column, node, val } = first;
  refuseGenerated(column, val, node);
  const subscripts = asList(node.fields.indirection);
  if (subscripts.length > 0) {
    const target = { start: item.start, end: equals?.start ?? item.start };
    const given = context.cut(value.start, value.end);
    const location = Number(node.fields.location ?? 0);
    return [
      { column, value: [], subscripted: { context, column, subscripts, target, location, given, val } },
    ];
  }
  return [{ column, value: newValue(context, { table: first.table, column }, val, value) }];
}

/** An expression, or `DEFAULT`. */
function newValue(
  context: WriteContext,
  { table, column }: Pick<Target, "table" | "column">,
  val: TreeNode | null,
  { start, end }: Range,
): Fragments {
  if (val?.kind === "SetToDefault") return defaultOf(table, column);
  return assigned(column, context.cut(start, end), isUntyped(val));
}

/** `(a, b) = (1, 2)`, `= ROW (1, 2)`, `= (SELECT …)` */
function several(
  context: WriteContext,
  targets: readonly Target[],
  reference: TreeNode,
  range: Range,
): Assigned[] {
  const source = unwrap(reference.fields.source);
  const placed = placedTokens(context.typed, range);
  const open = placed.find((token) => token.depth === 0 && token.word === "(");
  if (open === undefined || (source?.kind !== "RowExpr" && source?.kind !== "SubLink")) {
    throw new Refused(
      "featureNotSupported",
      "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
      { location: sourceLocation(source, targets) },
    );
  }
  const { inside } = insideOf(context.typed, range, open);
  return source.kind === "RowExpr"
    ? fromRow(context, targets, source, inside)
    : fromQuery(context, targets, source, inside);
}

function fromRow(
  context: WriteContext,
  targets: readonly Target[],
  source: TreeNode,
  inside: Range,
): Assigned[] {
  const cells = listItems(context.typed, inside);
  const args = asList(source.fields.args).map(unwrap);
  if (args.length !== targets.length) throw wrongCount(source, targets);
  return targets.map(({ table, column, node }, index) => {
    refuseGenerated(column, args[index] ?? null, node);
    return {
      column,
      value: newValue(context, { table, column }, args[index] ?? null, cells[index] ?? inside),
    };
  });
}

function wrongCount(source: TreeNode, targets: readonly Target[]): Refused {
  return new Refused("syntaxError", "number of columns does not match number of values", {
    location: sourceLocation(source, targets),
  });
}

/** Where the value begins; of one whose place the parser does not keep, the column. */
function sourceLocation(source: TreeNode | null, targets: readonly Target[]): number {
  const own = source === null ? null : (locationOf(source) ?? leftmostLocation(source));
  return own ?? Number(targets[0]?.node.fields.location ?? 0);
}

/** The sub-select stands beside the row, numbered, so that a second row of it is an error as it is in Postgres. */
function fromQuery(
  context: WriteContext,
  targets: readonly Target[],
  source: TreeNode,
  inside: Range,
): Assigned[] {
  const list = asList((unwrap(source.fields.subselect)?.fields.targetList as unknown) ?? []);
  const outputs = list.map((item) => unwrap(unwrap(item)?.fields.val));
  const hasStar = list.some((item) => JSON.stringify(item).includes('"A_Star"'));
  if (!hasStar && list.length > 0 && list.length !== targets.length) throw wrongCount(source, targets);
  const name = context.name("set");
  const columns = targets.map((_, index) => `$c${index}`);
  const joinText = [
    ...ours(
      ` LEFT JOIN LATERAL (SELECT ${columns.map(quoted).join(", ")}, row_number() OVER () AS "$n" FROM (`,
    ),
    ...context.cut(inside.start, inside.end),
    ...ours(`\n) AS "$q" (${columns.map(quoted).join(", ")})) AS ${quoted(name)} ON true`),
  ];
  return targets.map(({ column, node }, index) => {
    refuseGenerated(column, null, node);
    const given = ours(`${quoted(name)}.${quoted(columns[index] ?? "")}`);
    const isText = isUntyped(outputs[index] ?? null);
    const value = isText
      ? [...ours("("), ...given, ...ours(`)::${typeOf(column)}`)]
      : assigned(column, given, false);
    const checked =
      index > 0
        ? value
        : [
            ...ours(
              `CASE WHEN ${quoted(name)}."$n" > 1 THEN app.more_than_one_row()::${typeOf(column)} ELSE `,
            ),
            ...value,
            ...ours(" END"),
          ];
    return { column, value: checked, ...(index === 0 ? { join: joinText } : {}) };
  });
}

/** `a['x'] = 1, a['y'] = 2` change one column one after another; anything else twice is an error. */
function merged(
  values: readonly (Assigned & { readonly subscripted?: Subscripted })[],
  row: (column: Column) => Fragments,
): readonly Assigned[] {
  const byColumn = new Map<string, Assigned & { readonly subscripted?: Subscripted }>();
  for (const item of values) {
    const earlier = byColumn.get(item.column.name);
    if (earlier !== undefined && (item.subscripted === undefined || earlier.subscripted === undefined)) {
      throw new Refused("syntaxError", `multiple assignments to same column "${item.column.name}"`);
    }
    const value =
      item.subscripted === undefined
        ? item.value
        : subscriptedValue(item.subscripted, earlier?.value ?? row(item.column));
    byColumn.set(item.column.name, { ...item, value });
  }
  return [...byColumn.values()];
}

/** @throws {Refused} 428C9 for a value where the server gives one. */
function refuseGenerated(column: Column, val: TreeNode | null, node: TreeNode): void {
  if (val?.kind === "SetToDefault") return;
  if (column.generated === undefined && column.identity !== "always") return;
  throw new Refused("generatedAlways", `column "${column.name}" can only be updated to DEFAULT`, {
    location: Number(node.fields.location ?? 0),
    detail: givenBy(column),
  });
}
