/** A cell as a file holds it: text, nothing, or a value of JSON. */
export type Cell = unknown;

/**
 * One row of a file: its cells in the order of the file's columns, or why it cannot be read.
 *
 * `row` counts from 1, the header included, so that it is the number that a spreadsheet shows.
 */
export type SourceRow =
  | { readonly row: number; readonly cells: readonly Cell[] }
  | { readonly row: number; readonly problem: string; readonly text: string };

/** A file cannot be read further: what is wrong with it, in words for a person. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** By shape: the pages' copy of this code is another than the server's. */
export function isUnreadable(error: unknown): error is Error {
  return error instanceof Error && error.name === "UnreadableFile";
}

/** A row larger than this is no row: a quote was not closed, or the file is of another kind. */
export const rowCharactersMax = 4 * 1024 * 1024;
