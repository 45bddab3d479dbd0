import { columnLabel } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { isPgError } from "../../db/pg-errors.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { TableVersion } from "../../engine/evolve/column-pairs.ts";
import { computedValues, evaluation } from "../../engine/evolve/evaluated-rows.ts";
import { defaultJson, lazyColumns, withMissing } from "../../engine/evolve/lazy-defaults.ts";
import { rowChanges } from "../../engine/evolve/migrate-rows.ts";
import { misfitsOf } from "../../engine/evolve/misfits.ts";
import type { SchemaPlan } from "../../engine/evolve/plan-schema.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, sql } from "../../sql/sql.ts";
import { countRowsOfTables } from "../../store/records/row.ts";
import { countMisfits, type FoundMisfit } from "./count-misfits.ts";

/** What a change does to rows that exist. */
export interface ChangeImpact {
  readonly change: Change;
  /** Rows whose stored form the change concerns. */
  readonly rows: number;
  readonly warning?: string;
}

/** A plan with what a glance at the rows tells. */
export interface SurveyedPlan {
  /** With what rows that exist hold in new columns. */
  readonly plan: SchemaPlan;
  /** Rows of the tables that are changed, restored or dropped, by id; a table without rows is not listed. */
  readonly rowCounts: ReadonlyMap<string, number>;
}

/** @param countMax of more rows than so many the number is found out only up to a million. */
export async function survey(
  scope: TenantScope,
  tx: Transaction,
  planned: SchemaPlan,
  countMax: number | null,
): Promise<SurveyedPlan> {
  const touched = [...planned.changed, ...planned.restored].map(({ before }) => before);
  const ids = [...touched, ...planned.dropped].map(({ id }) => id);
  const rowCounts = await countRows(scope, tx, ids, countMax);
  return { plan: await withLazyDefaults(tx, planned, rowCounts), rowCounts };
}

/** The stored rows that do not fit a plan, counted. */
export async function findMisfits(
  tx: Transaction,
  catalog: Catalog,
  { plan, rowCounts }: SurveyedPlan,
): Promise<readonly FoundMisfit[]> {
  const filled = versionsOf(catalog, plan).filter(({ from }) => rowCounts.has(from.table.id));
  for (const { from, to } of filled) {
    const values = computedValues(from, to);
    // What cannot be computed is told before anything is written.
    if (values.length > 0) await tx.query(evaluation(from, values, { after: null, to: null }));
  }
  return countMisfits(
    tx,
    filled.flatMap(({ from, to }) => misfitsOf(from, to)),
  );
}

/** The tables whose rows a plan is about, as they are and as they will be. */
export function versionsOf(
  catalog: Catalog,
  { changed, restored, after }: SchemaPlan,
): readonly { readonly from: TableVersion; readonly to: TableVersion }[] {
  return [...changed, ...restored].map((pair) => ({
    from: { catalog, table: pair.before },
    to: { catalog: after, table: pair.after },
  }));
}

/** More are not told one by one; and the planner's guess would tell of the rows of others. */
const countedMax = 1_000_000;

async function countRows(
  scope: TenantScope,
  tx: Transaction,
  tableIds: readonly string[],
  max: number | null,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ table_id: string; count: number }>(
    countRowsOfTables(scope, tableIds, max),
  );
  const counts = new Map(rows.map((row) => [row.table_id, row.count]));
  const many = max === null ? [] : [...counts].flatMap(([id, count]) => (count < max ? [] : id));
  if (many.length === 0) return counts;
  const { rows: counted } = await tx.query<{ table_id: string; count: number }>(
    countRowsOfTables(scope, many, countedMax),
  );
  for (const { table_id: id, count } of counted) counts.set(id, count);
  return counts;
}

/** Notes once for all rows that exist what they hold in a new column with a constant default. */
async function withLazyDefaults(
  tx: Transaction,
  plan: SchemaPlan,
  rowCounts: ReadonlyMap<string, number>,
): Promise<SchemaPlan> {
  const lazy = plan.changed
    .filter(({ before }) => rowCounts.has(before.id))
    .flatMap(({ before, after }) => lazyColumns(before, after).map((column) => ({ table: after, column })));
  if (lazy.length === 0) return plan;
  const values = lazy.map(
    ({ table, column }, index) => sql`${defaultJson(table, column)} as ${ident(`v${index}`)}`,
  );
  const { rows } = await tx.query<Record<string, string>>(sql`select ${join(values)}`);
  const settle = (table: CatalogTable): CatalogTable => {
    const own = lazy.flatMap(({ table: { id }, column }, index): [string, string][] =>
      id === table.id ? [[column.name, rows[0]?.[`v${index}`] ?? "null"]] : [],
    );
    return own.length === 0 ? table : withMissing(table, Object.fromEntries(own));
  };
  return {
    ...plan,
    after: { ...plan.after, tables: plan.after.tables.map(settle) },
    changed: plan.changed.map(({ before, after }) => ({ before, after: settle(after) })),
  };
}

export function impactOf(
  catalog: Catalog,
  changes: readonly Change[],
  { plan, misfits, rowCounts }: SurveyedPlan & { readonly misfits: readonly FoundMisfit[] },
): readonly ChangeImpact[] {
  const ids = new Map(catalog.tables.map((table) => [table.definition.name, table.id]));
  const rewritten = tablesWithRowChanges(catalog, plan);
  return changes.map((change, index) => {
    const name = change.kind === "create_table" ? change.table.name : change.table;
    const restored = plan.restored.find(({ after }) => after.definition.name === name)?.after.id;
    const id = ids.get(name) ?? restored;
    if (change.kind === "rename_table" && id !== undefined) ids.set(change.to, id);
    const isTouched = losesValues(change) || (touchesRows(change) && rewritten.has(id ?? ""));
    const rows = isTouched && id !== undefined ? (rowCounts.get(id) ?? 0) : 0;
    const found = misfits.find((misfit) => originOf(changes, misfit) === index);
    const warning = found === undefined ? lossWarning(change, rows) : wording(found);
    return { change, rows, ...(warning === null ? {} : { warning }) };
  });
}

/** The tables of whose rows a plan or a misfit speaks. */
function tablesWithRowChanges(catalog: Catalog, plan: SchemaPlan): ReadonlySet<string> {
  const pairs = versionsOf(catalog, plan).filter(
    ({ from, to }) => rowChanges(from, to) !== null || misfitsOf(from, to).length > 0,
  );
  return new Set(pairs.map(({ to }) => to.table.id));
}

function losesValues({ kind }: Change): boolean {
  return kind === "drop_table" || kind === "drop_column";
}

function touchesRows(change: Change): boolean {
  switch (change.kind) {
    case "add_constraint":
    case "drop_constraint":
    case "restore_table":
    case "restore_column":
      return true;
    case "add_column":
      return change.column.default !== undefined || change.column.required === true;
    case "alter_column":
      return ["type", "required", "unique", "indexed", "references", "enum_values"].some(
        (key) => key in change.set,
      );
    default:
      return false;
  }
}

function lossWarning(change: Change, rows: number): string | null {
  if (rows === 0) return null;
  const count = rows === 1 ? "1 row" : `${rows} rows`;
  if (change.kind === "drop_table")
    return `${count} of "${change.table}" will not be shown any more, and deleted when the trash is emptied.`;
  if (change.kind === "drop_column")
    return `The values of "${change.column}" in ${count} will not be shown any more.`;
  return null;
}

/** The last change that speaks of the column, or of the table. */
function originOf(changes: readonly Change[], misfit: FoundMisfit): number {
  const speaks = (change: Change) => {
    switch (change.kind) {
      case "add_column":
        return change.column.name === misfit.column;
      case "alter_column":
        return change.column === misfit.column;
      case "add_constraint":
        return misfit.kind === "check"
          ? change.constraint.kind === "check" && change.table === misfit.table
          : (change.constraint.columns?.includes(misfit.column) ?? false);
      case "rename_column":
        return change.to === misfit.column;
      case "restore_column":
        return change.column === misfit.column;
      case "restore_table":
        return change.table === misfit.table;
      default:
        return false;
    }
  };
  return Math.max(0, changes.findLastIndex(speaks));
}

/** Runs what evaluates expressions over stored rows: one that raises says so at the change that brought it. */
export async function overStoredRows<T>(changes: readonly Change[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPgError(error) || !error.code.startsWith("22")) throw error;
    const path = `/changes/${Math.max(0, changes.findLastIndex(hasExpression))}`;
    throw new AppError(error.code, error.message, {
      status: 422,
      details: [{ path, message: error.message }],
      hint: "A stored row has a value that an expression fails on. Change it first. Nothing was changed.",
      cause: error,
    });
  }
}

function hasExpression(change: Change): boolean {
  if (change.kind === "add_constraint") return change.constraint.expression !== undefined;
  if (change.kind === "add_column")
    return (change.column.generated ?? change.column.default_expression) !== undefined;
  return change.kind === "alter_column" && (change.set.generated ?? change.set.type) != null;
}

/** @returns RH205 with one issue per misfit, at the change that asks for it, and the first of its rows. */
export function misfitError(changes: readonly Change[], misfits: readonly FoundMisfit[]): AppError {
  const details = misfits.map((misfit) => ({
    path: `/changes/${originOf(changes, misfit)}`,
    message: wording(misfit),
    rows: misfit.examples,
  }));
  return new AppError("RH205", details[0]?.message ?? "Existing rows do not fit.", {
    details,
    hint: "Change these rows first, or make the column less strict. Nothing was changed.",
    // Typed SQL has other words for them.
    cause: misfits,
  });
}

function wording({ table, column, kind, rows, constraint }: FoundMisfit): string {
  const count = rows === 1 ? "1 row" : `${rows} rows`;
  const has = rows === 1 ? "has" : "have";
  const label = columnLabel(column);
  switch (kind) {
    case "unconvertible":
      return `${label}: ${count} of "${table}" ${has} a value that does not fit the new type.`;
    case "check":
      return `${count} of "${table}" ${rows === 1 ? "breaks" : "break"} the check "${constraint}".`;
    case "missing":
      return `${label}: ${count} of "${table}" ${has} no value, so it cannot be required.`;
    case "duplicate":
      return `${label}: ${count} of "${table}" share a value with another, so it cannot be unique.`;
    case "dangling":
      return `${label}: ${count} of "${table}" ${rows === 1 ? "refers" : "refer"} to a row that does not exist.`;
  }
}
