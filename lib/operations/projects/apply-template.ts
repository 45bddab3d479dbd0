import { randomUUID } from "node:crypto";
import { sampleRecords } from "../../catalog/templates/sample-records.ts";
import type { Template } from "../../catalog/templates/template.ts";
import { templates } from "../../catalog/templates/templates.ts";
import type { Catalog, CatalogTable, Change, Json } from "../../catalog/types.ts";
import { validateRecord } from "../../catalog/values/validate-record.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { translateViolation } from "../../engine/violations.ts";
import { insertOnlyStatement } from "../../engine/write/records.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import { invalidRecord } from "../records/record-errors.ts";
import { applyWithin, recordChanges, transactionOf } from "../schema/apply-at-once.ts";

/** A template as it is offered. */
export interface OfferedTemplate {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tables: readonly string[];
}

export function listTemplates(): readonly OfferedTemplate[] {
  return templates.map(({ name, title, description, tables }) => ({
    name,
    title,
    description,
    tables: tables.map((table) => table.name),
  }));
}

/** What a template brought. */
export interface AppliedTemplate {
  readonly tables: readonly string[];
  readonly records: number;
  readonly version: number;
}

/**
 * Makes a template's tables and sample rows in a database: all of it or nothing. Needs the role editor.
 *
 * @throws {AppError} RH004 if there is no such template; RH200 where a table of a name is there already.
 */
export async function applyTemplate(
  actor: Actor,
  databaseId: string,
  name: string,
): Promise<AppliedTemplate> {
  const template = templateNamed(name);
  const scope = await authorize(actor, databaseId, "editor");
  const applied = await writeInCatalog(scope, "exclusive", (tx, catalog) =>
    applyTemplateWithin(scope, tx, { catalog, template }),
  );
  runtime().catalogs.moved(scope.databaseId, applied.version);
  return applied;
}

/** @throws {AppError} RH004 */
export function templateNamed(name: string): Template {
  const template = templates.find((each) => each.name === name);
  if (template !== undefined) return template;
  throw new AppError("RH004", `There is no template ${JSON.stringify(name.slice(0, 100))}.`, {
    hint: "GET /api/templates lists them.",
  });
}

/** The same in a transaction that holds the definitions exclusively. */
export async function applyTemplateWithin(
  scope: TenantScope,
  tx: Transaction,
  { catalog, template }: { readonly catalog: Catalog; readonly template: Template },
): Promise<AppliedTemplate> {
  const changes: Change[] = template.tables.map((table) => ({ kind: "create_table", table }));
  const { after } = await applyWithin(transactionOf(scope, tx), catalog, changes);
  const version = await recordChanges(scope, tx, changes);
  const samples = sampleRecords(template, new Date(), randomUUID);
  for (const { table, records } of samples)
    await insert(tx, after, { table: tableNamed(after, table), records });
  return {
    tables: template.tables.map((table) => table.name),
    records: samples.reduce((total, { records }) => total + records.length, 0),
    version,
  };
}

async function insert(
  tx: Transaction,
  catalog: Catalog,
  sample: { readonly table: CatalogTable; readonly records: readonly unknown[] },
): Promise<void> {
  const { table } = sample;
  const records = sample.records.map((input): Record<string, Json> => {
    const result = validateRecord(table.definition, input, "insert");
    if (result.ok) return result.record;
    throw invalidRecord(result.issues);
  });
  await tx.query(insertOnlyStatement(catalog, table, records)).catch((error: unknown) => {
    throw translateViolation(table, error);
  });
}
