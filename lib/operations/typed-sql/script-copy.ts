import { asList, names, type TreeNode } from "../../expression/tree.ts";
import { type CopyRow, copyRows } from "../../query/copy-data.ts";
import { relationName, unsupported } from "../../query/definition/step.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { Refused } from "../../query/write/refused.ts";
import { compile, ident, join, keyword, literal, sql } from "../../sql/sql.ts";
import type { Progress } from "./script-progress.ts";
import { runText } from "./script-text.ts";
import type { SqlResult } from "./sql-run.ts";

/** Cells of one INSERT: what a parser and a server take in their stride. */
const cellsMax = 5_000;
const charactersMax = 100_000;

/** `COPY posts (id, title) FROM stdin`, its data in the text behind it: the same INSERTs as anybody could type. */
export async function runCopy(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<SqlResult> {
  const startedAt = performance.now();
  const { fields } = statement.tree;
  const data = progress.script.copied.get(statement.end);
  refuseOthers(statement.tree, data);
  const target = ident(relationName(fields.relation as TreeNode["fields"]));
  const columns = names(fields.attlist);
  const list = columns.length === 0 ? sql`` : sql` (${join(columns.map((name) => ident(name)))})`;
  let count = 0;
  for (const rows of batches(copyRows(data ?? ""))) {
    for (const row of rows) refuseWidth(row, columns.length);
    const values = join(rows.map((row) => sql`(${join(row.map(cell))})`));
    const { text } = compile(sql`insert into ${target}${list} overriding system value values ${values}`);
    count += await runText(progress, index, text);
  }
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  return { command: "COPY", columns: [], rows: [], row_count: count, truncated: false, ms };
}

function cell(value: string | null) {
  return value === null ? keyword("null") : literal(value);
}

function refuseOthers({ fields }: TreeNode, data: string | undefined): void {
  const hint = "Write INSERT … VALUES, or import the file on the table's page.";
  if (fields.is_from !== true || fields.filename !== undefined || fields.is_program === true)
    throw new Refused("insufficientPrivilege", "COPY is not allowed here.", { hint });
  if (asList(fields.options).length > 0 || fields.whereClause !== undefined)
    throw unsupported("COPY with options", null, "Leave them out: the text format of dumps is read.");
  if (data === undefined) throw unsupported("COPY without its data", null, hint);
}

function refuseWidth(row: CopyRow, columns: number): void {
  if (columns === 0 || row.length === columns) return;
  const what = row.length < columns ? "missing data for column" : "extra data after last expected column";
  throw new Refused("badCopyFormat", what);
}

function* batches(rows: readonly CopyRow[]): Generator<readonly CopyRow[]> {
  let batch: CopyRow[] = [];
  let cells = 0;
  let characters = 0;
  for (const row of rows) {
    const length = row.reduce((sum, value) => sum + (value?.length ?? 4) + 4, 0);
    if (batch.length > 0 && (cells + row.length > cellsMax || characters + length > charactersMax)) {
      yield batch;
      batch = [];
      cells = 0;
      characters = 0;
    }
    batch.push(row);
    cells += row.length;
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
