import { parseChanges } from "../../catalog/checks/validate-schema.ts";
import type { Catalog, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type SchemaChangeRow, schemaChangesAfter } from "../../store/schema/schema-change.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readInCatalog, writeInCatalog } from "../in-catalog.ts";
import { isOfRules, ruleWarnings } from "../rules/rule-warnings.ts";
import type { AppliedSchema } from "./applied-schema.ts";
import {
  applyAtOnce,
  largeChanges,
  largeRows,
  prepare,
  recordChanges,
  transactionOf,
} from "./apply-at-once.ts";
import { applyInBatches, type Prepare } from "./apply-in-batches.ts";
import { withFailingRows } from "./failing-rows.ts";
import { refuseReadByViews } from "./refuse-read-by-views.ts";
import { type ChangeImpact, findMisfits, impactOf, overStoredRows, versionsOf } from "./schema-impact.ts";
import { tableView } from "./table-view.ts";

export interface ApplySchemaInput {
  readonly changes: readonly Change[];
  /** The version that the changes were made for: refused if the database has moved on. */
  readonly base_version?: number;
  /** Says what would happen, and does nothing. */
  readonly dry_run?: boolean;
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
  try {
    return await (input.dry_run === true ? dryRun(scope, changes, input) : apply(scope, changes, input));
  } catch (error) {
    throw await withFailingRows(scope, error, async (tx, catalog) => {
      const { plan } = await prepare(transactionOf(scope, tx), catalog, changes, largeRows());
      return versionsOf(catalog, plan);
    });
  }
}

async function apply(
  scope: TenantScope,
  changes: readonly Change[],
  input: ApplySchemaInput,
): Promise<AppliedSchema> {
  const prepareIn: Prepare = async (tx, catalog, countMax) => {
    await refuseStale(scope, tx, catalog, input.base_version);
    refuseReadByViews(catalog, changes);
    return prepare(transactionOf(scope, tx), catalog, changes, countMax);
  };
  const applied = await writeInCatalog(scope, "exclusive", async (tx, catalog) => {
    const surveyed = await prepareIn(tx, catalog, largeRows());
    if (largeChanges(catalog, surveyed).length > 0) return null;
    const { after, impact } = await applyAtOnce(transactionOf(scope, tx), catalog, { changes, surveyed });
    const version = await recordChanges(scope, tx, changes);
    return { tables: after.tables.map(tableView), impact, version };
  });
  if (applied === null) return applyInBatches(scope, changes, prepareIn);
  runtime().catalogs.moved(scope.databaseId, applied.version);
  return { ...applied, impact: await withRuleWarnings(scope, applied.impact) };
}

/** A rule that lets strangers in says so to whoever made it, whichever way it was made. */
async function withRuleWarnings(
  scope: TenantScope,
  impact: readonly ChangeImpact[],
): Promise<readonly ChangeImpact[]> {
  const warnings = await ruleWarnings(
    scope,
    impact.map(({ change }) => change),
  );
  return impact.map((one) => {
    const warning = isOfRules(one.change) ? warnings.get(one.change.table) : undefined;
    return warning === undefined
      ? one
      : { ...one, warning: [one.warning, warning].filter(Boolean).join(" ") };
  });
}

function dryRun(
  scope: TenantScope,
  changes: readonly Change[],
  input: ApplySchemaInput,
): Promise<AppliedSchema> {
  return readInCatalog(scope, async (tx, catalog) => {
    await refuseStale(scope, tx, catalog, input.base_version);
    refuseReadByViews(catalog, changes);
    const surveyed = await prepare(transactionOf(scope, tx), catalog, changes, null);
    const misfits = await overStoredRows(changes, () => findMisfits(tx, catalog, surveyed));
    const impact = impactOf(catalog, changes, { ...surveyed, misfits });
    return { tables: surveyed.plan.after.tables.map(tableView), impact, version: catalog.version };
  });
}

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
