import { orderTables } from "../../catalog/order-tables.ts";
import type { Catalog } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { migrateRowsStatements, rowChanges } from "../../engine/evolve/migrate-rows.ts";
import type { SchemaPlan } from "../../engine/evolve/plan-schema.ts";
import { translateViolation } from "../../engine/violations.ts";
import { releaseReferences } from "../../store/records/row.ts";
import { giveUpNames, insertTables, trashTables, updateTables } from "../../store/schema/table.ts";

/**
 * Writes a plan: rows first, then all definitions in a few statements.
 *
 * @param broughtAlong ids of tables whose rows are in their new form already.
 */
export async function carryOut(
  scope: TenantScope,
  tx: Transaction,
  before: Catalog,
  plan: SchemaPlan,
  broughtAlong: ReadonlySet<string> = new Set(),
): Promise<void> {
  await release(scope, tx, plan.restored);
  await migrateRows(tx, before, plan, broughtAlong);
  const renamed = plan.changed.filter((pair) => pair.before.definition.name !== pair.after.definition.name);
  const written = [...plan.changed, ...plan.restored].map(({ after }) => after);
  // A dropped or renamed table may hold the name that another is to get.
  if (plan.dropped.length > 0) await tx.query(trashTables(scope, plan.dropped));
  if (renamed.length > 0) {
    await tx.query(
      giveUpNames(
        scope,
        renamed.map(({ after }) => after.id),
      ),
    );
  }
  if (plan.created.length > 0) await tx.query(insertTables(scope, plan.created));
  if (written.length > 0) await tx.query(updateTables(scope, written));
}

/** The rows of tables that come back let go of what they pointed at, and look for it anew. */
async function release(scope: TenantScope, tx: Transaction, restored: SchemaPlan["restored"]): Promise<void> {
  for (const { before } of restored) {
    const { pointing = [] } = before.storage;
    if (pointing.length > 0) await tx.query(releaseReferences(scope, [before.id], pointing));
  }
}

/** Tables that others refer to come first, so that their keys are filled in when references look for them. */
async function migrateRows(
  tx: Transaction,
  before: Catalog,
  plan: SchemaPlan,
  broughtAlong: ReadonlySet<string>,
): Promise<void> {
  const order = orderTables(plan.after.tables.map(({ definition }) => definition)).map(({ name }) => name);
  const rank = (name: string) => order.indexOf(name);
  const sorted = [...plan.changed, ...plan.restored].sort(
    (a, b) => rank(a.after.definition.name) - rank(b.after.definition.name),
  );
  for (const { before: old, after } of sorted) {
    if (broughtAlong.has(after.id)) continue;
    const to = { catalog: plan.after, table: after };
    const changes = rowChanges({ catalog: before, table: old }, to);
    if (changes === null) continue;
    for (const statement of migrateRowsStatements(to, changes)) {
      await tx.query(statement).catch((error: unknown) => {
        throw translateViolation(after, error);
      });
    }
  }
}
