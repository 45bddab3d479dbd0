import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { translateViolation } from "../../engine/violations.ts";
import { AppError } from "../../errors/app-error.ts";
import { compileUndo, type UndoStep } from "../../query/undo/compile-undo.ts";
import {
  deleteUndoRows,
  lockSqlRun,
  markUndone,
  type SqlRun,
  selectUndoTables,
} from "../../store/typed-sql/sql-run.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { writeInCatalog } from "../in-catalog.ts";

/** How many rows of which table were put back. */
export interface UndoneTable {
  readonly table: string;
  readonly rows: number;
}

/**
 * Puts the rows that a run of one's own has written back as they were: a new write, in one transaction.
 *
 * @throws {AppError} RH004 if there is no such run; RH403 if it cannot be undone; RH302 with the rows that were changed
 * since.
 */
export async function undoSqlRun(
  actor: Actor,
  databaseId: string,
  runId: string,
): Promise<{ readonly undone: readonly UndoneTable[] }> {
  const scope = await authorize(actor, databaseId, "editor");
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const { rows } = await tx.query<SqlRun>(lockSqlRun(scope, runId));
    refuseDone(rows[0]);
    const kept = await tx.query<{ table_id: string }>(selectUndoTables(scope, runId));
    if (kept.rows.length === 0) throw cannotUndo("The rows as they were are not kept any more.");
    const tables = kept.rows.map(({ table_id: id }) => keptTable(catalog, id));
    const { definitions, checks, writes } = compileUndo(catalog, runId, tables);
    for (const step of definitions) await checkDefinition(tx, step);
    for (const step of checks) await checkRows(tx, step);
    const undone: UndoneTable[] = [];
    for (const step of writes) undone.push(await write(tx, step));
    await tx.query(markUndone(scope, runId));
    await tx.query(deleteUndoRows(scope, runId));
    return { undone: sumByTable(undone) };
  });
}

function refuseDone(run: SqlRun | undefined): void {
  if (run === undefined) throw new AppError("RH004", "There is no such run in your history.");
  if (run.undone_at !== null) throw cannotUndo("It has been undone already.");
  if (run.undo_refusal !== null) throw cannotUndo(run.undo_refusal);
}

function cannotUndo(reason: string): AppError {
  return new AppError("RH403", `This run cannot be undone. ${reason}`);
}

function keptTable(catalog: Catalog, id: string): CatalogTable {
  const table = catalog.tables.find((candidate) => candidate.id === id);
  if (table === undefined) throw cannotUndo("A table that it wrote to has been dropped.");
  return table;
}

async function checkDefinition(tx: Transaction, { table, statement }: UndoStep): Promise<void> {
  const { rowCount } = await tx.query(statement);
  if (rowCount > 0) throw cannotUndo(`The columns of "${table.definition.name}" have changed since.`);
}

async function checkRows(tx: Transaction, { table, statement }: UndoStep): Promise<void> {
  const { rows } = await tx.query<{ label: string }>(statement);
  if (rows.length === 0) return;
  const { name } = table.definition;
  const labels = rows.map(({ label }) => label);
  throw new AppError("RH302", `Rows of "${name}" were changed since: ${labels.join("; ")}.`, {
    status: 409,
    details: labels.map((row) => ({ table: name, row })),
    hint: "Nothing was undone. Look at these rows first, and change back by hand what still has to be.",
  });
}

async function write(tx: Transaction, { table, statement }: UndoStep): Promise<UndoneTable> {
  const { rows } = await tx.query<{ count: number }>(statement).catch((error: unknown) => {
    throw translateViolation(table, error);
  });
  return { table: table.definition.name, rows: Number(rows[0]?.count ?? 0) };
}

function sumByTable(undone: readonly UndoneTable[]): readonly UndoneTable[] {
  const sums = new Map<string, number>();
  for (const { table, rows } of undone) sums.set(table, (sums.get(table) ?? 0) + rows);
  return Array.from(sums, ([table, rows]) => ({ table, rows })).filter(({ rows }) => rows > 0);
}
