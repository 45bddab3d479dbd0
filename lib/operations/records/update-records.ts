import type { CatalogTable, Json } from "../../catalog/types.ts";
import { validateRecord } from "../../catalog/values/validate-record.ts";
import { noSuchRow } from "../../engine/read/row-key.ts";
import { translateViolation } from "../../engine/violations.ts";
import { updateStatement } from "../../engine/write/records.ts";
import { AppError, type Issue, movePaths } from "../../errors/app-error.ts";
import { upsertCredential } from "../../store/end-users/credential.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import type { JsonText } from "./create-records.ts";
import { hashSecrets } from "./hash-secrets.ts";
import { atPath, invalidRecord } from "./record-errors.ts";
import { movedOn, refuseKeyChange, type UpdateOutcome } from "./update-record.ts";

export interface RecordPatch {
  readonly id: string;
  readonly data: unknown;
  /** The row's `updated_at` as last seen. */
  readonly if_match?: string;
}

export interface UpdateRecordsInput {
  readonly tableName: string;
  readonly records: readonly RecordPatch[];
}

/**
 * Merges columns into many records, each into its own, all or nothing: what a paste or a fill is.
 *
 * @returns `{"records": […]}` as they are now, in the order given.
 * @throws {AppError} as `updateRecord`, with pointers below `/records/<index>`.
 */
export async function updateRecords(
  actor: Actor,
  databaseId: string,
  input: UpdateRecordsInput,
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "editor");
  const datas = input.records.map(({ data }) => data);
  const hashes = await hashSecrets(scope, input.tableName, datas, (index) => `/records/${index}/data`);
  return writeInCatalog(
    scope,
    "shared",
    async (tx, catalog) => {
      const table = tableNamed(catalog, input.tableName);
      const patches = validated(table, input.records);
      const records: string[] = [];
      for (const [index, request] of patches.entries()) {
        const { rows } = await tx
          .query<UpdateOutcome>(updateStatement(catalog, table, request))
          .catch((error: unknown) => {
            throw atPath(translateViolation(table, error), `/records/${index}/data`);
          });
        const [outcome] = rows;
        if (outcome === undefined || outcome.found === 0)
          throw ofRow(noSuchRow(table, request.recordId), index);
        if (outcome.moved_on) throw ofRow(movedOn(), index);
        const passwordHash = hashes[index] ?? null;
        if (passwordHash !== null)
          await tx.query(upsertCredential(scope, { userId: request.recordId, passwordHash }));
        records.push(outcome.record ?? "null");
      }
      return { json: `{"records":[${records.join(",")}]}` };
    },
    { isRepeatable: true },
  );
}

interface ValidPatch {
  readonly recordId: string;
  readonly patch: { readonly [column: string]: Json };
  readonly ifMatch?: string;
}

function validated(table: CatalogTable, records: readonly RecordPatch[]): readonly ValidPatch[] {
  const issues: Issue[] = [];
  const patches = records.flatMap(({ id, data, if_match: ifMatch }, index) => {
    const checked = validateRecord(table.definition, data, "update");
    if (!checked.ok) {
      issues.push(
        ...checked.issues.map(({ path, message }) => ({ path: `/records/${index}/data${path}`, message })),
      );
      return [];
    }
    try {
      refuseKeyChange(table.storage.columns, checked.record);
    } catch (error) {
      throw movePaths(error, (path) => `/records/${index}${path}`);
    }
    return [{ recordId: id, patch: checked.record, ...(ifMatch === undefined ? {} : { ifMatch }) }];
  });
  if (issues.length > 0) throw invalidRecord(issues.slice(0, issuesMax));
  return patches;
}

const issuesMax = 100;

/** Says which of the rows an error is about. */
function ofRow(error: AppError, index: number): AppError {
  const { code, message, hint } = error;
  return new AppError(code, message, {
    details: [{ path: `/records/${index}`, message }],
    ...(hint === null || hint === undefined ? {} : { hint }),
    cause: error,
  });
}
