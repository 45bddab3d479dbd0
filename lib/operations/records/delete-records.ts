import { randomUUID } from "node:crypto";
import type { Catalog } from "../../catalog/types.ts";
import { translateViolation } from "../../engine/violations.ts";
import { type DeletedCounts, undoableDelete } from "../../engine/write/undoable-delete.ts";
import { forgetKeptRows, forgetOldKeptRows } from "../../store/records/deleted-row.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import { stillReferenced } from "./delete-record.ts";

export interface DeleteRecordsInput {
  readonly tableName: string;
  readonly ids: readonly string[];
}

export interface CountedRows {
  readonly table: string;
  readonly rows: number;
}

export interface DeleteRecordsResult {
  /** Rows that are gone, by table, the named table first; those of other tables went by `cascade`. */
  readonly deleted: readonly CountedRows[];
  /** Rows of which a reference is empty now. */
  readonly released: readonly CountedRows[];
  /** For `restoreRecords`, during a day; null when too much went, or something that cannot come back. */
  readonly undo: string | null;
}

/** More rows than these, cascades among them, are not kept. */
const keptMax = 10_000;

/**
 * Deletes records by their keys, with what their references cascade to, all or nothing. A key that is not there counts as
 * deleted.
 *
 * @throws {AppError} RH203 while another row refers to one of them by a `restrict` reference.
 */
export async function deleteRecords(
  actor: Actor,
  databaseId: string,
  input: DeleteRecordsInput,
): Promise<DeleteRecordsResult> {
  const scope = await authorize(actor, databaseId, "editor");
  const undoId = randomUUID();
  return writeInCatalog(
    scope,
    "shared",
    async (tx, catalog) => {
      const table = tableNamed(catalog, input.tableName);
      await tx.query(forgetOldKeptRows(scope));
      const request = { recordIds: input.ids, undoId, keptMax };
      const { rows } = await tx
        .query<DeletedCounts>(undoableDelete(catalog, table, request))
        .catch((error: unknown) => {
          throw stillReferenced(table.definition.name, error) ?? translateViolation(table, error);
        });
      const { deleted = [], released = [] } = rows[0] ?? {};
      const count = [...deleted, ...released].reduce((sum, { count: rowCount }) => sum + rowCount, 0);
      // Passwords and sessions go with a user, and are not kept.
      const holdsUsers = deleted.some(({ table_id }) => isAuth(catalog, table_id));
      const canUndo = count > 0 && count <= keptMax && !holdsUsers;
      if (!canUndo) await tx.query(forgetKeptRows(scope, undoId));
      return {
        deleted: named(catalog, deleted).sort((a) => (a.table === input.tableName ? -1 : 1)),
        released: named(catalog, released),
        undo: canUndo ? undoId : null,
      };
    },
    { isRepeatable: true },
  );
}

function isAuth(catalog: Catalog, tableId: string): boolean {
  return catalog.tables.some(({ id, isAuth: isUsers }) => id === tableId && isUsers);
}

function named(catalog: Catalog, counts: DeletedCounts["deleted"]): CountedRows[] {
  const names = new Map(catalog.tables.map(({ id, definition }) => [id, definition.name]));
  return counts.map(({ table_id, count }) => ({ table: names.get(table_id) ?? table_id, rows: count }));
}
