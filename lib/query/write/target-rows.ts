import type { CatalogTable, Column } from "../../catalog/types.ts";
import { isCalm } from "../../engine/access/calm-text.ts";
import { columnValue, readableColumns } from "../../engine/column-sql.ts";
import { selectList, uuidLiteral } from "../../engine/relation.ts";
import type { WriteAccess } from "../../engine/write/request.ts";
import { overRow } from "../../engine/write/row-scope.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import type { Range } from "../text/clauses.ts";
import { type Fragments, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { fixed, type WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";
import { aliasOf, shownRow, spokenColumn, type WriteTarget } from "./write-target.ts";

/** The columns of `rowhouse.project_data` in the order in which they were created; a test holds it against the server. */
export const storedColumns =
  `project_id table_id id data created_at updated_at owner_id t1 t2 t3 t4 i1 i2 i3 f1 f2 d1 d2 d3 u1 u2 u3 u4
  r1 r2 r3 r4 r5 r6 n1 n2 n3 m1 m2 a1 a2 k1 k2 s1 rt1 rt2 rt3 rt4 rt5 rt6`.split(/\s+/);

/**
 * What a write's FROM begins with: the stored rows under names that no typed text can say, and beside them the target as
 * its text knows it. Two items, so that the rows themselves can be locked (`FOR NO KEY UPDATE OF "$t"`) while neither `*`
 * nor a whole row shows what is hidden; the planner sees one table. What a view does not show stands between as `"$row"`.
 */
export function targetRows(context: WriteContext, target: WriteTarget): Fragments {
  const { table, relation, view } = target;
  const names = join(storedColumns.map((name) => ident(`$${name}`)));
  const own = sql`${selectList(table, "d")} from (${storedTarget()}) as d`;
  const stored = sql`rowhouse.project_data as "$t" (${names})`;
  if (view === null)
    return [...fixed(sql`${stored} cross join lateral (select ${own}) as `), ...ours(aliasText(relation))];
  const columns = readableColumns(table);
  const before = join(columns.map(({ name }) => ident(`$old.${name}`)));
  const shown = join(columns.map(({ name }) => sql`"$row".${ident(`$old.${name}`)} as ${ident(name)}`));
  return [
    ...fixed(
      sql`${stored} cross join lateral (select ${own}) as "$row" (${before}) cross join lateral (select ${shownRow(context, target, shown, true)}) as `,
    ),
    ...ours(aliasText(relation)),
  ];
}

/** The target's stored row under the names of its columns. */
function storedTarget(): Sql {
  return sql`select ${join(storedColumns.map((name) => sql`"$t".${ident(`$${name}`)} as ${ident(name)}`))}`;
}

/**
 * Which rows a statement is about: those that the caller's rules leave it, and of these those that its WHERE names. What can fail on
 * a row's values does so on such rows alone: its error would tell of others.
 */
export function aboutRows(
  context: WriteContext,
  { table }: WriteTarget,
  where: Range | null,
  access: WriteAccess | undefined,
): Fragments {
  const own = fixed(isOfTarget(context, table));
  const typed = where === null ? null : [...context.cut(where.start, where.end), ...ours("\n")];
  const rules = [access?.using, access?.select].filter((rule) => rule !== null && rule !== undefined);
  if (rules.length === 0) return typed === null ? own : [...own, ...ours(" AND ("), ...typed, ...ours(")")];
  const value = (column: Column) => columnValue(table, column, "d");
  const held = join(
    rules.map((rule) => overRow(table, rule, value)),
    " and ",
  );
  const visible = sql`(select ${held} from (${storedTarget()}) as d)`;
  const restricted = [...own, ...ours(" AND "), ...fixed(visible)];
  if (where === null || typed === null) return restricted;
  if (isCalm(context.catalog, { text: context.typed.slice(where.start, where.end) }))
    return [...restricted, ...ours(" AND ("), ...typed, ...ours(")")];
  // Conditions beside each other may be asked in any order; this one may not.
  return [
    ...restricted,
    ...ours(" AND CASE WHEN "),
    ...fixed(visible),
    ...ours(" THEN ("),
    ...typed,
    ...ours(") END"),
  ];
}

/** `"p"."title" AS "$old.title", …`: the target's row as it was, beside `targetRows`. */
export function rowBefore(target: WriteTarget): string {
  return readableColumns(target.table)
    .map((column) => {
      const before = quoted(`$old.${column.name}`);
      return `${target.view === null ? spokenColumn(target, column) : `"$row".${before}`} AS ${before}`;
    })
    .join(", ");
}

/** The target's condition: one table of one project, as literals. */
export function isOfTarget({ catalog }: WriteContext, table: CatalogTable): Sql {
  return sql`"$t"."$project_id" = ${uuidLiteral(catalog.projectId)} and "$t"."$table_id" = ${uuidLiteral(table.id)}`;
}

/** `"p" ("a", "b")` */
export function aliasText(relation: TreeFields): string {
  const { name, columns } = aliasOf(relation);
  return columns.length === 0 ? quoted(name) : `${quoted(name)} (${columns.map(quoted).join(", ")})`;
}

/** `<row>."a" AS "a", …` for every readable column of a CTE that has them under their own names. */
export function shownColumns(table: CatalogTable, row: string): Sql {
  return join(readableColumns(table).map(({ name }) => sql`${ident(row)}.${ident(name)} as ${ident(name)}`));
}

/** A table without any column shown cannot be a row. */
export function refuseEmpty(table: CatalogTable): void {
  if (readableColumns(table).length === 0)
    throw new Refused("featureNotSupported", `"${table.definition.name}" has no columns to write.`);
}
