import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { translateViolation } from "../../engine/violations.ts";
import { type ImportConflict, importStatement } from "../../engine/write/records.ts";
import { type Issue, isAppError } from "../../errors/app-error.ts";
import { ident, sql } from "../../sql/sql.ts";
import type { ImportProblem } from "../../store/records/import-problem.ts";
import type { SourceRow } from "../../transfer/source-row.ts";
import { leftOutByTrigger } from "../records/record-errors.ts";
import type { ImportRules } from "./import-settings.ts";
import type { GoodRow } from "./read-batches.ts";

/** Where rows are stored. */
export interface Place {
  readonly tx: Transaction;
  readonly catalog: Catalog;
  readonly table: CatalogTable;
}

/** What became of some rows. */
export interface Stored {
  readonly inserted: number;
  readonly updated: number;
  readonly left: readonly LeftRow[];
}

/** A row that is not stored, and why. */
export interface LeftRow {
  readonly source: SourceRow;
  readonly issues: readonly Issue[];
  /** False: nothing is wrong with it, there was only no place for it: its key is there, or a trigger left it out. */
  readonly isWrong: boolean;
}

/** What Postgres is to do about keys that are there: rows that may be left out are found without an error. */
export function conflictOf({ on_error, on_duplicate, key }: ImportRules): ImportConflict | null {
  if (on_duplicate === "update") return { action: "update", columns: key ?? null };
  return on_duplicate === "skip" || on_error === "skip" ? { action: "nothing", columns: null } : null;
}

/** Stores rows, all or nothing: what goes wrong is thrown. */
export async function storeAll(
  place: Place,
  rows: readonly GoodRow[],
  conflict: ImportConflict | null,
): Promise<Stored> {
  const { tx, catalog, table } = place;
  if (rows.length === 0) return { inserted: 0, updated: 0, left: [] };
  const records = rows.map(({ record }) => record);
  const result = await tx.query<ImportRow>(importStatement(catalog, table, records, conflict));
  const { inserted = 0, updated = 0, duplicates = [], left_out: leftOut = [] } = result.rows[0] ?? {};
  const leftFor = (places: readonly number[], issue: Issue) =>
    places.flatMap((place): LeftRow[] => {
      const row = rows[place - 1];
      return row === undefined ? [] : [{ source: row.source, issues: [issue], isWrong: false }];
    });
  return {
    inserted,
    updated,
    left: [...leftFor(duplicates, duplicate), ...leftFor(leftOut, leftOutByTrigger)],
  };
}

interface ImportRow {
  readonly inserted: number;
  readonly updated: number;
  readonly duplicates: readonly number[];
  readonly left_out: readonly number[];
}

const duplicate: Issue = { path: "", message: "Another row has the same key." };

/**
 * Stores what can be stored. As if no key were there already, which costs least; if one is, by leaving such rows out; rows that
 * the database refuses for anything else are halved until the bad ones stand alone.
 */
export async function storeGood(
  place: Place,
  rows: readonly GoodRow[],
  conflict: ImportConflict | null,
): Promise<Stored> {
  if (conflict?.action !== "nothing") return storeHalves(place, rows, conflict, 1);
  const savepoint = ident("import_0");
  await place.tx.query(sql`savepoint ${savepoint}`);
  try {
    const stored = await storeAll(place, rows, null);
    await place.tx.query(sql`release savepoint ${savepoint}`);
    return stored;
  } catch (error) {
    if (!isRowError(error)) throw error;
    await place.tx.query(sql`rollback to savepoint ${savepoint}`);
    return storeHalves(place, rows, conflict, 1);
  }
}

async function storeHalves(
  place: Place,
  rows: readonly GoodRow[],
  conflict: ImportConflict | null,
  depth: number,
): Promise<Stored> {
  const savepoint = ident(`import_${depth}`);
  await place.tx.query(sql`savepoint ${savepoint}`);
  try {
    const stored = await storeAll(place, rows, conflict);
    await place.tx.query(sql`release savepoint ${savepoint}`);
    return stored;
  } catch (error) {
    if (!isRowError(error)) throw error;
    await place.tx.query(sql`rollback to savepoint ${savepoint}`);
    const [first] = rows;
    if (rows.length === 1 && first !== undefined)
      return {
        inserted: 0,
        updated: 0,
        left: [{ source: first.source, issues: issuesOf(place.table, error), isWrong: true }],
      };
    const half = Math.ceil(rows.length / 2);
    const before = await storeHalves(place, rows.slice(0, half), conflict, depth + 1);
    const after = await storeHalves(place, rows.slice(half), conflict, depth + 1);
    return {
      inserted: before.inserted + after.inserted,
      updated: before.updated + after.updated,
      left: [...before.left, ...after.left],
    };
  }
}

/** Whether the error is about the rows: their values (22), a constraint (23), a row changed twice (21), an index (54). */
export function isRowError(error: unknown): error is Error & { code: string } {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(21|22|23|54)[0-9A-Z]{3}$/.test(code);
}

function issuesOf(table: CatalogTable, raised: Error): readonly Issue[] {
  const error = translateViolation(table, raised);
  const details = isAppError(error) ? error.details : null;
  if (Array.isArray(details)) return details as readonly Issue[];
  return [{ path: "", message: error instanceof Error ? error.message : raised.message }];
}

const originalMax = 32_768;

/** Rows that were left, as they are told in the file of errors. */
export function problemsOf(left: readonly Omit<LeftRow, "isWrong">[]): readonly ImportProblem[] {
  return left.flatMap(({ source, issues }) =>
    issues.map(({ path, message }, place) => ({
      row: source.row,
      place,
      column: columnOf(path),
      reason: storable(message),
      original: place === 0 ? originalOf(source) : "",
    })),
  );
}

function originalOf(source: SourceRow): string {
  const text = "problem" in source ? source.text : JSON.stringify(source.cells);
  return storable(text.length > originalMax ? `${text.slice(0, originalMax)}…` : text);
}

/** Without what Postgres cannot store in a text. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").toWellFormed();
}

export function columnOf(path: string): string | null {
  if (!path.startsWith("/")) return null;
  return path.slice(1).split("/")[0]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? null;
}
