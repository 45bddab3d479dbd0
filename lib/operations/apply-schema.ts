import type { Catalog, CatalogTable, Change } from "../catalog/types.ts";
import { parseChanges } from "../catalog/validate-schema.ts";
import type { Transaction } from "../db/database.ts";
import type { TenantScope } from "../db/scope.ts";
import { AppError } from "../errors/app-error.ts";
import type { SqlParser } from "../query/sql-parser.ts";
import { runtime } from "../runtime/runtime.ts";
import { insertSchemaChange, type SchemaChangeRow, schemaChangesAfter } from "../store/schema-change.ts";
import { bumpSchemaVersion, notifySchemaVersion } from "../store/schema-version.ts";
import { selectTrash, type TrashRow, tableOfRow } from "../store/table.ts";
import type { Actor } from "./actor.ts";
import { authorize } from "./authorize.ts";
import { carryOut } from "./carry-out-schema.ts";
import { readInCatalog, writeInCatalog } from "./in-catalog.ts";
import { planChanges } from "./plan-changes.ts";
import { type ChangeImpact, findOut, impactOf, misfitError } from "./schema-impact.ts";
import { type TableView, tableView } from "./table-view.ts";

export interface ApplySchemaInput {
  readonly changes: readonly Change[];
  /** The version that the changes were made for: refused if the database has moved on. */
  readonly base_version?: number;
  /** Says what would happen, and does nothing. */
  readonly dry_run?: boolean;
}

export interface AppliedSchema {
  readonly tables: readonly TableView[];
  readonly impact: readonly ChangeImpact[];
  readonly version: number;
}

/**
 * Applies changes to a database's definitions and brings stored rows along: one transaction, all or nothing.
 *
 * @throws {AppError} RH200 to RH206 for changes that cannot be made, with JSON pointers; RH202 with the newer changes in
 * `details` when `base_version` is not the newest.
 */
export async function applySchema(
  actor: Actor,
  databaseId: string,
  input: ApplySchemaInput,
): Promise<AppliedSchema> {
  const scope = await authorize(actor, databaseId, "editor");
  return applyInScope(scope, input);
}

/** The same for callers that have authorised already. */
export async function applyInScope(scope: TenantScope, input: ApplySchemaInput): Promise<AppliedSchema> {
  const parsed = parseChanges(input.changes);
  if (!parsed.ok) {
    const details = parsed.issues.map(({ path, message }) => ({ path: `/changes${path}`, message }));
    throw new AppError("RH200", parsed.issues[0]?.message ?? "The changes are not well formed.", { details });
  }
  const changes = parsed.value;
  return input.dry_run === true ? dryRun(scope, changes, input) : apply(scope, changes, input);
}

async function apply(
  scope: TenantScope,
  changes: readonly Change[],
  input: ApplySchemaInput,
): Promise<AppliedSchema> {
  const applied = await writeInCatalog(scope, "exclusive", async (tx, catalog) => {
    const { after, impact } = await applyWithin({ scope, tx, parser: sqlParser }, catalog, changes, input);
    const version = await recordChanges(scope, tx, changes);
    return { tables: after.tables.map(tableView), impact, version };
  });
  runtime().catalogs.moved(scope.databaseId, applied.version);
  return applied;
}

/** A transaction that holds the definitions exclusively. */
interface SchemaTransaction {
  readonly scope: TenantScope;
  readonly tx: Transaction;
  readonly parser: () => SqlParser;
}

/** Applies changes within a transaction that holds the definitions exclusively; `recordChanges` ends a series of them. */
export async function applyWithin(
  transaction: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
  input: Pick<ApplySchemaInput, "base_version"> = {},
): Promise<{ readonly after: Catalog; readonly impact: readonly ChangeImpact[] }> {
  const { scope, tx } = transaction;
  const { plan, impact, misfits } = await prepare(transaction, catalog, changes, input);
  if (misfits.length > 0) throw misfitError(changes, misfits);
  await carryOut(scope, tx, catalog, plan);
  return { after: plan.after, impact };
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

const sqlParser = () => runtime().sqlParser;

function dryRun(
  scope: TenantScope,
  changes: readonly Change[],
  input: ApplySchemaInput,
): Promise<AppliedSchema> {
  return readInCatalog(scope, async (tx, catalog) => {
    const { plan, impact } = await prepare({ scope, tx, parser: sqlParser }, catalog, changes, input);
    return { tables: plan.after.tables.map(tableView), impact, version: catalog.version };
  });
}

async function prepare(
  { scope, tx, parser }: SchemaTransaction,
  catalog: Catalog,
  changes: readonly Change[],
  input: Pick<ApplySchemaInput, "base_version" | "dry_run">,
) {
  await refuseStale(scope, tx, catalog, input.base_version);
  const trash = changes.some(({ kind }) => kind === "restore_table") ? await loadTrash(scope, tx) : [];
  const planned = await planChanges(parser, tx, catalog, { changes, trash });
  const findings = await findOut(scope, tx, catalog, planned, input.dry_run === true ? null : countedMax);
  return { ...findings, impact: impactOf(catalog, changes, findings) };
}

async function loadTrash(scope: TenantScope, tx: Transaction): Promise<readonly CatalogTable[]> {
  const { rows } = await tx.query<TrashRow>(selectTrash(scope));
  return rows.map(tableOfRow);
}

/** More rows than this are estimated when a change is made; a dry run counts them. */
const countedMax = 10_000;

async function refuseStale(
  scope: TenantScope,
  tx: Transaction,
  catalog: Catalog,
  base: number | undefined,
): Promise<void> {
  if (base === undefined || base === catalog.version) return;
  const { rows } = await tx.query<SchemaChangeRow>(schemaChangesAfter(scope, base));
  throw new AppError("RH202", "Somebody changed this database's tables in the meantime.", {
    details: { version: catalog.version, changes: rows },
    hint: "Load the newest version, look at what changed, and apply your changes again.",
  });
}
