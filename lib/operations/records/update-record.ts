import { validateRecord } from "../../catalog/values/validate-record.ts";
import { noSuchRow } from "../../engine/read/row-key.ts";
import { translateViolation } from "../../engine/violations.ts";
import { updateStatement } from "../../engine/write/records.ts";
import { AppError } from "../../errors/app-error.ts";
import { upsertCredential } from "../../store/end-users/credential.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import type { JsonText } from "./create-records.ts";
import { hashSecrets } from "./hash-secrets.ts";
import { atPath, invalidRecord } from "./record-errors.ts";

export interface UpdateRecordInput {
  readonly recordId: string;
  readonly tableName: string;
  readonly data: unknown;
  /** The row's `updated_at` as last seen. */
  readonly ifMatch?: string;
}

export interface UpdateOutcome {
  readonly found: number;
  readonly moved_on: boolean;
  readonly record: string | null;
}

/**
 * Merges the given columns into a record.
 *
 * @returns `{"record": …}`
 * @throws {AppError} RH300 for values that do not fit; RH302 when `ifMatch` is not the row's `updated_at` any more.
 */
export async function updateRecord(
  actor: Actor,
  databaseId: string,
  input: UpdateRecordInput,
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "editor");
  const [passwordHash = null] = await hashSecrets(scope, input.tableName, [input.data], () => "/data");
  return writeInCatalog(
    scope,
    "shared",
    async (tx, catalog) => {
      const table = tableNamed(catalog, input.tableName);
      const checked = validateRecord(table.definition, input.data, "update");
      if (!checked.ok) throw atPath(invalidRecord(checked.issues), "/data");
      refuseKeyChange(table.storage.columns, checked.record);
      const { recordId, ifMatch } = input;
      const request = { recordId, patch: checked.record, ...(ifMatch === undefined ? {} : { ifMatch }) };
      const result = await tx
        .query<UpdateOutcome>(updateStatement(catalog, table, request))
        .catch((error: unknown) => {
          throw atPath(translateViolation(table, error), "/data");
        });
      const outcome = result.rows[0];
      if (outcome === undefined || outcome.found === 0) throw noSuchRow(table, recordId);
      if (outcome.moved_on) throw movedOn();
      // Only the table of end users has a write-only column, and its key is the storage id.
      if (passwordHash !== null) await tx.query(upsertCredential(scope, { userId: recordId, passwordHash }));
      return { json: `{"record":${outcome.record}}` };
    },
    { isRepeatable: true },
  );
}

export function refuseKeyChange(
  columns: { readonly [name: string]: { readonly place: string } },
  patch: object,
): void {
  const key = Object.keys(patch).find((name) => columns[name]?.place === "id");
  if (key === undefined) return;
  const message = "The key of a row cannot change. Create a new row instead.";
  throw new AppError("RH300", message, { details: [{ path: `/data/${key}`, message }] });
}

export function movedOn(): AppError {
  return new AppError("RH302", "Somebody changed this row in the meantime.", {
    hint: "Load the row again, and repeat your change if it still makes sense.",
  });
}
