import type { Catalog } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { pointingTables } from "../../engine/evolve/trash.ts";
import { translateViolation } from "../../engine/violations.ts";
import { patchReleased } from "../../engine/write/patch-released.ts";
import { AppError } from "../../errors/app-error.ts";
import {
  forgetKeptRows,
  type KeptRows,
  type ReleasedRows,
  restoreRows,
  selectKeptRows,
  selectReleasedRows,
} from "../../store/records/deleted-row.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableWithId, writeInCatalog } from "../in-catalog.ts";

/**
 * Undoes a `deleteRecords`: the same rows with their keys and times; references that it emptied point where they did,
 * unless somebody has filled them since.
 *
 * @throws {AppError} RH004 when there is nothing to undo (any more); RH202 when definitions have changed since; a
 * SQLSTATE when the rows conflict with what is stored by now.
 */
export async function restoreRecords(
  actor: Actor,
  databaseId: string,
  undoId: string,
): Promise<{ readonly restored: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    const { rows } = await tx.query<KeptRows>(selectKeptRows(scope, undoId));
    const [first] = rows;
    if (first === undefined) throw tooLate();
    if (first.schema_version !== catalog.version) throw movedOn();
    const table = tableWithId(catalog, first.table_id);
    await tx.query(restoreRows(scope, undoId, pointingTables(catalog))).catch((error: unknown) => {
      throw translateViolation(table, error);
    });
    const released = await tx.query<ReleasedRows>(selectReleasedRows(scope, undoId));
    for (const group of released.rows) await pointAgain(tx, catalog, group);
    await tx.query(forgetKeptRows(scope, undoId));
    return { restored: rows.reduce((sum, { count }) => sum + count, 0) };
  });
}

async function pointAgain(tx: Transaction, catalog: Catalog, group: ReleasedRows): Promise<void> {
  const table = tableWithId(catalog, group.table_id);
  await tx.query(patchReleased(catalog, table, group)).catch((error: unknown) => {
    throw translateViolation(table, error);
  });
}

function tooLate(): AppError {
  return new AppError("RH004", "There is nothing to bring back under this id.", {
    hint: "Deleted rows can be brought back once, within a day.",
  });
}

function movedOn(): AppError {
  return new AppError("RH202", "The tables have changed since these rows were deleted.", {
    hint: "Rows can be brought back only into the tables that they were deleted from, as these were then.",
  });
}
