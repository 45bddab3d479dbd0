import { exactDigits } from "../../catalog/values/exact-json.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { ImportFile } from "../../transfer/import-file.ts";
import { newColumns, suggestColumns } from "../../transfer/mapping.ts";
import { openFile, type ReadSettings, type ReadWishes } from "../../transfer/open-file.ts";
import { type SourceColumn, tooManyColumns } from "../../transfer/preview.ts";
import { type DumpOutline, outlineOf } from "../../transfer/sql-dump.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed } from "../in-catalog.ts";
import { findUploaded, reading } from "./find-import.ts";
import { storedFile } from "./stored-file.ts";

export interface PreviewInput {
  readonly read?: ReadWishes;
  /** The table that rows would go to. Absent: a new one. */
  readonly table?: string;
}

/** What an import would do, by the file's beginning; nothing is stored. */
export interface ImportPreview {
  readonly read: ReadSettings;
  /** Whether dates are there that could be read in two ways. */
  readonly is_date_order_ambiguous: boolean;
  readonly sheets: readonly string[];
  readonly columns: readonly (SourceColumn & {
    /** The table's column of the same name; of a new table the name that it would have. */
    readonly column: string | null;
  })[];
  /** The first rows, cells as texts. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Why the file cannot become a table. */
  readonly problem: string | null;
  /** Of a script. */
  readonly script: DumpOutline | null;
}

const shownRows = 50;
const shownCharacters = 200;

/** @throws {AppError} RH004; RH206 while the file is not all there; RH304 when it cannot be read. */
export async function previewImport(
  actor: Actor,
  databaseId: string,
  importId: string,
  input: PreviewInput,
): Promise<ImportPreview> {
  const scope = await authorize(actor, databaseId, "viewer");
  const row = await findUploaded(scope, importId);
  const file = storedFile(scope, row);
  const { settings, shape, sheets } = await reading(() => openFile(file, row.file_name, input.read ?? {}));
  const catalog = await runtime().catalogs.get(scope);
  const sources = input.table === undefined ? newColumns(shape.columns) : shape.columns;
  const targets =
    input.table === undefined
      ? sources.map(({ name }) => name)
      : suggestColumns(sources, tableNamed(catalog, input.table).definition);
  const isScript = settings.format === "sql";
  return {
    read: settings,
    is_date_order_ambiguous: shape.notation.isOrderAmbiguous,
    sheets,
    columns: sources.map((source, index) => ({ ...source, column: targets[index] ?? null })),
    rows: shape.rows.slice(0, shownRows).map((cells) => sources.map((_, index) => shown(cells[index]))),
    problem: isScript ? null : problemOf(sources.length, shape.rows.length),
    script: isScript ? await reading(() => outlineOf(beginning(file, settings))) : null,
  };
}

const outlinedBytes = 4 * 1024 * 1024;

/** The first part of a script as text. */
async function* beginning(file: ImportFile, { encoding }: ReadSettings): AsyncGenerator<string> {
  const bytes = await file.read(0, outlinedBytes);
  yield new TextDecoder(encoding).decode(bytes, { stream: true });
}

function problemOf(columns: number, rows: number): string | null {
  if (columns === 0) return "No columns were found in the file.";
  return tooManyColumns(columns) ?? (rows === 0 ? "The file has a header and no rows." : null);
}

function shown(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  const text = exactDigits(cell) ?? (typeof cell === "string" ? cell : JSON.stringify(cell));
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
