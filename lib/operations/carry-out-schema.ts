import { orderTables } from "../catalog/order-tables.ts";
import type { Catalog } from "../catalog/types.ts";
import type { Transaction } from "../db/database.ts";
import type { TenantScope } from "../db/scope.ts";
import { migrateRowsStatement } from "../engine/migrate-rows.ts";
import type { SchemaPlan } from "../engine/plan-schema.ts";
import { translateViolation } from "../engine/violations.ts";
import { deleteRowsOfTables } from "../store/row.ts";
import { deleteTable, insertTable, setTableName, updateTable } from "../store/table.ts";

/** Writes a plan, in the order in which nothing ever points at what is not there. */
export async function carryOut(
  scope: TenantScope,
  tx: Transaction,
  before: Catalog,
  plan: SchemaPlan,
): Promise<void> {
  for (const table of plan.created) {
    // A dropped or renamed table may still hold the name: it is given last.
    await tx.query(insertTable(scope, { ...table, definition: { ...table.definition, name: table.id } }));
  }
  await migrateRows(tx, before, plan);
  await tx.query(
    deleteRowsOfTables(
      scope,
      plan.dropped.map(({ id }) => id),
    ),
  );
  for (const table of plan.dropped) await tx.query(deleteTable(scope, table.id));
  for (const { before: old, after } of plan.changed) {
    if (old.definition.name !== after.definition.name)
      await tx.query(setTableName(scope, after.id, after.id));
  }
  for (const table of [...plan.created, ...plan.changed.map(({ after }) => after)])
    await tx.query(updateTable(scope, table));
}

/** Tables that others refer to come first, so that their keys are filled in when references look for them. */
async function migrateRows(tx: Transaction, before: Catalog, plan: SchemaPlan): Promise<void> {
  const order = orderTables(plan.after.tables.map(({ definition }) => definition)).map(({ name }) => name);
  const rank = (name: string) => order.indexOf(name);
  const sorted = plan.changed.toSorted(
    (a, b) => rank(a.after.definition.name) - rank(b.after.definition.name),
  );
  for (const { before: old, after } of sorted) {
    const statement = migrateRowsStatement(
      { catalog: before, table: old },
      { catalog: plan.after, table: after },
    );
    if (statement === null) continue;
    await tx.query(statement).catch((error: unknown) => {
      throw translateViolation(after, error);
    });
  }
}
