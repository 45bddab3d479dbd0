import type { Catalog } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType } from "../column-sql.ts";
import { ofTable, uuidLiteral } from "../relation.ts";
import type { IncomingReference } from "./incoming-references.ts";
import { rowAssignments, setClause } from "./row-assignments.ts";
import type { ValueFor } from "./row-scope.ts";

/** Rows that a statement deletes, and what becomes of those that refer to them. */
export interface Going {
  readonly catalog: Catalog;
  /** All that a delete can reach. */
  readonly references: readonly IncomingReference[];
  /**
   * The query of the rows that go: `id`, `table_id`, and the `version` in which a row was found by what it refers to; null:
   * the statement names it. One that is both is there twice.
   */
  readonly doomed: Sql;
  /** The query that raises for a row that holds them back. */
  readonly blocked: Sql;
  /**
   * Whether a stored row is left to another write of the statement: a statement changes a row once.
   *
   * @param reference which of the row's; null: the row as a whole.
   * @returns a condition over the row `row`; null: none is.
   */
  readonly isLeft: (row: "c" | "d", reference: IncomingReference | null) => Sql | null;
}

/** The references whose rows stay and point at nothing. */
export function setNull(references: readonly IncomingReference[]): readonly IncomingReference[] {
  return references.filter(({ onDelete }) => onDelete === "set null");
}

const isCascading = ({ onDelete }: IncomingReference) => onDelete === "cascade";

/** `name (…) as (…)` of the rows that go, from the SELECTs of those that the statement names (`id`, `table_id`), which it holds. */
export function doomedRows(going: Going, seeds: readonly Sql[]): Sql {
  return sql`${going.doomed} (id, table_id, version) as (
  select named.id, named.table_id, null::xid from (${join(seeds, " union ")}) as named${cascade(going)})`;
}

/** The recursive step: children of doomed rows. One lateral item, since SQL allows the recursive relation to be named once. */
function cascade({ catalog, references, doomed, isLeft }: Going): Sql {
  const steps = references.filter(isCascading).map((reference) => {
    const { child, slot, target } = reference;
    return sql`select c.id, c.table_id, c.xmin from rowhouse.project_data as c
      where ${ofTable(catalog, child, "c")} and c.${ident(slot)} = doomed.id and doomed.table_id = ${uuidLiteral(target.id)}${unless(isLeft("c", reference))}`;
  });
  if (steps.length === 0) return keyword("");
  return sql`
  union
  select child.id, child.table_id, child.xmin from ${doomed} as doomed cross join lateral (
      ${join(steps, "\n      union all ")}
  ) as child`;
}

/**
 * Deletes them, unless one holds them back. A row that another transaction has changed since it was found may refer to
 * something else by now, and so may not go, nor what goes with it: the statement has to be begun again.
 */
export function goneRows({ catalog, references, doomed, blocked }: Going): Sql {
  const isSame = sql`d.table_id = doomed.table_id and d.id = doomed.id`;
  const isAsFound = references.some(isCascading)
    ? sql`
    and case when ${isSame} and d.xmin <> doomed.version then app.overtaken() else true end`
    : sql``;
  return sql`delete from rowhouse.project_data as d using ${doomed} as doomed
  where d.project_id = ${uuidLiteral(catalog.projectId)} and ${isSame}
    and not exists (select from ${blocked})${isAsFound}`;
}

/** Raises for the first row that still points at a doomed one and neither goes nor lets go. */
export function blockers({ catalog, references, doomed, isLeft }: Going): Sql {
  const checks = references
    .filter(({ onDelete }) => onDelete !== "cascade" && onDelete !== "set null")
    .map((reference) => {
      const { child, slot, target } = reference;
      // As Postgres's own check does: one that another transaction is deleting is waited for.
      const held = sql`select doomed.id from ${doomed} as doomed join rowhouse.project_data as c on ${ofTable(catalog, child, "c")} and c.${ident(slot)} = doomed.id
    where doomed.table_id = ${uuidLiteral(target.id)} and (c.table_id, c.id) not in (select table_id, id from ${doomed})${unless(isLeft("c", reference))} limit 1 for key share of c`;
      return sql`(select ${violation(catalog, reference)} from (${held}) as doomed)`;
    });
  return checks.length === 0 ? keyword("select true where false") : join(checks, "\n  union all ");
}

function unless(condition: Sql | null): Sql {
  return condition === null ? sql`` : sql` and not (${condition})`;
}

function violation(catalog: Catalog, reference: IncomingReference): Sql {
  const { child, target, targetColumns, columns, name, onDelete } = reference;
  const names = (list: readonly { readonly name: string }[]) => literal(list.map((c) => c.name).join(", "));
  const values = targetColumns.map((column) => sql`(${columnValue(target, column, "p")})::text`);
  const key = sql`(select concat_ws(', ', ${join(values)}) from rowhouse.project_data as p where ${ofTable(catalog, target, "p")} and p.id = doomed.id)`;
  const isRestrict = keyword(String(onDelete === "restrict"));
  return sql`app.violates_reference(${literal(target.definition.name)}, ${literal(child.definition.name)}, ${literal(name)}, ${names(columns)}, ${names(targetColumns)}, ${key}, ${isRestrict})`;
}

/** By the reference's index: asked for `(slot, table) in (…)`, the planner would look at every row of the table. */
export function isPointing({ slot, target }: IncomingReference, doomed: Sql): Sql {
  return sql`d.${ident(slot)} = any (array(select id from ${doomed} where table_id = ${uuidLiteral(target.id)}))`;
}

/** All `set null` references of one table in one UPDATE: a row may be changed only once in a statement. */
export function nullified(
  { catalog, doomed, blocked, isLeft }: Going,
  references: readonly IncomingReference[],
  query: string,
): Sql {
  const [first] = references;
  if (first === undefined) return keyword("");
  const { child } = first;
  const points = ({ slot, target }: IncomingReference) =>
    sql`coalesce(d.${ident(slot)} in (select id from ${doomed} where table_id = ${uuidLiteral(target.id)}), false)`;
  const changed = [...new Set(references.flatMap(({ columns }) => columns))];
  const valueFor: ValueFor = (column) => {
    const emptying = references.filter(({ columns }) => columns.includes(column)).map(points);
    const before = columnValue(child, column, "d");
    if (emptying.length === 0) return before;
    return sql`case when ${join(emptying, " or ")} then null::${postgresType(column)} else ${before} end`;
  };
  const set = setClause(rowAssignments(catalog, child, { changed, valueFor }));
  return sql`${ident(query)} as (
  update rowhouse.project_data as d set ${set}
  where ${ofTable(catalog, child, "d")} and (${join(
    references.map((reference) => isPointing(reference, doomed)),
    " or ",
  )})
    and (d.table_id, d.id) not in (select table_id, id from ${doomed})${unless(isLeft("d", null))} and not exists (select from ${blocked})
)`;
}
