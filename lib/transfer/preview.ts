import { catalogLimits } from "../catalog/checks/limits.ts";
import type { ColumnType } from "../catalog/types.ts";
import { detectNotation, type FoundNotation, inferType } from "./infer-column.ts";
import { type LegalName, legalNames, sourceNames } from "./legal-names.ts";
import type { Cell, SourceRow } from "./source-row.ts";

/** A column of a file, as far as its first rows tell. */
export interface SourceColumn {
  /** As the file calls it. */
  readonly source: string;
  /** The name that a new column would have. */
  readonly name: string;
  readonly isRenamed: boolean;
  readonly type: ColumnType;
  readonly isEmpty: boolean;
  /** Whether the first rows have a value each, none of them twice: it can be a key. */
  readonly isDistinct: boolean;
}

/** What a file holds, by its first rows. */
export interface FileShape {
  readonly columns: readonly SourceColumn[];
  readonly notation: FoundNotation;
  readonly hasHeader: boolean;
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * The columns of a file whose rows are lists of cells.
 *
 * @param rows the first ones, the header among them.
 * @param options.hasHeader absent: found out.
 */
export function tabularShape(
  rows: readonly (readonly Cell[])[],
  options: { readonly hasHeader?: boolean | undefined; readonly delimiter: string | null },
): FileShape {
  const hasHeader = options.hasHeader ?? looksLikeHeader(rows, options.delimiter);
  const width = widthOf(rows, hasHeader);
  const names = sourceNames(hasHeader ? (rows[0] ?? []) : null, width);
  return shape(names, hasHeader ? rows.slice(1) : rows, { hasHeader, delimiter: options.delimiter });
}

/** A row with more cells than the header is a mistake, unless most are so: then the header lacks names. */
function widthOf(rows: readonly (readonly Cell[])[], hasHeader: boolean): number {
  const lengths = rows.map((cells) => cells.length);
  const widest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const named = lengths[0] ?? 0;
  const isSurplus = lengths.filter((length) => length > named).length * 2 > lengths.length;
  return hasHeader && !isSurplus ? named : widest;
}

/** The columns of a file of objects: every key that the first ones have, in the order in which they come. */
export function objectShape(values: readonly unknown[]): FileShape {
  const objects = values.filter(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  );
  const keys = [...new Set(objects.flatMap((value) => Object.keys(value as object)))];
  const rows = objects.map((value) => {
    const given = new Map<string, Cell>(Object.entries(value as object));
    return keys.map((key) => given.get(key) ?? null);
  });
  return shape(keys, rows, { hasHeader: true, delimiter: null });
}

function shape(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  { hasHeader, delimiter }: { readonly hasHeader: boolean; readonly delimiter: string | null },
): FileShape {
  const values = names.map((_, index) => rows.map((cells) => cells[index] ?? null));
  const notation = detectNotation(values, delimiter);
  const legal = legalNames(names);
  const columns = legal.map((name, index) => columnOf(name, values[index] ?? [], notation));
  return { columns, notation, hasHeader, rows };
}

function columnOf(
  { source, name, isChanged }: LegalName,
  values: readonly Cell[],
  notation: FoundNotation,
): SourceColumn {
  const given = values.filter((value) => value !== null && value !== "");
  const texts = new Set(given.map((value) => (typeof value === "string" ? value : JSON.stringify(value))));
  return {
    source,
    name,
    isRenamed: isChanged,
    type: inferType(source, values, notation),
    isEmpty: given.length === 0,
    isDistinct: values.length > 0 && texts.size === values.length,
  };
}

/** Whether the first row names columns: texts, none twice, which are not of the types that stand below them. */
function looksLikeHeader(rows: readonly (readonly Cell[])[], delimiter: string | null): boolean {
  const [first, ...others] = rows;
  if (first === undefined) return false;
  const names = first.map((cell) => String(cell ?? "").trim());
  if (names.every((name) => name === "") || names.some((name) => name.length > 100)) return false;
  const given = names.filter((name) => name !== "");
  if (new Set(given).size !== given.length) return false;
  const notation = detectNotation([], delimiter);
  // "No" is more often the name of a number than a value.
  const isValue = (text: string) => !/^(yes|no)$/i.test(text) && inferType("", [text], notation) !== "text";
  if (given.some(isValue)) return false;
  // Text over text: a first row that is found again further down names nothing.
  return !others.some(
    (cells) => cells.length === first.length && cells.every((cell, at) => cell === first[at]),
  );
}

/** Why a file's columns cannot be those of one table; null when they can. */
export function tooManyColumns(count: number): string | null {
  const max = catalogLimits.columnsPerTable;
  return count > max ? `The file has ${count} columns; a table holds at most ${max}.` : null;
}

/** Rows behind the header, each with as many cells as there are columns. */
export async function* belowHeader(
  rows: AsyncIterable<SourceRow>,
  { hasHeader, width }: { readonly hasHeader: boolean; readonly width: number },
): AsyncGenerator<SourceRow> {
  let isFirst = hasHeader;
  for await (const one of rows) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    yield "cells" in one && one.cells.length > width ? surplus(one, width) : one;
  }
}

/** Cells beyond the last column are left out if they are empty; else the row cannot be understood. */
function surplus(one: Extract<SourceRow, { readonly cells: unknown }>, width: number): SourceRow {
  const { row, cells } = one;
  if (cells.slice(width).every((cell) => cell === null || cell === ""))
    return { row, cells: cells.slice(0, width) };
  return {
    row,
    problem: `has ${cells.length} cells where there are ${width} columns`,
    text: JSON.stringify(cells),
  };
}
