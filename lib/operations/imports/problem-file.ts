import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type ImportProblem, selectProblems } from "../../store/records/import-problem.ts";
import { csvLine, withoutFormula } from "../../transfer/csv-text.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { findImport } from "./find-import.ts";
import type { ImportSettings } from "./import-settings.ts";

const pageRows = 2_000;

/**
 * The rows of a file that were not stored, as CSV: number, columns and reasons, and behind them the row as the file had it, so
 * that it can be corrected and imported again.
 *
 * @throws {AppError} RH004
 */
export async function problemFile(
  actor: Actor,
  databaseId: string,
  importId: string,
): Promise<{ readonly name: string; readonly lines: AsyncGenerator<string> }> {
  const scope = await authorize(actor, databaseId, "viewer");
  const row = await findImport(scope, importId);
  // Written by `startImport` alone.
  const settings = row.settings as ImportSettings | null;
  const columns = settings?.kind === "rows" ? settings.columns.map(({ source }) => source) : [];
  return {
    name: `${row.file_name.replace(/\.\w+$/, "")} errors.csv`,
    lines: linesOf(scope, importId, columns),
  };
}

async function* linesOf(
  scope: TenantScope,
  importId: string,
  columns: readonly string[],
): AsyncGenerator<string> {
  // A table of people's mistakes is opened in a spreadsheet: nothing in it is to be a formula.
  const line = (values: readonly (string | null)[]) => csvLine(values.map(withoutFormula), ",");
  yield line(["row", "column", "reason", ...columns]);
  let after = { row: -1, place: -1 };
  let group: ImportProblem[] = [];
  for (;;) {
    const { rows } = await runtime().database.query<ImportProblem>(
      scope,
      selectProblems(scope, importId, after, pageRows),
      { readOnly: true },
    );
    for (const problem of rows) {
      if (group[0] !== undefined && group[0].row !== problem.row) {
        yield line(cellsOf(group));
        group = [];
      }
      group.push(problem);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) break;
    after = { row: last.row, place: last.place };
  }
  if (group.length > 0) yield line(cellsOf(group));
}

/** All that is wrong with one row, and the row. */
function cellsOf(problems: readonly ImportProblem[]): readonly (string | null)[] {
  const [first] = problems;
  const columns = problems.flatMap(({ column }) => column ?? []).join("; ");
  const reasons = problems.map(({ reason }) => reason).join(" ");
  return [
    String(first?.row ?? ""),
    columns === "" ? null : columns,
    reasons,
    ...original(first?.original ?? ""),
  ];
}

function original(text: string): readonly (string | null)[] {
  try {
    const cells: unknown = JSON.parse(text);
    if (Array.isArray(cells))
      return cells.map((cell) => (cell === null || typeof cell === "string" ? cell : JSON.stringify(cell)));
  } catch {
    // A line that was no row, or one that was cut: as it is.
  }
  return [text];
}
