import { explain, issuesOf } from "#components/api/api-error.ts";
import { toast } from "#components/ui/toast.ts";
import type { Column, Json } from "#lib/catalog/types.ts";
import type { ValueResult } from "#lib/catalog/values/value-result.ts";
import type { PastedCell } from "./clipboard.ts";
import type { GridModel } from "./grid-context.ts";
import type { CellWork } from "./use-cell-work.ts";

interface Appended {
  readonly rows: readonly (readonly PastedCell[])[];
  /** The columns from that of the first cell on. */
  readonly columns: readonly Column[];
  readonly parsed: (column: Column, cell: PastedCell) => ValueResult;
}

type NewRecord = { readonly [column: string]: Json };

/** Pasted rows that lie behind the last one are added, those that fit their columns; of the others it is said why not. */
export async function appendRows(grid: GridModel, work: CellWork, pasted: Appended): Promise<void> {
  const read = pasted.rows.map((row) => readRow(grid, row, pasted));
  const records = read.flatMap(({ record, problem }) =>
    problem === null && Object.keys(record).length > 0 ? [record] : [],
  );
  tellMisfits(read.flatMap(({ problem }) => problem ?? []));
  if (records.length === 0) return;
  try {
    await work.createAll(records);
  } catch (error) {
    const { title, description } = explain(error);
    const [issue] = issuesOf(error);
    toast({
      tone: "danger",
      title: records.length === 1 ? "The pasted row was not added" : "The pasted rows were not added",
      description: issue === undefined ? [title, description].filter(Boolean).join(" ") : issueWords(issue),
    });
  }
}

function readRow(
  grid: GridModel,
  row: readonly PastedCell[],
  { columns, parsed }: Appended,
): { record: NewRecord; problem: string | null } {
  const record: { [column: string]: Json } = {};
  for (const [place, column] of columns.entries()) {
    const cell = row[place];
    if (cell === undefined || grid.readOnly.fresh.has(column.name)) continue;
    const result = parsed(column, cell);
    if (!result.ok) return { record, problem: `${column.name}: “${cell.text}” ${result.problem}.` };
    if (result.value !== null) record[column.name] = result.value;
  }
  return { record, problem: null };
}

function tellMisfits(problems: readonly string[]): void {
  const [first] = problems;
  if (first === undefined) return;
  toast({
    tone: "danger",
    title:
      problems.length === 1 ? "1 pasted row was not added" : `${problems.length} pasted rows were not added`,
    description: first,
  });
}

/** `/records/2/data/email`: which of the pasted rows it is about. */
function issueWords({ path, message }: { readonly path: string; readonly message: string }): string {
  const place = /^\/records\/(\d+)/.exec(path)?.[1];
  return place === undefined ? message : `Row ${Number(place) + 1}: ${message}`;
}
