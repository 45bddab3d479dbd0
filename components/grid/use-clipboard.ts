"use client";

import type { ClipboardEvent } from "react";
import { queryRecords } from "#components/api/queries.ts";
import type { Row } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import type { Column } from "#lib/catalog/types.ts";
import type { ValueResult } from "#lib/catalog/values/value-result.ts";
import { appendRows } from "./append-rows.ts";
import type { CellChange } from "./cell-patches.ts";
import { type Range, rangeCells, rangeOf } from "./cell-range.ts";
import { cellText, parseCell } from "./cell-text.ts";
import { type CopiedCell, type PastedCell, parseHtmlTable, parseTsv, toHtml, toTsv } from "./clipboard.ts";
import { hasCutValue } from "./cut-values.ts";
import type { CellProblem } from "./edit-store.ts";
import { type GridModel, newRowKey } from "./grid-context.ts";
import { labelColumns } from "./row-label.ts";
import type { CellWork } from "./use-cell-work.ts";

const copiedMax = 100_000;
const pastedRowsMax = 10_000;

/** Ranges to the clipboard and back, in the shapes that spreadsheets read and write. */
export function useClipboard(grid: GridModel, work: CellWork) {
  async function copy(event: ClipboardEvent): Promise<void> {
    const range = rangeOf(grid.selection);
    if (rangeCells(range) > copiedMax) {
      toast({
        tone: "danger",
        title: `At most ${copiedMax.toLocaleString("en")} cells can be copied at once.`,
      });
      return;
    }
    event.preventDefault();
    const loaded = loadedRows(grid, range);
    // The event ends before the server answers: what is not here yet goes by the other door.
    if (loaded !== null) {
      const cells = copied(grid, range, loaded);
      event.clipboardData.setData("text/plain", toTsv(cells));
      event.clipboardData.setData("text/html", toHtml(cells));
    } else {
      const cells = copied(grid, range, await grid.lines.fetchLines(range.top, range.bottom));
      const blob = (type: string, text: string) => ({ [type]: new Blob([text], { type }) });
      await navigator.clipboard.write([
        new ClipboardItem({ ...blob("text/plain", toTsv(cells)), ...blob("text/html", toHtml(cells)) }),
      ]);
    }
    grid.announce(`${rangeCells(range).toLocaleString("en")} cells copied`);
  }

  async function paste(event: ClipboardEvent): Promise<void> {
    if (!grid.canWrite) return;
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const rows = (html === "" ? null : parseHtmlTable(html)) ?? parseTsv(text);
    await pasteRows(grid, work, rows);
  }

  return {
    copy,
    paste,
    pasteRows: (rows: readonly (readonly PastedCell[])[]) => pasteRows(grid, work, rows),
  };
}

function loadedRows(grid: GridModel, { top, bottom }: Range): ReadonlyMap<number, Row> | null {
  const rows = new Map<number, Row>();
  for (let line = top; line <= bottom; line++) {
    const row = grid.rowAt(line);
    // What is cut is fetched whole: nobody wants to paste the beginning of a text.
    if (row && hasCutValue(row)) return null;
    if (row) rows.set(line, row);
    else if (grid.lines.index.count > line && grid.lines.index.sections[0]?.group === null) return null;
  }
  return rows;
}

function copied(grid: GridModel, range: Range, rows: ReadonlyMap<number, Row>): CopiedCell[][] {
  const columns = grid.columns.slice(range.left, range.right + 1);
  return [...rows.values()].map((row) =>
    columns.map((column) => {
      const value = row[column.name] ?? null;
      return { value, text: grid.labels.labelOf(column, value) ?? cellText(value) };
    }),
  );
}

/** A single value fills the whole range; more than one begin at its corner. */
async function pasteRows(
  grid: GridModel,
  work: CellWork,
  rows: readonly (readonly PastedCell[])[],
): Promise<void> {
  const range = rangeOf(grid.selection);
  const [first] = rows;
  if (first === undefined) return;
  if (rows.length > pastedRowsMax) {
    toast({
      tone: "danger",
      title: `At most ${pastedRowsMax.toLocaleString("en")} rows can be pasted. Import them instead.`,
    });
    return;
  }
  const isOne = rows.length === 1 && first.length === 1;
  const height = isOne ? range.bottom - range.top + 1 : rows.length;
  const width = isOne ? range.right - range.left + 1 : Math.max(...rows.map((row) => row.length));
  const stored = storedLines(grid);
  const bottom = Math.min(range.top + height - 1, stored - 1);
  const targets = bottom < range.top ? new Map() : await grid.lines.fetchLines(range.top, bottom);
  const columns = grid.columns.slice(range.left, range.left + width);
  const pastedAt = (line: number, place: number) => (isOne ? first[0] : rows[line - range.top]?.[place]);
  const found = await resolveLabels(grid, columns, rows);
  const parsed = (column: Column, cell: PastedCell) =>
    found.get(column.name)?.get(cell.text) ?? parseCell(column, cell);
  const changes: CellChange[] = [];
  const problems = new Map<string, Map<string, CellProblem>>();
  for (let line = range.top; line <= bottom; line++) {
    const row = targets.get(line);
    const key = grid.keyAt(line);
    if (row === undefined || key === null || key === newRowKey) continue;
    for (const [place, column] of columns.entries()) {
      const pasted = pastedAt(line, place);
      if (pasted === undefined || !grid.mayEdit({ row: line, column: range.left + place })) continue;
      const result = parsed(column, pasted);
      if (result.ok) changes.push({ key, row: grid.store.shown(key, row), column, value: result.value });
      else {
        const problem = { message: `“${pasted.text}” ${result.problem}.`, value: pasted.text };
        problems.set(key, (problems.get(key) ?? new Map<string, CellProblem>()).set(column.name, problem));
      }
    }
  }
  work.change(changes);
  for (const [key, cells] of problems) grid.store.setProblems(key, cells);
  const left = rows.slice(Math.max(0, bottom - range.top + 1));
  const isAdding = stored < grid.lineCount;
  tellLeftOver(isAdding ? 0 : left.length, isOne, problems);
  if (isAdding && !isOne && left.length > 0) {
    // What is read again after the adding must not be older than the edits.
    await grid.store.settled();
    await appendRows(grid, work, { rows: left, columns, parsed });
  }
  const [column] = columns;
  const [cell] = first;
  if (isOne && range.top >= stored && column !== undefined && cell !== undefined)
    typeIntoNewRow(grid, range, column, { cell, result: parsed(column, cell) });
}

function typeIntoNewRow(
  grid: GridModel,
  { top, left }: Range,
  { name }: Column,
  { cell, result }: { readonly cell: PastedCell; readonly result: ValueResult },
): void {
  const place = { row: top, column: left };
  if (!grid.mayEdit(place)) return;
  if (result.ok) grid.setCell(place, result.value);
  else {
    const problem = { message: `“${cell.text}” ${result.problem}.`, value: cell.text };
    grid.store.setProblems(newRowKey, new Map([[name, problem]]));
  }
}

/** How many lines are rows that are stored: the one behind them, if there is one, takes a new row. */
function storedLines(grid: GridModel): number {
  return grid.keyAt(grid.lineCount - 1) === newRowKey ? grid.lineCount - 1 : grid.lineCount;
}

function tellLeftOver(
  left: number,
  isOne: boolean,
  problems: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
) {
  const bad = [...problems.values()].reduce((sum, cells) => sum + cells.size, 0);
  if (bad > 0)
    toast({
      tone: "danger",
      title: `${bad} ${bad === 1 ? "cell does" : "cells do"} not fit their columns`,
      description: "They are marked, and keep what they held.",
    });
  if (!isOne && left > 0)
    toast({
      tone: "danger",
      title: `${left} pasted ${left === 1 ? "row has" : "rows have"} no row to go to`,
      description: "Add rows first, or import them.",
    });
}

type Found = ReadonlyMap<string, ValueResult>;

/** What rows are called, as spreadsheets hold it, back to the keys by which they are pointed to. */
async function resolveLabels(
  grid: GridModel,
  columns: readonly Column[],
  rows: readonly (readonly PastedCell[])[],
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const [place, column] of columns.entries()) {
    const target = grid.tables.find(({ table_name }) => table_name === column.references?.table)?.schema;
    const [label] = target ? labelColumns(target) : [];
    const key = column.references?.column ?? "id";
    const texts = rows
      .map((row) => row[place])
      .filter((cell) => cell !== undefined && cell.value === undefined && !parseCell(column, cell).ok)
      .map((cell) => cell?.text ?? "");
    if (target === undefined || label === undefined || texts.length === 0) continue;
    const { records } = await queryRecords(grid.databaseId, {
      tableName: target.name,
      select: [...new Set([key, label])],
      filters: { column: label, op: "in", value: [...new Set(texts)] },
      limit: 10_000,
    });
    const byLabel = Map.groupBy(records, (row) => String(row[label]));
    found.set(
      column.name,
      new Map(
        [...new Set(texts)].map((text): readonly [string, ValueResult] => {
          const matches = byLabel.get(text) ?? [];
          if (matches.length === 1) return [text, { ok: true, value: matches[0]?.[key] ?? null }];
          const problem =
            matches.length === 0
              ? `is no row of ${target.name}`
              : `is ${matches.length} rows of ${target.name}`;
          return [text, { ok: false, problem }];
        }),
      ),
    );
  }
  return found;
}
