"use client";

import type { Row, Sort, TableInfo } from "#components/api/types.ts";
import { isNumeric } from "#components/tables/column-types.ts";
import { cn } from "#components/ui/cn.ts";
import type { Column } from "#lib/catalog/types.ts";
import { CellValue } from "./cell-value.tsx";
import { decimalsOf } from "./decimals.ts";
import { GridHead } from "./grid-head.tsx";
import { recordKey } from "./record-key.ts";
import { isBookkeeping, shownColumns } from "./shown-columns.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import type { ReferenceLabels } from "./use-reference-labels.ts";

interface GridProps {
  readonly info: TableInfo;
  readonly rows: readonly Row[];
  readonly labels: ReferenceLabels;
  readonly sort: readonly Sort[];
  /** Of all rows that the filter lets through, when known. */
  readonly rowCount: number | null;
  readonly firstRow: number;
  readonly isStale: boolean;
  readonly onSort: (column: string, isAdding: boolean) => void;
  readonly onOpen: (row: Row) => void;
}

/** The rows of one table. The header stays, the body scrolls both ways; a click or Enter opens a row. */
export function Grid({ info, rows, labels, sort, rowCount, firstRow, isStale, onSort, onOpen }: GridProps) {
  const { schema: table } = info;
  const columns = shownColumns(info);
  const decimals = decimalsOf(columns, rows);
  const { grid, onKeyDown } = useGridKeys((index) => {
    const row = rows[index];
    if (row) onOpen(row);
  });
  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid in the sense of ARIA, with its keys
      role="grid"
      aria-label={`Rows of ${table.name}`}
      aria-rowcount={rowCount === null ? -1 : rowCount + 1}
      aria-busy={isStale}
      onKeyDown={onKeyDown}
      className={cn(
        "min-w-full border-separate border-spacing-0 text-[0.8125rem] transition-opacity",
        isStale && "opacity-60",
      )}
    >
      <GridHead columns={columns} sort={sort} onSort={onSort} />
      <tbody>
        {rows.map((row, index) => (
          <tr
            key={recordKey(table, row) ?? index}
            aria-rowindex={firstRow + index + 1}
            onClick={() => onOpen(row)}
            className="group cursor-pointer"
          >
            {columns.map((column, place) => (
              <td
                key={column.name}
                tabIndex={index === 0 && place === 0 ? 0 : -1}
                className={cn(
                  "h-9 max-w-72 truncate border-b px-3 first:pl-4 group-hover:bg-sunken focus-visible:outline-offset-[-2px] md:first:pl-6",
                  isRightAligned(column) && "text-right tabular-nums",
                  isBookkeeping(column) && "text-faint tabular-nums",
                )}
              >
                <CellValue
                  column={column}
                  value={row[column.name] ?? null}
                  decimals={decimals.get(column.name)}
                  label={labels.get(column.name)?.get(String(row[column.name]))}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isRightAligned(column: Column): boolean {
  return isNumeric(column.type) && column.references === undefined;
}
