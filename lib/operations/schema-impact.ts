import { columnLabel } from "../catalog/column-facts.ts";
import type { Catalog, Change } from "../catalog/types.ts";
import type { Transaction } from "../db/database.ts";
import type { TenantScope } from "../db/scope.ts";
import { type Misfit, misfitsOf } from "../engine/misfits.ts";
import type { SchemaPlan } from "../engine/plan-schema.ts";
import { AppError } from "../errors/app-error.ts";
import { ident, join, sql } from "../sql/sql.ts";
import { countRowsOfTables } from "../store/row.ts";

/** What a change does to rows that exist. */
export interface ChangeImpact {
  readonly change: Change;
  /** Rows whose stored form the change concerns. */
  readonly rows: number;
  readonly warning?: string;
}

/** A demand that some stored rows do not meet. */
export interface FoundMisfit extends Omit<Misfit, "count"> {
  readonly rows: number;
}

export async function findMisfits(
  scope: TenantScope,
  tx: Transaction,
  catalog: Catalog,
  plan: SchemaPlan,
): Promise<{ misfits: readonly FoundMisfit[]; rowCounts: ReadonlyMap<string, number> }> {
  const touched = [...plan.changed.map(({ before }) => before), ...plan.dropped];
  const counted = await tx.query<{ table_id: string; count: number }>(
    countRowsOfTables(
      scope,
      touched.map(({ id }) => id),
    ),
  );
  const rowCounts = new Map(counted.rows.map((row) => [row.table_id, row.count]));
  const filled = plan.changed.filter(({ before }) => rowCounts.has(before.id));
  const candidates = filled.flatMap(({ before, after }) =>
    misfitsOf({ catalog, table: before }, { catalog: plan.after, table: after }),
  );
  return { misfits: await countMisfits(tx, candidates), rowCounts };
}

async function countMisfits(tx: Transaction, candidates: readonly Misfit[]): Promise<readonly FoundMisfit[]> {
  if (candidates.length === 0) return [];
  const columns = candidates.map(({ count }, index) => sql`${count} as ${ident(`m${index}`)}`);
  const { rows } = await tx.query<Record<string, number>>(sql`select ${join(columns)}`);
  return candidates
    .map(({ count: _, ...misfit }, index) => ({
      ...misfit,
      rows: Number(rows[0]?.[`m${index}`] ?? 0),
    }))
    .filter((misfit) => misfit.rows > 0);
}

export function impactOf(
  catalog: Catalog,
  changes: readonly Change[],
  misfits: readonly FoundMisfit[],
  rowCounts: ReadonlyMap<string, number>,
): readonly ChangeImpact[] {
  const ids = new Map(catalog.tables.map((table) => [table.definition.name, table.id]));
  return changes.map((change, index) => {
    const name = change.kind === "create_table" ? change.table.name : change.table;
    const id = ids.get(name);
    if (change.kind === "rename_table" && id !== undefined) ids.set(change.to, id);
    const rows = touchesRows(change) && id !== undefined ? (rowCounts.get(id) ?? 0) : 0;
    const found = misfits.find((misfit) => originOf(changes, misfit) === index);
    const warning = found === undefined ? lossWarning(change, rows) : wording(found);
    return { change, rows, ...(warning === null ? {} : { warning }) };
  });
}

function touchesRows(change: Change): boolean {
  switch (change.kind) {
    case "drop_table":
    case "drop_column":
    case "add_constraint":
    case "drop_constraint":
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
  if (change.kind === "drop_table") return `${count} of "${change.table}" will be deleted.`;
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
      default:
        return false;
    }
  };
  return Math.max(0, changes.findLastIndex(speaks));
}

/** @returns RH205 with one issue per misfit, at the change that asks for it. */
export function misfitError(changes: readonly Change[], misfits: readonly FoundMisfit[]): AppError {
  const details = misfits.map((misfit) => ({
    path: `/changes/${originOf(changes, misfit)}`,
    message: wording(misfit),
  }));
  return new AppError("RH205", details[0]?.message ?? "Existing rows do not fit.", {
    details,
    hint: "Change these rows first, or make the column less strict. Nothing was changed.",
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
