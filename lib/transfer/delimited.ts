import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import { rowCharactersMax, type SourceRow, UnreadableFile } from "./source-row.ts";

export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** An empty cell is null, one that stands in quotes an empty text: as `COPY … CSV` writes and reads them. */
const options = {
  cast: (value: string, { quoting }: { readonly quoting: boolean }) =>
    value === "" && !quoting ? null : value,
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: rowCharactersMax,
} as const;

type Cells = (string | null)[];

/**
 * Reads delimited text row by row, as fast as it is asked for and no faster; lines without anything are left out.
 *
 * @throws {UnreadableFile} for a quote that is not closed, or a row without end.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function* readDelimited(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<SourceRow> {
  const source = Readable.from(text);
  const parser = parse({ ...options, delimiter });
  // What goes wrong while the file is read ends the parser too; `pipe` alone would leave it waiting.
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  let isSingle = true;
  try {
    for await (const cells of parser as AsyncIterable<Cells>) {
      row += 1;
      if (cells.length > 1) isSingle = false;
      // In a file of one column an empty line is a row whose value is missing.
      if (!isSingle && cells.length === 1 && cells[0] === null) continue;
      yield { row, cells };
    }
  } catch (error) {
    throw readable(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function readable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === "number" ? ` (line ${error.lines})` : "";
  if (error.code === "CSV_QUOTE_NOT_CLOSED")
    return new UnreadableFile(`A quote is opened${line} and never closed.`, { cause: error });
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return new UnreadableFile(
      `A row is larger than 4 MiB${line}: perhaps a quote is not closed, or the separator is another one.`,
      { cause: error },
    );
  return new UnreadableFile(`The file is no delimited text${line}: ${error.message}`, { cause: error });
}

/** The first rows of a text that may be cut off: its last, unfinished line is left out. */
export function sampleRows(text: string, delimiter: string, isWhole: boolean, max: number): readonly Cells[] {
  const end = text.lastIndexOf("\n");
  const whole = isWhole || end === -1 ? text : text.slice(0, end + 1);
  try {
    return parseAtOnce(whole, { ...options, delimiter, to: max }) as unknown as Cells[];
  } catch {
    // A quoted cell that the sample cuts in two: what stands before it will do.
    const shorter = whole.slice(0, whole.length >> 1);
    return shorter.length < 2 ? [] : sampleRows(shorter, delimiter, false, max);
  }
}

/** The separator under which the first rows fall into the most columns, all of them into the same number. */
export function detectDelimiter(text: string, isWhole: boolean): Delimiter {
  let best: { readonly delimiter: Delimiter; readonly score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const score = regularity(
      sampleRows(text.slice(0, 65_536), delimiter, isWhole && text.length <= 65_536, 50),
    );
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function regularity(rows: readonly Cells[]): number {
  const lengths = rows.filter((cells) => cells.length > 1 || cells[0] !== null).map((cells) => cells.length);
  const [first = 0] = lengths;
  if (first < 2) return 0;
  const same = lengths.filter((length) => length === first).length / lengths.length;
  // Text with commas in it falls apart irregularly; that outweighs any number of columns.
  return same ** 4 * (1 + Math.log2(first));
}
