import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { insertProblems } from "../../store/records/import-problem.ts";
import type { Progress } from "../typed-sql/script-progress.ts";
import type { ClaimedImport } from "./claimed-import.ts";
import type { ScriptSettings } from "./import-settings.ts";
import { type GoodRow, type ReadRow, rowReader } from "./read-batches.ts";
import { isRowError, type Place, problemsOf, type Stored, storeAll, storeGood } from "./store-batch.ts";

type Values = readonly (string | null)[];

/** Rows for one table that stand in a script: of COPY, or of INSERTs. */
export interface ScriptedRows {
  readonly line: number;
  readonly table: string;
  /** Empty: all. */
  readonly columns: readonly string[];
  readonly rows: readonly Values[];
}

/** Where a script has got to. */
export interface ScriptRun {
  readonly claimed: ClaimedImport<ScriptSettings>;
  readonly progress: Progress;
  /** Rows of INSERTs that go together. */
  waiting: {
    readonly head: ScriptedRows;
    readonly rows: { readonly line: number; readonly values: Values }[];
  } | null;
  readonly counts: { inserted: number; skipped: number; rows: number; statements: number };
  readonly tables: Set<string>;
  readonly skipped: { readonly line: number; readonly message: string; readonly hint: string | null }[];
}

const batchRows = 1000;

/** Keeps rows until there are enough of them, or others come. */
export async function writeRows(run: ScriptRun, part: ScriptedRows): Promise<void> {
  const { head } = run.waiting ?? {};
  const isSame = head?.table === part.table && head.columns.join("\u0000") === part.columns.join("\u0000");
  if (!isSame) await storeRows(run);
  run.waiting ??= { head: part, rows: [] };
  // Of an INSERT all rows stand where it begins.
  for (const [index, values] of part.rows.entries())
    run.waiting.rows.push({
      line: part.line + (part.columns.length === 0 || part.rows.length > 1 ? index : 0),
      values,
    });
  if (run.waiting.rows.length >= batchRows) await storeRows(run);
}

/** Stores the rows that wait. @throws {AppError} with the line of one that cannot be stored, unless those are left out. */
export async function storeRows(run: ScriptRun): Promise<void> {
  const { waiting, progress, claimed, counts } = run;
  if (waiting === null) return;
  run.waiting = null;
  const table = tableOf(progress, waiting.head);
  const read = rowReader(progress.catalog, table, {
    ...{ read: plainRead, strict: [] },
    columns: columnsOf(table, waiting.head),
  });
  const rows = waiting.rows.map(({ line, values }) => read({ row: line, cells: values }));
  const good = rows.filter((one): one is GoodRow => "record" in one);
  const bad = rows.flatMap((one) => ("issues" in one ? [one] : []));
  const place = { tx: progress.session.tx, catalog: progress.catalog, table };
  run.tables.add(table.definition.name);
  counts.rows += rows.length;
  const stops = claimed.settings.on_error === "stop";
  if (stops && bad[0] !== undefined) throw atLine(bad[0]);
  const stored = stops
    ? await storeEvery(place, good)
    : await storeGood(place, good, { action: "nothing", columns: null });
  const left = [...bad, ...stored.left];
  counts.inserted += stored.inserted;
  counts.skipped += left.length;
  const { scope, row } = claimed;
  const problems = problemsOf(left).map((problem, at) => ({ ...problem, place: problem.place + at }));
  if (problems.length > 0 && counts.skipped < 100_000)
    await progress.session.tx.query(insertProblems(scope, row.id, problems));
}

/** @throws {AppError} RH300 with the line behind which a row cannot be stored. */
function storeEvery(place: Place, rows: readonly GoodRow[]): Promise<Stored> {
  return storeAll(place, rows, null).catch((error: unknown) => {
    throw isRowError(error) ? behindLine(rows[0]?.source.row ?? 0, place.table, error) : error;
  });
}

/** As `pg_dump` writes values, whatever the settings of the reader. */
const plainRead = {
  format: "sql",
  encoding: "utf-8",
  delimiter: ",",
  has_header: false,
  date_order: "mdy",
  decimal: ".",
} as const;

function tableOf({ catalog }: Progress, { table: name, line }: ScriptedRows): CatalogTable {
  const found = catalog.tables.find(({ definition }) => definition.name === name);
  if (found !== undefined) return found;
  const names = catalog.tables.map(({ definition }) => definition.name);
  throw new AppError("42P01", `Line ${line}: relation "${name}" does not exist`, {
    status: 400,
    hint: perhapsMeant(name, names).trim() || "Make its table in the script, in front of the rows.",
  });
}

function columnsOf(table: CatalogTable, { columns, line }: ScriptedRows) {
  const known = table.definition.columns.map(({ name }) => name);
  const stored = table.definition.columns.filter(({ generated }) => generated === undefined);
  const named = columns.length > 0 ? columns : stored.map(({ name }) => name);
  const strange = named.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new AppError(
      "42703",
      `Line ${line}: column "${strange}" of relation "${table.definition.name}" does not exist`,
      { status: 400 },
    );
  return named.map((name) => ({ source: name, column: name }));
}

function atLine({ source, issues }: Extract<ReadRow, { readonly issues: unknown }>): AppError {
  return new AppError("RH300", `Line ${source.row}: ${issues[0]?.message ?? "The row cannot be stored."}`, {
    details: issues,
    hint: "Nothing was stored. Correct the row, or import with what cannot be stored left out.",
  });
}

function behindLine(line: number, table: CatalogTable, cause: Error): AppError {
  return new AppError(
    "RH300",
    `A row of "${table.definition.name}" behind line ${line} cannot be stored: ${cause.message}`,
    {
      hint: "Nothing was stored. Correct the row, or import with what cannot be stored left out.",
      cause,
    },
  );
}
