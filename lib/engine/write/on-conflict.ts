import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, storageOf } from "../column-sql.ts";
import { compositeKeys } from "../composite-constraints.ts";
import { selectList } from "../relation.ts";
import type { Assignment, InsertRequest, OnConflict } from "./request.ts";
import { rowAssignments } from "./row-assignments.ts";
import { guarded, ruleGuard } from "./row-guards.ts";
import type { ValueFor } from "./row-scope.ts";

/**
 * ` on conflict …` of an INSERT into `project_data as d`.
 *
 * @throws {AppError} 42P10 if the columns are no unique key.
 */
export function onConflictClause(catalog: Catalog, table: CatalogTable, request: InsertRequest): Sql {
  const { onConflict } = request;
  if (onConflict === undefined) return sql``;
  const columns =
    onConflict.columns ?? (onConflict.action === "update" ? primaryKey(table.definition) : null);
  const target = targetOf(table, onConflict.key, columns);
  if (onConflict.action === "nothing") return sql` on conflict ${target} do nothing`;
  const alias = onConflict.alias ?? table.definition.name;
  const assignments = onConflict.set ?? givenValues(table, request);
  const where =
    onConflict.where === undefined ? sql`` : sql` where ${overBoth(table, alias, onConflict.where)}`;
  if (assignments.length === 0) {
    const { held, guards } = conflictGuards(table, request);
    const asked = [...held, ...guards(present(table))];
    const same =
      asked.length === 0 ? sql`` : sql`data = ${guarded(table, asked, present(table), keyword("d.data"))}, `;
    return sql` on conflict ${target} do update set ${same}updated_at = d.updated_at${where}`;
  }
  return sql` on conflict ${target} do update set ${updateSet(catalog, table, { alias, assignments, beside: onConflict.beside, request })}${where}`;
}

/** The columns that a row which is there may get other values in: given ones are those that it is found by. */
export function conflictChanges(table: CatalogTable, request: InsertRequest): readonly Column[] {
  const { onConflict } = request;
  if (onConflict?.action !== "update") return [];
  if (onConflict.set !== undefined) return onConflict.set.map(({ column }) => column);
  const key = onConflict.columns ?? (onConflict.key === undefined ? primaryKey(table.definition) : []);
  return givenValues(table, request)
    .map(({ column }) => column)
    .filter(({ name }) => !key.includes(name));
}

function targetOf(table: CatalogTable, key: string | undefined, columns: readonly string[] | null): Sql {
  if (key === undefined) return columns === null ? sql`` : conflictTarget(table, columns);
  const slot = table.storage.keys[key];
  if (slot === undefined) throw new RangeError(`${table.id} has no key of this name`);
  return slotTarget(slot);
}

/** Which unique index of `project_data` holds the key. */
function conflictTarget(table: CatalogTable, columns: readonly string[]): Sql {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) {
    const storage = table.storage.columns[only];
    if (storage?.place === "id") return keyword("(project_id, table_id, id)");
    if (storage?.unique !== undefined) return slotTarget(storage.unique);
  }
  const wanted = new Set(columns);
  const key = compositeKeys(table.definition).find(
    (candidate) =>
      candidate.expression === undefined &&
      candidate.columns.length === wanted.size &&
      candidate.columns.every((name) => wanted.has(name)),
  );
  const slot = key === undefined ? undefined : table.storage.keys[key.name];
  if (slot !== undefined) return slotTarget(slot);
  throw new AppError(
    "42P10",
    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
    { status: 400 },
  );
}

function slotTarget(slot: string): Sql {
  return sql`(project_id, table_id, ${ident(slot)}) where ${ident(slot)} is not null`;
}

/** What was to be inserted, over what is there. */
function givenValues(table: CatalogTable, { source }: InsertRequest): readonly Assignment[] {
  return source.columns
    .filter(({ name, generated }) => storageOf(table, name).place !== "secret" && generated === undefined)
    .map((column) => ({ column, value: sql`excluded.${ident(column.name)}` }));
}

interface UpdateSet {
  readonly alias: string;
  readonly assignments: readonly Assignment[];
  readonly beside: Sql | undefined;
  readonly request: InsertRequest & { readonly onConflict?: OnConflict };
}

/**
 * All physical columns at once, from one sub-select: the row that is there and the one that was to come stand under
 * their virtual names there, and the new values are computed once.
 */
function updateSet(
  catalog: Catalog,
  table: CatalogTable,
  { alias, assignments, beside = sql``, request }: UpdateSet,
): Sql {
  const changed: readonly Column[] = assignments.map(({ column }) => column);
  const names = new Set(changed.map(({ name }) => name));
  const valueFor: ValueFor = (column) =>
    names.has(column.name) ? sql`changed.${ident(column.name)}` : columnValue(table, column, "d");
  const { held, guards: newGuards } = conflictGuards(table, request);
  const guards = (as: ValueFor) => [...held, ...newGuards(as)];
  const { assigned: set, fired } = rowAssignments(catalog, table, {
    ...{ changed, valueFor, guards, held, carriesOn: () => true, read: request.access?.read },
    newRows: request.newRows,
    movedRows: request.movedRows,
  });
  const values = assignments.map(({ column, value }) => sql`(${value}) as ${ident(column.name)}`);
  // With OFFSET, so that no expression of a statement is computed over a row that the caller may not change; a given value reads none.
  const barrier =
    held.length === 0 || request.onConflict?.set === undefined
      ? sql``
      : sql` from (select ${guarded(table, held, present(table), keyword("null::jsonb"))} as v offset 0) as "$held" where v is null offset 0`;
  return sql`(${join(set.map(({ column }) => ident(column)))}) = (
    select ${join(set.map(({ value }) => value))}
    from (select ${selectList(table, "excluded")}) as excluded
    cross join lateral (select ${join(values)} from (select ${selectList(table, "d")}${barrier}) as ${ident(alias)}${beside}) as changed${fired === null ? sql`` : sql` cross join ${fired}`}
  )`;
}

const present =
  (table: CatalogTable): ValueFor =>
  (column) =>
    columnValue(table, column, "d");

/** What the caller's rules ask of the row that is there, and of what becomes of it: errors, as in Postgres, never a row left out. */
function conflictGuards(table: CatalogTable, { access }: InsertRequest) {
  const held = [access?.using, access?.select].flatMap((rule) =>
    ruleGuard(table, rule ?? null, present(table), " (USING expression)"),
  );
  const guards = (as: ValueFor) => [
    ...ruleGuard(table, changedRule(access), as),
    ...ruleGuard(table, access?.select ?? null, as),
  ];
  return { held, guards };
}

function changedRule(access: InsertRequest["access"]): Sql | null {
  return (access?.changed === undefined ? access?.check : access.changed) ?? null;
}

/** An expression in the scope of an assignment. */
function overBoth(table: CatalogTable, alias: string, expression: Sql): Sql {
  return sql`(select (select ${expression} from (select ${selectList(table, "d")}) as ${ident(alias)}) from (select ${selectList(table, "excluded")}) as excluded)`;
}
