import { CircleAlert } from "lucide-react";
import type { CSSProperties } from "react";
import { isNumeric } from "#components/tables/column-types.ts";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/catalog/types.ts";
import { CellValue } from "./cell-value.tsx";
import type { CellProblem } from "./edit-store.ts";
import { isBookkeeping } from "./shown-columns.ts";
import type { PlacedColumn } from "./use-column-layout.ts";

export interface GridCellProps {
  readonly id: string;
  readonly line: number;
  readonly placed: PlacedColumn;
  /** Undefined: not loaded yet. */
  readonly value: Json | undefined;
  readonly label: string | undefined;
  readonly decimals: number | undefined;
  readonly problem: CellProblem | undefined;
  readonly isActive: boolean;
  readonly isInRange: boolean;
  readonly isReadOnly: boolean;
  /** Pixels from the left edge at which the cell stays while others scroll; null: it scrolls. */
  readonly stickyLeft: number | null;
  readonly isLastFrozen: boolean;
  /** The editor, in place of the value. */
  readonly editor: React.ReactNode;
}

/** One cell: its value, its problem, its place in the selection. Clicks are heard by the grid. */
export function GridCell(props: GridCellProps) {
  const { id, line, placed, value, problem, isActive, isInRange, isReadOnly, stickyLeft, editor } = props;
  const { column, index, width } = placed;
  const style: CSSProperties = { width, ...(stickyLeft === null ? {} : { left: stickyLeft }) };
  return (
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      data-line={line}
      data-column={index}
      aria-colindex={index + 1}
      aria-selected={isInRange}
      aria-readonly={isReadOnly || undefined}
      aria-invalid={problem ? true : undefined}
      aria-describedby={problem ? `${id}-problem` : undefined}
      style={style}
      className={cn(
        "relative flex h-full shrink-0 items-center border-r border-b px-2.5 outline-none",
        editor ? "overflow-visible" : "overflow-hidden",
        stickyLeft !== null &&
          "sticky z-2 bg-surface group-hover/row:bg-sunken group-data-chosen/row:bg-tint",
        props.isLastFrozen && "border-r-control/50",
        isRightAligned(props) && "justify-end tabular-nums",
        isBookkeeping(column) && "text-faint tabular-nums",
        isInRange && !isActive && "bg-tint",
        problem && "bg-danger-tint",
        editor ? "z-4" : null,
      )}
    >
      {isActive && !editor ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 z-1 border-2 border-control group-focus-within/grid:border-link"
        />
      ) : null}
      {editor ?? (
        <span className="min-w-0 truncate whitespace-pre">
          {value === undefined ? (
            <Waiting />
          ) : (
            <CellValue column={column} value={value} label={props.label} decimals={props.decimals} />
          )}
        </span>
      )}
      {problem && !editor ? (
        <>
          <CircleAlert aria-hidden="true" className="ml-auto size-3.5 shrink-0 text-danger" />
          <span id={`${id}-problem`} className="sr-only">
            {problem.message}
          </span>
        </>
      ) : null}
    </div>
  );
}

function Waiting() {
  return <span className="block h-2.5 w-16 animate-wait rounded-full bg-wash" />;
}

function isRightAligned({ placed: { column } }: GridCellProps): boolean {
  return isNumeric(column.type) && column.references === undefined;
}
