"use client";

import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { Row, TableInfo } from "#components/api/types.ts";
import { type GridDefinition, widthLimits } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { defaultWidth, viewColumns } from "./shown-columns.ts";

/** A column where it stands: its place among all, its pixels from the left of its part. */
export interface PlacedColumn {
  readonly column: Column;
  readonly index: number;
  readonly start: number;
  readonly width: number;
}

export interface ColumnLayout {
  /** From left to right, the frozen ones first. */
  readonly columns: readonly Column[];
  readonly frozen: readonly PlacedColumn[];
  readonly others: readonly PlacedColumn[];
  readonly frozenWidth: number;
  readonly othersWidth: number;
  /** Shows a width while a border is being dragged; null: the view's widths hold. */
  readonly drag: (dragged: { readonly column: string; readonly width: number } | null) => void;
}

const features = tableFeatures({ columnOrderingFeature, columnPinningFeature, columnSizingFeature });
// The table keeps the columns' model alone: rows come in windows of their own.
const noRows: Row[] = [];

/** Order, width and pinning of the columns that a view shows. */
export function useColumnLayout(info: TableInfo, view: GridDefinition): ColumnLayout {
  const [dragged, drag] = useState<{ readonly column: string; readonly width: number } | null>(null);
  const { frozen, others } = useMemo(() => viewColumns(info, view), [info, view]);
  const columns = useMemo(() => [...frozen, ...others], [frozen, others]);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.name,
        accessorFn: (row: Row) => row[column.name],
        size: defaultWidth(column),
        minSize: widthLimits.min,
        maxSize: widthLimits.max,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    state: {
      columnOrder: columns.map(({ name }) => name),
      columnPinning: { start: frozen.map(({ name }) => name), end: [] },
      columnSizing: { ...view.widths, ...(dragged ? { [dragged.column]: dragged.width } : {}) },
    },
  });
  const widthOf = ({ name }: Column) => table.getColumn(name)?.getSize() ?? widthLimits.min;
  const widths = JSON.stringify(columns.map(widthOf));
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths says all that widthOf can say
  return useMemo(() => {
    const placedFrozen = place(frozen, 0, widthOf);
    const placedOthers = place(others, frozen.length, widthOf);
    return {
      columns,
      frozen: placedFrozen,
      others: placedOthers,
      frozenWidth: widthSum(placedFrozen),
      othersWidth: widthSum(placedOthers),
      drag,
    };
  }, [columns, frozen, others, widths]);
}

function place(
  columns: readonly Column[],
  firstIndex: number,
  widthOf: (column: Column) => number,
): readonly PlacedColumn[] {
  let start = 0;
  return columns.map((column, offset) => {
    const width = widthOf(column);
    const placed = { column, index: firstIndex + offset, start, width };
    start += width;
    return placed;
  });
}

function widthSum(columns: readonly PlacedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
