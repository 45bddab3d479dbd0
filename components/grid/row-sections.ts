import type { RowGroup } from "#components/api/types.ts";

/** A run of rows that one question answers: all of them, or those of one group. */
export interface RowSection {
  /** Null: the rows are not grouped. */
  readonly group: RowGroup | null;
  readonly isOpen: boolean;
  /** Rows in it, whether they are shown or not. */
  readonly count: number;
}

/** What stands in a line of the grid. */
export type GridLine =
  | { readonly kind: "group"; readonly section: number }
  | { readonly kind: "row"; readonly section: number; readonly offset: number };

/** Sections with the lines at which they begin. */
export interface LineIndex {
  readonly sections: readonly RowSection[];
  readonly starts: readonly number[];
  readonly count: number;
}

export function indexLines(sections: readonly RowSection[]): LineIndex {
  const starts: number[] = [];
  let count = 0;
  for (const section of sections) {
    starts.push(count);
    count += (section.group === null ? 0 : 1) + (section.isOpen ? section.count : 0);
  }
  return { sections, starts, count };
}

/** The line at an index; null behind the last. */
export function lineAt({ sections, starts, count }: LineIndex, index: number): GridLine | null {
  if (index < 0 || index >= count) return null;
  // The last section that begins at or before the line.
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const offset = index - (starts[low] ?? 0);
  if (sections[low]?.group == null) return { kind: "row", section: low, offset };
  return offset === 0 ? { kind: "group", section: low } : { kind: "row", section: low, offset: offset - 1 };
}

/** A page of one section's rows. */
export interface PageAt {
  readonly section: number;
  readonly page: number;
}

/** The pages that hold the rows of some lines, in order. */
export function pagesOf(index: LineIndex, first: number, last: number, pageRows: number): readonly PageAt[] {
  const pages: PageAt[] = [];
  for (let at = Math.max(0, first); at <= Math.min(last, index.count - 1); ) {
    const line = lineAt(index, at);
    if (line === null) break;
    if (line.kind === "group") {
      at += 1;
      continue;
    }
    const page = Math.floor(line.offset / pageRows);
    pages.push({ section: line.section, page });
    // To the first line behind the page, or behind the section.
    const section = index.sections[line.section];
    const end = Math.min((page + 1) * pageRows, section?.count ?? 0);
    at += Math.max(1, end - line.offset);
  }
  return pages;
}
