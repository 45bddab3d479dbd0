import { noSuchRow } from "../../engine/read/row-key.ts";
import { translateViolation } from "../../engine/violations.ts";
import { deleteStatement } from "../../engine/write/records.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import type { JsonText } from "./create-records.ts";

interface Outcome {
  readonly record: string | null;
}

/**
 * Deletes a record with what its references cascade to.
 *
 * @returns `{"record": …}` as it was.
 * @throws {AppError} RH203 while another row refers to it by a `restrict` reference.
 */
export async function deleteRecord(
  actor: Actor,
  databaseId: string,
  input: { readonly recordId: string; readonly tableName: string },
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "editor");
  return writeInCatalog(
    scope,
    "shared",
    async (tx, catalog) => {
      const table = tableNamed(catalog, input.tableName);
      const result = await tx
        .query<Outcome>(deleteStatement(catalog, table, input.recordId))
        .catch((error: unknown) => {
          throw stillReferenced(table.definition.name, error) ?? translateViolation(table, error);
        });
      const outcome = result.rows[0];
      if (outcome?.record == null) throw noSuchRow(table, input.recordId);
      return { json: `{"record":${outcome.record}}` };
    },
    { isRepeatable: true },
  );
}

/** The reference that stands in the way, if that is what the error is about. */
export function stillReferenced(name: string, error: unknown): AppError | null {
  const { code, table, column } = (error ?? {}) as { code?: string; table?: string; column?: string };
  // Raised by the engine's own check, which names the table and columns that refer; a race meets the foreign key itself.
  if ((code !== "23503" && code !== "23001") || table === undefined || !column) return null;
  return new AppError("RH203", `Rows of "${table}" still refer to this row of "${name}" by "${column}".`, {
    details: [{ table, column }],
    hint: `Delete or change these rows first, or let "${column}" cascade or be emptied on delete.`,
    cause: error,
  });
}
