import { isKeyOf } from "../../catalog/column-facts.ts";
import type { Column } from "../../catalog/types.ts";
import { storedColumn } from "../../engine/column-sql.ts";
import type { Way } from "../../engine/read/known-ways.ts";
import { isShownBySlot, orderedKey } from "../../engine/read/order.ts";
import { hasWays, isMany, type PageRequest, pageQuery } from "../../engine/read/page.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { isDerived } from "../plan/derived-table.ts";
import type { ReadContext, StoredRows } from "../plan/read-context.ts";
import type { Condition, OrderKey, ReadPlan } from "../plan/read-plan.ts";
import { barrierFor } from "./barrier.ts";
import { fetchedRows } from "./fetched-rows.ts";
import { naturalOrder } from "./natural-order.ts";
import { valueTest } from "./operations.ts";
import { RowsCompiler } from "./rows.ts";
import { storedSide } from "./stored-side.ts";

/** A page of the request's own resource, chosen by the engine before anything is read from its rows. */
export interface RootPage {
  /** The query `page`, to stand behind WITH. */
  readonly with: Sql;
  readonly rows: Sql;
  /** The cursor behind the page's last row; null on the last page, or where none is wanted. */
  readonly lastKey: Sql;
  /** The value on whose rows it depends which way is the shorter; null where there is but one. */
  readonly anchorValue: string | null;
  /** Where it counts which way that is: the outcome. */
  readonly isMany: Sql | null;
}

export interface RootPageOptions {
  /** The last row of the page before; null: from the beginning. Absent: nobody wants to go on. */
  readonly cursor?: PageRequest["cursor"];
  readonly way: Way;
}

/**
 * The rows of a plan whose order the engine's lists can follow: over columns of the resource itself.
 *
 * @returns null for any other plan.
 */
export function rootPage(
  context: ReadContext,
  plan: ReadPlan,
  { cursor, way }: RootPageOptions,
): RootPage | null {
  const { table, range, isGrouped, where } = plan;
  const { limit, offset } = range;
  const sort = sortKeys(plan.order);
  if (isGrouped || limit === null || sort === null) return null;
  // One row needs no order.
  if (cursor == null && where.some((condition) => isOfKey(plan, condition))) return null;
  const stored = isDerived(table) ? null : context.stored(table, barrierFor(plan), "d");
  if (stored === null) return null;
  const compiler = new RowsCompiler(context, {
    relation: keyword(""),
    side: storedSide(table, "d"),
  });
  const keys = sort.map((key) => orderedKey(table, key, "d"));
  const anchor = anchorOf(compiler, plan, stored);
  // Pages that go on behind one another show their rows as they were chosen.
  const isNatural = keys.length === 0 && cursor === undefined;
  const request: PageRequest = {
    columns: [],
    stored: isNatural ? [...stored.parts, "xmin"] : stored.parts,
    ...(stored.source === null ? {} : { source: sql`(${stored.source})` }),
    keys,
    limit,
    offset,
    cursor: cursor ?? null,
    isLast: cursor === undefined,
    way,
    condition: join([stored.condition, compiler.condition(plan, null)], " and "),
    anchor,
    indexOrder: null,
  };
  const isOpen = anchor !== null && hasWays(request);
  const fetched = fetchedRows(context, plan, stored.parts);
  const root = { relation: keyword("page"), side: storedSide(table, plan.alias) };
  const outer = new RowsCompiler(context, root, fetched.sources);
  const row = ident(plan.alias);
  const taken = { ...plan, range: { limit, offset: 0 } };
  return {
    with: join([pageQuery(table, request), ...fetched.with]),
    rows: outer.chosenRows(
      taken,
      isNatural ? naturalOrder({ writer: sql`${row}.xmin`, id: sql`${row}.id` }) : sql``,
    ),
    lastKey: cursor === undefined ? keyword("null::json") : lastKey(keys.length, limit),
    anchorValue: isOpen ? anchor.value : null,
    isMany: isOpen && way === "counted" ? isMany : null,
  };
}

/**
 * Whether pages can go on behind one another: over rows of a table, in an order of its own columns. A cursor tells the
 * storage id, which may be the value of a column that the caller may not read.
 */
export function canGoOn({ columns }: ReadContext, { table, isGrouped, order }: ReadPlan): boolean {
  if (isGrouped || isDerived(table) || sortKeys(order) === null) return false;
  const shown = columns(table).map(({ name }) => name);
  return table.definition.columns.every(
    (column) => storedColumn(table, column) !== "id" || shown.includes(column.name),
  );
}

/** The order's keys, where all are plain columns. */
function sortKeys(order: readonly OrderKey[]) {
  const keys = order.flatMap(({ target, isDescending, nulls }) =>
    target.kind === "field" && target.field.path.length === 0 && target.field.isComputed !== true
      ? [
          {
            column: target.field.column,
            isDescending,
            nullsFirst: nulls === null ? isDescending : nulls === "first",
          },
        ]
      : [],
  );
  return keys.length === order.length ? keys : null;
}

type Anchor = NonNullable<PageRequest["anchor"]> & { readonly value: string };

/** The first condition that an index can find rows by, in both its forms. */
function anchorOf(compiler: RowsCompiler, plan: ReadPlan, stored: StoredRows): Anchor | null {
  const found = plan.where.find((condition) => isIndexed(plan, condition));
  if (found?.kind !== "test" || found.operation.kind !== "compare") return null;
  const side = storedSide(plan.table, "d");
  const value = side.column(found.field.column.name);
  const others = compiler.condition({ ...plan, where: plan.where.filter((one) => one !== found) }, null);
  return {
    value: found.operation.value,
    some: sql`${stored.condition} and ${valueTest(value, found.operation)}`,
    // This equality says nothing to an index.
    tested: sql`${stored.condition} and ${value} operator(app.==) ${found.operation.value} and ${others}`,
  };
}

function isIndexed({ table }: ReadPlan, condition: Condition): boolean {
  const column = equalColumn(condition);
  return column !== null && (isShownBySlot(table, column) || /^r\d$/.test(storedColumn(table, column)));
}

function isOfKey({ table }: ReadPlan, condition: Condition): boolean {
  const column = equalColumn(condition);
  return column !== null && isKeyOf(table.definition, [column.name]);
}

/** The column of which one value is asked for; null if the condition asks for something else. */
function equalColumn(condition: Condition): Column | null {
  if (condition.kind !== "test" || condition.isNegated || condition.field.path.length > 0) return null;
  if (condition.field.isComputed === true) return null;
  const { operation, field } = condition;
  const isEquality =
    operation.kind === "compare" && operation.operator === "eq" && operation.quantifier === null;
  return isEquality ? field.column : null;
}

function lastKey(keys: number, limit: number): Sql {
  // Behind no row nothing goes on.
  if (limit === 0) return keyword("null::json");
  const parts = Array.from({ length: keys }, (_, index) => sql`(page.${ident(`sort_${index}`)})::text`);
  const last = keyword(String(Math.max(0, limit - 1)));
  return sql`(case when (select count(*) from page) > ${keyword(String(limit))} then (select json_build_array(${join([...parts, sql`page.id`])}) from page limit 1 offset ${last}) end)`;
}
