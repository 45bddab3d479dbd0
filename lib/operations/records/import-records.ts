import type { Catalog, CatalogTable, Json } from "../../catalog/types.ts";
import { validateRecord } from "../../catalog/values/validate-record.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { translateViolation } from "../../engine/violations.ts";
import { insertOnlyStatement } from "../../engine/write/records.ts";
import { definitionForNew } from "../../engine/write/row-triggers.ts";
import { AppError, type Issue, isAppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed, writeInCatalog } from "../in-catalog.ts";
import { invalidRecord, leftOutByTrigger } from "./record-errors.ts";

/** A row of a stream: its value, or why it has none. `line` counts from 1. */
export type StreamedRow =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string };

export interface ImportRecordsInput {
  readonly tableName: string;
  /** `stop`: all or nothing. `skip`: what can be stored is, batch by batch. */
  readonly onError: "stop" | "skip";
  readonly rows: AsyncIterable<StreamedRow>;
}

export interface ImportProblem {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

export interface ImportReport {
  readonly inserted: number;
  readonly skipped: number;
  /** The first thousand. */
  readonly problems: readonly ImportProblem[];
}

const batchRows = 1000;
const problemsMax = 1000;

interface Row {
  readonly line: number;
  readonly record: Record<string, Json>;
}

/**
 * Inserts a stream of records in batches, in constant memory.
 *
 * @throws {AppError} with `stop`, the first bad row's error, its line in the message; nothing is stored then.
 */
export async function importRecords(
  actor: Actor,
  databaseId: string,
  input: ImportRecordsInput,
): Promise<ImportReport> {
  const scope = await authorize(actor, databaseId, "editor");
  const report = await (input.onError === "stop" ? importAll(scope, input) : importGood(scope, input));
  await runtime().rowStatistics.wrote(scope, [input.tableName], report.inserted);
  return report;
}

async function importAll(scope: TenantScope, input: ImportRecordsInput): Promise<ImportReport> {
  let hasBegun = false;
  return writeInCatalog(scope, "shared", async (tx, catalog) => {
    // The stream cannot be read again: begun anew, the import would lack the rows that were read.
    if (hasBegun)
      throw new AppError("RH202", "The table was changed while the import was about to begin.", {
        hint: "Send it again.",
      });
    const table = tableNamed(catalog, input.tableName);
    const skipped = new SkippedRows();
    let inserted = 0;
    for await (const batch of batches(input.rows)) {
      hasBegun = true;
      const rows = batch.map((row) => {
        const read = readRow(catalog, table, row);
        if ("record" in read) return read;
        throw atLine(row.line, invalidRecord(read.issues));
      });
      const leftOut = await insertRows(tx, catalog, table, rows);
      inserted += rows.length - leftOut.length;
      skipped.leftOut(leftOut);
    }
    return { inserted, ...skipped.report() };
  });
}

async function importGood(scope: TenantScope, input: ImportRecordsInput): Promise<ImportReport> {
  const skipped = new SkippedRows();
  let inserted = 0;
  for await (const batch of batches(input.rows)) {
    const catalog = await runtime().catalogs.get(scope);
    const table = tableNamed(catalog, input.tableName);
    const rows = batch.map((row) => readRow(catalog, table, row));
    const good = rows.filter((row) => "record" in row);
    for (const row of rows) if ("issues" in row) skipped.add(row.line, row.issues);
    inserted += await insertGood(scope, input.tableName, good, skipped);
  }
  return { inserted, ...skipped.report() };
}

/** Counts the rows that are not stored, and keeps what the first are told of. */
class SkippedRows {
  readonly #problems: ImportProblem[] = [];
  #count = 0;

  add(line: number, issues: readonly Issue[]): void {
    this.#count += 1;
    for (const { path, message } of issues) {
      if (this.#problems.length < problemsMax) this.#problems.push({ line, column: columnOf(path), message });
    }
  }

  leftOut(rows: readonly Row[]): void {
    for (const { line } of rows) this.add(line, [leftOutByTrigger]);
  }

  report(): Pick<ImportReport, "skipped" | "problems"> {
    return { skipped: this.#count, problems: this.#problems };
  }
}

/** Inserts what can be inserted: a batch that the database refuses is halved until the bad rows stand alone. */
async function insertGood(
  scope: TenantScope,
  tableName: string,
  rows: readonly Row[],
  skipped: SkippedRows,
): Promise<number> {
  const [first] = rows;
  if (first === undefined) return 0;
  try {
    const leftOut = await writeInCatalog(
      scope,
      "shared",
      (tx, catalog) => insertRows(tx, catalog, tableNamed(catalog, tableName), rows),
      { isRepeatable: true },
    );
    skipped.leftOut(leftOut);
    return rows.length - leftOut.length;
  } catch (error) {
    if (!isRowError(error)) throw error;
    if (rows.length === 1) {
      skipped.add(first.line, issuesOf(error));
      return 0;
    }
    const half = Math.ceil(rows.length / 2);
    const before = await insertGood(scope, tableName, rows.slice(0, half), skipped);
    return before + (await insertGood(scope, tableName, rows.slice(half), skipped));
  }
}

/** Stores rows, all or nothing. @returns those that a trigger left out. */
async function insertRows(
  tx: Transaction,
  catalog: Catalog,
  table: CatalogTable,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const records = rows.map(({ record }) => record);
  const statement = insertOnlyStatement(catalog, table, records);
  const result = await tx.query<{ left_out: readonly number[] }>(statement).catch((error: unknown) => {
    const translated = translateViolation(table, error);
    throw rows.length === 1 && rows[0] !== undefined ? atLine(rows[0].line, translated) : translated;
  });
  return (result.rows[0]?.left_out ?? []).flatMap((place) => rows[place - 1] ?? []);
}

function readRow(
  catalog: Catalog,
  table: CatalogTable,
  row: StreamedRow,
): Row | { readonly line: number; readonly issues: readonly Issue[] } {
  if ("problem" in row) return { line: row.line, issues: [{ path: "", message: row.problem }] };
  const result = validateRecord(definitionForNew(catalog, table), row.value, "insert");
  if (result.ok && hasSecret(table, result.record)) {
    const message = "Passwords are not read here: create users with a password through the auth API.";
    return { line: row.line, issues: [{ path: "/password_hash", message }] };
  }
  return result.ok ? { line: row.line, record: result.record } : { line: row.line, issues: result.issues };
}

/** Whether a value is meant for the credentials, which no row holds. */
function hasSecret(table: CatalogTable, record: Record<string, Json>): boolean {
  return Object.keys(record).some((name) => table.storage.columns[name]?.place === "secret");
}

async function* batches(rows: AsyncIterable<StreamedRow>): AsyncGenerator<readonly StreamedRow[]> {
  let batch: StreamedRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Whether the error is about the rows: their values (22), a constraint (23), or what an index cannot hold (54). */
function isRowError(error: unknown): error is Error & { code: string } {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}

function issuesOf(error: Error): readonly Issue[] {
  const details = isAppError(error) ? error.details : null;
  return Array.isArray(details) ? (details as readonly Issue[]) : [{ path: "", message: error.message }];
}

function columnOf(path: string): string | null {
  return path.startsWith("/")
    ? (path.slice(1).split("/")[0]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? null)
    : null;
}

function atLine(line: number, error: unknown): unknown {
  if (!isAppError(error)) return error;
  return new AppError(error.code, `Line ${line}: ${error.message}`, {
    status: error.status,
    details: error.details,
    hint: "Nothing was stored. Correct the line, or import with on_error=skip.",
    cause: error,
  });
}
