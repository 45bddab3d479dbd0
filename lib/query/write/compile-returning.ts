import type { CatalogTable } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { selectList } from "../../engine/relation.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import type { Placed, Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { refuseAggregates } from "./assigned-value.ts";
import { fixed, type WriteContext } from "./context.ts";
import type { FromItem } from "./from-items.ts";
import { Refused } from "./refused.ts";
import { aliasText, shownColumns } from "./target-rows.ts";
import { aliasOf, shownRow, type WriteTarget } from "./write-target.ts";

/** What a finished write has to show. */
export interface Written {
  readonly target: WriteTarget;
  /** The CTEs of the written rows: the shown one, and what it was before or is afterwards. */
  readonly rows: string;
  readonly isDelete: boolean;
  /** An upsert that gives the stored rows before as `$old`. */
  readonly isUpsert: boolean;
  /** The CTE that holds the rows before as `$old.<column>` and the FROM items' rows as `$f0`, …; an insert has none. */
  readonly source: string | null;
  /** The column of `source` that holds the `$id` of `rows`. */
  readonly newKey: string;
  readonly items: readonly FromItem[];
  /** See `Answered`. */
  readonly counted: readonly string[];
}

/** The stretch of a RETURNING list, behind `RETURNING` and its `WITH (OLD AS …)`; null when there is none. */
export function returningRange(
  _typed: string,
  range: Range,
  placed: readonly Placed[],
  clause: unknown,
): (Range & { readonly keyword: number }) | null {
  if (clause === undefined) return null;
  const keyword = placed.findLast((token) => token.depth === 0 && token.word === "RETURNING");
  if (keyword === undefined) return null;
  const hasOptions = asList((clause as TreeFields).options).length > 0;
  const start = hasOptions ? afterOptions(placed, keyword.end) : keyword.end;
  return { start, end: range.end, keyword: keyword.start };
}

function afterOptions(placed: readonly Placed[], from: number): number {
  const close = placed.find((token) => token.start >= from && token.depth === 0 && token.word === ")");
  return close?.end ?? from;
}

/** The SELECT that answers an INSERT, UPDATE or DELETE. */
export function returningSelect(
  context: WriteContext,
  written: Written,
  clause: TreeFields,
  range: Range,
): Fragments {
  const { target, rows, source, newKey, items, isDelete, counted } = written;
  const { table } = target;
  const now = shownColumns(table, "$w");
  const answered: Answered = {
    target,
    rows: [
      ...ours(`${quoted(rows)} AS "$w"`),
      ...ours(
        source === null ? "" : ` JOIN ${quoted(source)} AS "$s" ON "$s".${quoted(newKey)} = "$w"."$id"`,
      ),
    ],
    shown: now,
    old: written.isUpsert
      ? { columns: upsertedColumns(table), isThere: '("$w"."$old").id IS NOT NULL' }
      : { columns: source === null || isDelete ? now : oldColumns(table), isThere: String(source !== null) },
    new: { columns: now, isThere: String(!isDelete) },
    items,
    order: '"$w"."$ordinal"',
    counted,
  };
  return answerSelect(context, answered, clause, range);
}

/** Written rows, and what RETURNING may say of them. */
export interface Answered {
  readonly target: WriteTarget;
  /** What FROM begins with: the written rows as `$w`; and as `$s` what holds the FROM items' rows as `$f0`, …. */
  readonly rows: Fragments;
  /** The target's columns under their own names. */
  readonly shown: Sql;
  readonly old: RowVersion;
  readonly new: RowVersion;
  readonly items: readonly FromItem[];
  /** A MERGE's source: it comes first in `*`, and is there where the condition holds. */
  readonly itemsAreThere?: string;
  readonly order: string;
  /** Conditions: for each a count of all rows that meet it stands behind the user's columns. */
  readonly counted: readonly string[];
}

interface RowVersion {
  readonly columns: Sql;
  /** A condition: a row without this version has nulls. */
  readonly isThere: string;
}

/**
 * The user's list over the written row and the FROM items, `old` and `new` one level further out, where they are found
 * without ever standing in `*`.
 */
export function answerSelect(
  context: WriteContext,
  answered: Answered,
  clause: TreeFields,
  range: Range,
): Fragments {
  refuseAggregates(clause.exprs, "RETURNING");
  refuseOptions(clause, aliasOf(answered.target.relation).name);
  const { target, rows, shown, items, itemsAreThere, order, counted } = answered;
  const carried = items.map(({ name, isScalar }, index) => {
    const row = `"$s".${quoted(`$f${index}`)}`;
    const value = isScalar ? `${row} AS ${quoted(name)}` : `(${row}).*`;
    return ours(`LATERAL (SELECT ${value}) AS ${quoted(name)}`);
  });
  const isMerge = itemsAreThere !== undefined;
  const row = [
    ...ours("LATERAL (SELECT "),
    ...fixed(shownRow(context, target, shown, false)),
    ...ours(`) AS ${aliasText(target.relation)}`),
  ];
  const counts = counted.map((where, index) => `, count(*) FILTER (WHERE ${where}) OVER () AS "$n${index}"`);
  return [
    ...ours(`SELECT "$r".*${counts.join("")} FROM `),
    ...rows,
    ...versions(context, answered, clause),
    ...ours(" CROSS JOIN LATERAL (SELECT "),
    ...context.cut(range.start, range.end),
    ...ours(isMerge ? '\nFROM (SELECT) AS "$one"' : "\nFROM "),
    ...(isMerge
      ? [
          ...carried.flatMap((item) => [...ours(" LEFT JOIN "), ...item, ...ours(` ON ${itemsAreThere}`)]),
          ...ours(" CROSS JOIN "),
          ...row,
        ]
      : joined([row, ...carried], ", ")),
    ...ours(`) AS "$r" ORDER BY ${order}`),
  ];
}

/** `old` and `new`, or what the statement calls them: as much of them as its list speaks of. */
function versions(context: WriteContext, answered: Answered, clause: TreeFields): Fragments {
  const spoken = qualifiers(clause);
  const version = (name: string, { columns, isThere }: RowVersion) =>
    spoken.has(name)
      ? [
          ...ours(" LEFT JOIN LATERAL (SELECT "),
          ...fixed(shownRow(context, answered.target, columns, false)),
          ...ours(`) AS ${quoted(name)} ON ${isThere}`),
        ]
      : [];
  return [
    ...version(versionName(clause, "RETURNING_OPTION_OLD", "old"), answered.old),
    ...version(versionName(clause, "RETURNING_OPTION_NEW", "new"), answered.new),
  ];
}

/** Of the stored row before, which the engine gives whole. */
function upsertedColumns(table: CatalogTable): Sql {
  const columns = readableColumns(table).map(({ name }) => ident(name));
  return sql`${join(columns)} from (select ${selectList(table, "o")} from (select ("$w"."$old").*) as o) as o`;
}

function oldColumns(table: CatalogTable): Sql {
  return join(readableColumns(table).map(({ name }) => sql`"$s".${ident(`$old.${name}`)} as ${ident(name)}`));
}

/** Whether a RETURNING says `old`, or what it calls it. */
export function speaksOfOld({ fields }: TreeNode): boolean {
  const clause = fields.returningClause as TreeFields | undefined;
  return clause !== undefined && qualifiers(clause).has(versionName(clause, "RETURNING_OPTION_OLD", "old"));
}

function versionName(clause: TreeFields, option: string, usual: string): string {
  const options = asList(clause.options).flatMap((item) => unwrap(item) ?? []);
  return String(options.find(({ fields }) => fields.option === option)?.fields.value ?? usual);
}

/** @throws {Refused} for `WITH (OLD AS …)` that is said twice, or calls a row by a name that is taken. */
function refuseOptions(clause: TreeFields, target: string): void {
  const taken = new Set([target]);
  const said = new Set<string>();
  for (const { fields } of asList(clause.options).flatMap((item) => unwrap(item) ?? [])) {
    const [option, name] = [String(fields.option), String(fields.value)];
    const location = Number(fields.location ?? 0);
    const word = option === "RETURNING_OPTION_OLD" ? "OLD" : "NEW";
    if (said.has(option))
      throw new Refused("syntaxError", `${word} cannot be specified multiple times`, { location });
    if (taken.has(name))
      throw new Refused("duplicateAlias", `table name "${name}" specified more than once`, { location });
    said.add(option);
    taken.add(name);
  }
}

/** The first names of all column references of a clause. */
function qualifiers(clause: TreeFields): ReadonlySet<string> {
  const found = new Set<string>();
  const pending: TreeNode[] = asList(clause.exprs).flatMap((item) => unwrap(item) ?? []);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "ColumnRef") found.add(names(node.fields.fields)[0] ?? "");
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}
