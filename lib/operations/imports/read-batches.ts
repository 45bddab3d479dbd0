import type { Catalog, CatalogTable, Column, Json, Table } from "../../catalog/types.ts";
import { validateRecord } from "../../catalog/values/validate-record.ts";
import { definitionForNew } from "../../engine/write/row-triggers.ts";
import type { Issue } from "../../errors/app-error.ts";
import { cellReader, type ReadCell } from "../../transfer/cell-value.ts";
import type { ImportFile } from "../../transfer/import-file.ts";
import type { Cell, SourceRow } from "../../transfer/source-row.ts";
import type { RowsSettings } from "./import-settings.ts";

const batchRows = 1000;
/** Of texts, so that a thousand documents do not fill the memory. */
const batchCharacters = 2 * 1024 * 1024;

/** Some rows of a file, and how far it had been read behind the last of them. */
export interface Batch {
  readonly rows: readonly SourceRow[];
  readonly lastRow: number;
  readonly bytes: number;
}

/** @param after the last row that is done already: what stands before it is read and left alone. */
export async function* batchesOf(
  rows: AsyncIterable<SourceRow>,
  file: Pick<ImportFile, "position">,
  after: number,
): AsyncGenerator<Batch> {
  let batch: SourceRow[] = [];
  let characters = 0;
  for await (const one of rows) {
    if (one.row <= after) continue;
    batch.push(one);
    characters += sizeOf(one);
    if (batch.length < batchRows && characters < batchCharacters) continue;
    yield { rows: batch, lastRow: one.row, bytes: file.position };
    [batch, characters] = [[], 0];
  }
  const last = batch.at(-1);
  if (last !== undefined) yield { rows: batch, lastRow: last.row, bytes: file.position };
}

function sizeOf(one: SourceRow): number {
  if ("problem" in one) return one.text.length;
  let characters = 0;
  for (const cell of one.cells) characters += typeof cell === "string" ? cell.length : 16;
  return characters;
}

/** One step ahead: the next batch is read while the one before is stored. */
export async function* ahead<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = batches.next();
  try {
    for (let step = await next; !step.done; step = await next) {
      next = batches.next();
      // It is looked at in a moment; until then an error of it is nobody's.
      next.catch(() => undefined);
      yield step.value;
    }
  } finally {
    await batches.return(undefined).catch(() => undefined);
  }
}

/** A row that can be stored. */
export interface GoodRow {
  readonly source: SourceRow;
  readonly record: Record<string, Json>;
}

export type ReadRow = GoodRow | { readonly source: SourceRow; readonly issues: readonly Issue[] };

/** Reads rows of a file as records of a table, in the form in which they are stored. */
export function rowReader(
  catalog: Catalog,
  table: CatalogTable,
  settings: Pick<RowsSettings, "columns" | "strict" | "read">,
): (source: SourceRow) => ReadRow {
  const definition = asFilesHaveIt({ ...table, definition: definitionForNew(catalog, table) });
  const { date_order: dateOrder, decimal, format } = settings.read;
  const isTyped = format === "json" || format === "ndjson";
  const readers = settings.columns.flatMap(({ column: name }, index) => {
    const column = definition.columns.find((one) => one.name === name);
    if (column === undefined || table.storage.columns[column.name]?.place === "secret") return [];
    const isStrict = settings.strict.includes(column.name);
    return [{ index, column, read: cellReader(column, { dateOrder, decimal, isStrict, isTyped }) }];
  });
  return (source) => {
    if ("problem" in source) return { source, issues: [{ path: "", message: `The row ${source.problem}.` }] };
    return readRow(definition, source, readers);
  };
}

interface ColumnReader {
  readonly index: number;
  readonly column: Column;
  read(cell: Cell): ReadCell;
}

function readRow(
  definition: Table,
  source: Extract<SourceRow, { readonly cells: unknown }>,
  readers: readonly ColumnReader[],
): ReadRow {
  const given: [string, unknown][] = [];
  const issues: Issue[] = [];
  for (const { index, column, read } of readers) {
    const cell = read(source.cells[index] ?? null);
    if ("problem" in cell) issues.push({ path: `/${column.name}`, message: `The value ${cell.problem}.` });
    else given.push([column.name, cell.value]);
  }
  if (issues.length > 0) return { source, issues };
  const result = validateRecord(definition, Object.fromEntries(given), "insert");
  return result.ok ? { source, record: result.record } : { source, issues: result.issues };
}

/** A file brings the numbers that its table once counted up, and no passwords. */
function asFilesHaveIt({ definition, storage }: CatalogTable): Table {
  const columns = definition.columns.map((column): Column => {
    if (column.identity === "always") return { ...column, identity: "by default" };
    return storage.columns[column.name]?.place === "secret" ? { ...column, required: false } : column;
  });
  return { ...definition, columns };
}
