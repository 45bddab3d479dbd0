import type { Json, Table } from "../../catalog/types.ts";
import { validateRecord } from "../../catalog/values/validate-record.ts";
import { translateViolation } from "../../engine/violations.ts";
import { insertStatement } from "../../engine/write/records.ts";
import { definitionForNew } from "../../engine/write/row-triggers.ts";
import type { Issue } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { insertCredential } from "../../store/end-users/credential.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import { hashSecrets } from "./hash-secrets.ts";
import { atPath, invalidRecord, leftOutByTrigger } from "./record-errors.ts";

export type CreateRecordsInput =
  | { readonly tableName: string; readonly data: unknown }
  | { readonly tableName: string; readonly records: readonly unknown[] };

/** JSON text as Postgres built it, to be passed on as it is. */
export interface JsonText {
  readonly json: string;
}

/**
 * Inserts one record or many, all or nothing.
 *
 * @returns `{"record": …}` or `{"records": […]}`, in the order given.
 * @throws {AppError} RH300 with a JSON pointer per problem (`/data/price`, `/records/3/price`); a SQLSTATE when a row
 * conflicts with what is stored.
 */
export async function createRecords(
  actor: Actor,
  databaseId: string,
  input: CreateRecordsInput,
): Promise<JsonText> {
  const scope = await authorize(actor, databaseId, "editor");
  const isOne = "data" in input;
  const given = isOne ? [input.data] : input.records;
  const pathOf = (index: number) => (isOne ? "/data" : `/records/${index}`);
  const hashes = await hashSecrets(scope, input.tableName, given, pathOf);
  const made = await writeInCatalog(
    scope,
    "shared",
    async (tx, catalog) => {
      const table = tableNamed(catalog, input.tableName);
      const records = validated(definitionForNew(catalog, table), given, pathOf);
      if (records.length === 0) return { json: '{"records":[]}' };
      const result = await tx
        .query<{ records: string; ids: string[] }>(insertStatement(catalog, table, records))
        .catch((error: unknown) => {
          throw atPath(translateViolation(table, error), isOne ? "/data" : "/records");
        });
      const [row] = result.rows;
      for (const [index, passwordHash] of hashes.entries()) {
        const userId = row?.ids[index];
        if (passwordHash !== null && userId !== undefined)
          await tx.query(insertCredential(scope, { userId, passwordHash }));
      }
      const json = row?.records ?? "[]";
      if (isOne && json === "[]") throw atPath(invalidRecord([leftOutByTrigger]), "/data");
      return { json: isOne ? `{"record":${json.slice(1, -1)}}` : `{"records":${json}}` };
    },
    { isRepeatable: true },
  );
  void runtime().rowStatistics.wrote(scope, [input.tableName], given.length);
  return made;
}

function validated(
  definition: Table,
  inputs: readonly unknown[],
  pathOf: (index: number) => string,
): readonly Record<string, Json>[] {
  const issues: Issue[] = [];
  const records = inputs.flatMap((input, index) => {
    const result = validateRecord(definition, input, "insert");
    if (result.ok) return [result.record];
    // An import of thousands of bad rows has one cause; the first hundred problems tell it.
    if (issues.length < 100)
      issues.push(
        ...result.issues.map(({ path, message }) => ({ path: `${pathOf(index)}${path}`, message })),
      );
    return [];
  });
  if (issues.length > 0) throw invalidRecord(issues);
  return records;
}
