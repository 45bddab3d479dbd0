import { tablesOfChange, targetsOf } from "../../catalog/changes/tables-concerned.ts";
import type { PendingChange } from "../../catalog/storage-types.ts";
import type { Catalog, CatalogTable, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { rowChanges } from "../../engine/evolve/migrate-rows.ts";
import { misfitsOf } from "../../engine/evolve/misfits.ts";
import type { SchemaPlan } from "../../engine/evolve/plan-schema.ts";
import { AppError } from "../../errors/app-error.ts";
import type { SqlParser } from "../../query/parser/sql-parser.ts";
import { runtime } from "../../runtime/runtime.ts";
import { insertSchemaChange } from "../../store/schema/schema-change.ts";
import { insertPurgeJobs } from "../../store/schema/schema-job.ts";
import { bumpSchemaVersion, notifySchemaVersion } from "../../store/schema/schema-version.ts";
import { selectTrash, type TrashRow, tableOfRow } from "../../store/schema/table.ts";
import { carryOut } from "./carry-out-schema.ts";
import type { FoundMisfit } from "./count-misfits.ts";
import { planChanges } from "./plan-changes.ts";
import {
  type ChangeImpact,
  findMisfits,
  impactOf,
  misfitError,
  overStoredRows,
  type SurveyedPlan,
  survey,
} from "./schema-impact.ts";

/** Rows of tables with at least as many are brought along in batches, and their exact number is told by dry runs alone. */
export function largeRows(): number {
  return runtime().config.largeTableRows;
}

/** In a transaction that changes all rows at once, more than so many are only estimated. */
const countedMax = 10_000;

/** A transaction that holds the definitions exclusively. */
export interface SchemaTransaction {
  readonly scope: TenantScope;
  readonly tx: Transaction;
  readonly parser: () => SqlParser;
  /** How long what is dropped can be restored. Default: a week. */
  readonly trashDays?: number;
}

export function transactionOf(scope: TenantScope, tx: Transaction): SchemaTransaction {
  return { scope, tx, parser: () => runtime().sqlParser, trashDays: runtime().config.trashDays };
}

/** Applies changes within a transaction that holds the definitions exclusively; `recordChanges` ends a series of them. */
export async function applyWithin(
  transaction: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
): Promise<{ readonly after: Catalog; readonly impact: readonly ChangeImpact[] }> {
  const surveyed = await prepare(transaction, catalog, changes, countedMax);
  return applyAtOnce(transaction, catalog, { changes, surveyed });
}

/** As `applyWithin`. @returns null, nothing being done, where many rows would have to be touched, or looked at. */
export async function applyUnlessLarge(
  transaction: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
): Promise<{ readonly after: Catalog } | null> {
  const surveyed = await prepare(transaction, catalog, changes, countedMax);
  if (largeChanges(catalog, surveyed).length > 0) return null;
  return applyAtOnce(transaction, catalog, { changes, surveyed });
}

/** Gives the definitions a new version and tells everybody, once the transaction commits. */
export async function recordChanges(
  scope: TenantScope,
  tx: Transaction,
  changes: readonly Change[],
): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(bumpSchemaVersion(scope));
  const version = rows[0]?.version;
  if (version === undefined) throw new AppError("RH004", "This database does not exist any more.");
  await tx.query(insertSchemaChange(scope, version, changes));
  await tx.query(notifySchemaVersion(scope, version));
  return version;
}

/**
 * What changes mean, and how many rows they are about.
 *
 * @param countMax where counting rows stops; null: nowhere.
 * @throws {AppError} RH208 while a change of the same tables is being carried out; else as `planChanges`.
 */
export async function prepare(
  transaction: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
  countMax: number | null,
): Promise<SurveyedPlan> {
  refuseWhilePending(catalog, changes);
  const planned = await planInDatabase(transaction, catalog, changes);
  return survey(transaction.scope, transaction.tx, planned, countMax);
}

/** One change of a table at a time: the next has to see what the first has made of it. Other tables are free. */
function refuseWhilePending({ tables }: Catalog, changes: readonly Change[]): void {
  const spoken = new Set(changes.flatMap(tablesOfChange));
  for (const { definition, storage } of tables) {
    if (storage.pending === undefined) continue;
    const held = heldBy(tables, definition.name, storage.pending);
    const name = [...spoken].find((table) => held.has(table));
    if (name === undefined) continue;
    const other = name === definition.name ? "" : `, and "${name}" has to do with it`;
    throw new AppError("RH208", `A change of "${definition.name}" is still being carried out${other}.`, {
      details: { job: storage.pending.job, table: name },
      hint: "Wait until it is done, or cancel it. Tables that have nothing to do with it can be changed.",
    });
  }
}

/** What stays as it is while a table is being changed: what its job speaks of, what it refers to and what refers to it. */
function heldBy(
  tables: readonly CatalogTable[],
  name: string,
  { definition: next, tables: spoken = [] }: PendingChange,
): ReadonlySet<string> {
  const own = tables.filter(({ definition }) => definition.name === name);
  const referring = tables.filter(({ definition }) => targetsOf(definition).includes(name));
  return new Set([
    ...[name, ...spoken, ...targetsOf(next)],
    ...own.flatMap(({ definition }) => targetsOf(definition)),
    ...referring.map(({ definition }) => definition.name),
  ]);
}

/** The plan of changes, with what lies in the trash where it is asked for. */
export async function planInDatabase(
  { scope, tx, parser }: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
): Promise<SchemaPlan> {
  const isRestoring = changes.some(({ kind }) => kind === "restore_table");
  const trash = isRestoring ? (await tx.query<TrashRow>(selectTrash(scope))).rows.map(tableOfRow) : [];
  return planChanges(parser, tx, catalog, { changes, trash });
}

/** A table's way from one definition to another. */
export interface TableChange {
  readonly before: CatalogTable;
  readonly after: CatalogTable;
}

/** The changes of tables whose many rows have to be touched, or looked at. */
export function largeChanges(catalog: Catalog, { plan, rowCounts }: SurveyedPlan): readonly TableChange[] {
  return plan.changed.filter(({ before, after }) => {
    if ((rowCounts.get(before.id) ?? 0) < largeRows()) return false;
    const [from, to] = [
      { catalog, table: before },
      { catalog: plan.after, table: after },
    ];
    return rowChanges(from, to) !== null || misfitsOf(from, to).length > 0;
  });
}

export interface ChangesAtOnce {
  readonly changes: readonly Change[];
  readonly surveyed: SurveyedPlan;
  /** Counted already. */
  readonly misfits?: readonly FoundMisfit[];
  /** Ids of tables whose rows are in their new form already. */
  readonly broughtAlong?: ReadonlySet<string>;
}

/** Makes prepared changes in one transaction, whatever number of rows they are about. */
export async function applyAtOnce(
  { scope, tx, trashDays = 7 }: SchemaTransaction,
  catalog: Catalog,
  { changes, surveyed, broughtAlong, ...known }: ChangesAtOnce,
): Promise<{ readonly after: Catalog; readonly impact: readonly ChangeImpact[] }> {
  const misfits = known.misfits ?? (await overStoredRows(changes, () => findMisfits(tx, catalog, surveyed)));
  if (misfits.length > 0) throw misfitError(changes, misfits);
  const impact = impactOf(catalog, changes, { ...surveyed, misfits });
  const { plan } = surveyed;
  await overStoredRows(changes, () => carryOut(scope, tx, catalog, plan, broughtAlong));
  const lessened = tablesWithLess(plan);
  if (lessened.length > 0) await tx.query(insertPurgeJobs(scope, lessened, trashDays * daySeconds));
  return { after: plan.after, impact };
}

const daySeconds = 24 * 60 * 60;

/** Tables that are dropped, and those that lose columns or references. */
function tablesWithLess(plan: SchemaPlan): readonly string[] {
  const leftIn = ({ storage: { dropped = [], pointing = [] } }: CatalogTable) =>
    dropped.length + pointing.length;
  const lessened = plan.changed.filter(({ before, after }) => leftIn(after) > leftIn(before));
  return [...plan.dropped, ...lessened.map(({ after }) => after)].map(({ id }) => id);
}
