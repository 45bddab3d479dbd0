import type { Column } from "../../catalog/types.ts";
import type { QueryRows } from "../../engine/write/request.ts";
import { asList, leftmostLocation, type TreeNode, unwrap } from "../../expression/tree.ts";
import { type Placed, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { codePoints } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";
import { assigned, givesSet, isUntyped, refuseAggregates, typeOf } from "./assigned-value.ts";
import { throughQuery, type WriteContext } from "./context.ts";
import { elementColumn, elementName, type ListedElement, withElements } from "./inserted-elements.ts";
import { Refused } from "./refused.ts";
import { givenBy, refuseComputed, type WriteTarget } from "./write-target.ts";

/** Where rows go. */
export interface InsertTarget {
  readonly write: WriteTarget;
  readonly columns: readonly Column[];
  /** By the place in `columns`; absent or null: the column as a whole. */
  readonly elements: readonly (ListedElement | null)[];
  /** Whether the statement lists the columns; else fewer values than columns are enough. */
  readonly isList: boolean;
  /** Where each listed column stands. */
  readonly locations: readonly number[];
  readonly override: string;
}

/** `VALUES (1, DEFAULT), …`: each cell is assigned to its column by itself. */
export function insertedValues(
  context: WriteContext,
  target: InsertTarget,
  lists: readonly unknown[],
  range: Range,
): QueryRows {
  const rows = lists.map((list) => asList(unwrap(list)?.fields.items).map(unwrap));
  const width = rows[0]?.length ?? 0;
  const uneven = rows.find((row) => row.length !== width);
  if (uneven !== undefined)
    throw new Refused("syntaxError", "VALUES lists must all be the same length", {
      location: place(uneven[0]),
    });
  refuseCount(target, width, rows[0]?.[target.columns.length] ?? null);
  refuseAggregates(
    lists.map((list) => unwrap(list)?.fields.items),
    "VALUES",
  );
  const columns = target.columns.slice(0, width);
  const element = (index: number) => target.elements[index] ?? null;
  const isDefault = (row: number, column: number) => rows[row]?.[column]?.kind === "SetToDefault";
  const kept = columns.flatMap((column, index) =>
    rows.every((_, row) => isDefault(row, index)) && element(index) === null
      ? []
      : [{ column, index, element: element(index) }],
  );
  for (const { column, index } of kept)
    refuseGiven(target, column, rows.find((row) => row[index]?.kind !== "SetToDefault")?.[index] ?? null);
  const flagged = kept.filter(
    ({ index, element: own }) => own === null && rows.some((_, row) => isDefault(row, index)),
  );
  const cells = cellRanges(context.typed, range);
  // A list of one row is a SELECT to Postgres, which may give sets.
  const isSet = (index: number) => rows.length === 1 && givesSet(rows[0]?.[index]);
  const texts = rows.map((row, at): Fragments => {
    const values = kept.map(({ column, element, index }) => {
      const own = element === null ? column : elementColumn(column, element, row[index] ?? null);
      const place = listedPlace(context, element);
      return isSet(index)
        ? assigned(own, ours(`"$set"."$${index}"`), false, place)
        : cell(context, own, row[index] ?? null, cells[at]?.[index], place);
    });
    const flags = flagged.map(({ index }) => ours(String(isDefault(at, index))));
    return joined([...values, ...flags], ", ");
  });
  const sets = kept.filter(({ index }) => isSet(index));
  const names = [
    ...kept.map(({ column, element: own }, index) => (own === null ? column.name : elementName(index))),
    ...flagged.map(({ column }) => `$default.${column.name}`),
  ];
  if (names.length === 0) {
    const empty = ours(`SELECT FROM generate_series(1, ${rows.length})`);
    return { kind: "query", select: throughQuery(context, empty), columns: [] };
  }
  const query = [
    ...ours(`SELECT * FROM (${sets.length === 0 ? "VALUES (" : "SELECT "}`),
    ...joined(texts, "), ("),
    ...(sets.length === 0 ? ours(")") : setsOf(context, sets, cells[0] ?? [])),
    ...ours(`) AS "$v" (${names.map(quoted).join(", ")})`),
  ];
  const put = withElements(context, kept, query, names.slice(kept.length));
  return {
    kind: "query",
    select: throughQuery(context, put.query),
    columns: put.columns,
    ...(flagged.length === 0 ? {} : { defaultFlags: new Set(flagged.map(({ column }) => column.name)) }),
  };
}

/** ` FROM (SELECT generate_series(1, 3) AS "$0") AS "$set"` */
function setsOf(
  context: WriteContext,
  sets: readonly { readonly index: number }[],
  cells: readonly Range[],
): Fragments {
  const values = sets.map(({ index }): Fragments => {
    const { start, end } = cells[index] ?? { start: 0, end: 0 };
    return [...context.cut(start, end), ...ours(` AS "$${index}"`)];
  });
  return [...ours(" FROM (SELECT "), ...joined(values, ", "), ...ours(') AS "$set"')];
}

function cell(
  context: WriteContext,
  column: Column,
  node: TreeNode | null,
  range: Range | undefined,
  place: number | null,
): Fragments {
  if (node?.kind === "SetToDefault" || range === undefined) return ours(`NULL::${typeOf(column)}`);
  return assigned(column, context.cut(range.start, range.end), isUntyped(node), place);
}

/** The cells of a VALUES list, row by row. */
function cellRanges(typed: string, range: Range): readonly (readonly Range[])[] {
  const rows: Range[][] = [];
  let row: Range[] = [];
  let start: Placed | null = null;
  let end = range.start;
  const close = () => {
    if (start !== null) row.push({ start: start.start, end });
    start = null;
  };
  for (const token of placedTokens(typed, range)) {
    if (token.depth === 0 && token.word === ")") {
      close();
      rows.push(row);
      row = [];
    } else if (token.depth === 1 && token.word === ",") close();
    else if (token.depth > 0) {
      start ??= token;
      end = token.end;
    }
  }
  return rows;
}

/** `INSERT … SELECT`: the query as typed, its columns assigned one by one. */
export async function insertedQuery(
  context: WriteContext,
  target: InsertTarget,
  query: TreeNode,
  range: Range,
): Promise<QueryRows> {
  const outputs =
    query.fields.larg === undefined ? asList(query.fields.targetList).map((item) => unwrap(item)) : [];
  const own = target.columns.map((column, index) => {
    const element = target.elements[index] ?? null;
    return element === null ? column : elementColumn(column, element, null);
  });
  const text = withTypedLiterals(context, own, outputs, range);
  const given = await context.columnsOf(text);
  refuseCount(target, given.length, outputs[target.columns.length] ?? null);
  const columns = target.columns.slice(0, given.length);
  for (const [index, column] of columns.entries()) refuseGiven(target, column, outputs[index] ?? query);
  const names = given.map((_, index) => `$${index + 1}`);
  const hasStar = outputs.some((output) => JSON.stringify(output?.fields.val ?? {}).includes('"A_Star"'));
  // Columns that a star stands for are placed where it stands, as far as it stands alone.
  const placed = hasStar ? columns.map(() => (outputs.length === 1 ? outputs[0] : null)) : outputs;
  const values = columns.map((column, index) => {
    const isTyped = !hasStar && isUntyped(unwrap(outputs[index]?.fields.val));
    const given = ours(`"$q".${quoted(names[index] ?? "")}`);
    const value = assigned(
      own[index] ?? column,
      given,
      isTyped,
      listedPlace(context, target.elements[index] ?? null) ?? typedPlace(context, placed[index]),
    );
    const isWhole = (target.elements[index] ?? null) === null;
    return [...value, ...ours(` AS ${quoted(isWhole ? column.name : elementName(index))}`)];
  });
  const select = [
    ...ours("SELECT "),
    ...joined(values, ", "),
    ...ours(" FROM ("),
    ...text,
    ...ours(`\n) AS "$q" (${names.map(quoted).join(", ")})`),
  ];
  const listed = columns.map((column, index) => ({ column, element: target.elements[index] ?? null }));
  const put = withElements(context, listed, select);
  return { kind: "query", select: throughQuery(context, put.query), columns: put.columns };
}

/** Where an element is listed, which is where a value that does not fit it is told. */
function listedPlace({ typed, indexOf }: WriteContext, element: ListedElement | null): number | null {
  if (element === null) return null;
  return codePoints(typed, indexOf(Number(element.node.fields.location ?? 0))) + 1;
}

/** Where a column of a query's list begins: 1-based, in code points. */
function typedPlace({ typed, indexOf }: WriteContext, output: TreeNode | null | undefined): number | null {
  const location = place(unwrap(output?.fields.val));
  return location === null ? null : codePoints(typed, indexOf(location)) + 1;
}

/** A bare literal of the query's list takes the type of its column; what it is cut from stays in its place. */
function withTypedLiterals(
  context: WriteContext,
  columns: readonly Column[],
  outputs: readonly (TreeNode | null)[],
  range: Range,
): Fragments {
  const pieces: Fragments[] = [];
  let done = range.start;
  if (
    outputs.some(
      (output) =>
        JSON.stringify(output?.fields.val ?? {}).startsWith('{"ColumnRef"') &&
        JSON.stringify(output).includes("A_Star"),
    )
  )
    return context.cut(range.start, range.end);
  const placed = placedTokens(context.typed, range);
  for (const [index, output] of outputs.entries()) {
    const value = unwrap(output?.fields.val);
    const column = columns[index];
    if (value === null || column === undefined || !isUntyped(value)) continue;
    const at = context.indexOf(Number(value.fields.location ?? 0));
    const token = placed.findIndex((candidate) => candidate.start === at);
    const next = placed[token + 1]?.word === "UESCAPE" ? placed[token + 2] : placed[token];
    if (next === undefined) continue;
    pieces.push(context.cut(done, at), ours("("), context.cut(at, next.end), ours(`)::${typeOf(column)}`));
    done = next.end;
  }
  return [...pieces.flat(), ...context.cut(done, range.end)];
}

export function refuseCount(
  { columns, isList, locations }: InsertTarget,
  given: number,
  extra: TreeNode | null,
): void {
  if (given > columns.length) {
    throw new Refused("syntaxError", "INSERT has more expressions than target columns", {
      location: place(extra),
    });
  }
  if (isList && given < columns.length) {
    throw new Refused("syntaxError", "INSERT has more target columns than expressions", {
      location: locations[given] ?? null,
    });
  }
}

export function refuseGiven({ write, override }: InsertTarget, column: Column, node: TreeNode | null): void {
  refuseComputed(write, column, "insert into");
  const isIdentity = column.identity === "always" && override === "OVERRIDING_NOT_SET";
  if (column.generated === undefined && !isIdentity) return;
  throw new Refused("generatedAlways", `cannot insert a non-DEFAULT value into column "${column.name}"`, {
    location: place(node),
    hint: isIdentity ? "Use OVERRIDING SYSTEM VALUE to override." : null,
    detail: givenBy(column),
  });
}

function place(node: TreeNode | null | undefined): number | null {
  return node === null || node === undefined ? null : leftmostLocation(node);
}
