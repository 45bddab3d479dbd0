import { Maximize2 } from "lucide-react";
import { type CSSProperties, memo } from "react";
import type { Row } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";
import type { CellProblem } from "./edit-store.ts";
import { GridCell } from "./grid-cell.tsx";
import type { PlacedColumn } from "./use-column-layout.ts";
import type { ReferenceLabels } from "./use-reference-labels.ts";

export const gutterWidth = 64;

export interface GridRowProps {
  readonly gridId: string;
  readonly line: number;
  /** From 1, in its group if there is one. */
  readonly number: number;
  readonly top: number;
  readonly height: number;
  readonly rowKey: string | null;
  /** Undefined: not loaded yet. */
  readonly row: Row | undefined;
  readonly frozen: readonly PlacedColumn[];
  readonly others: readonly PlacedColumn[];
  /** Pixels of the columns that are scrolled out at the left. */
  readonly skipped: number;
  readonly width: number;
  readonly labels: ReferenceLabels;
  readonly decimals: ReadonlyMap<string, number>;
  readonly problems: ReadonlyMap<string, CellProblem> | undefined;
  /** The place of the active cell in this row; null: it is in another. */
  readonly active: number | null;
  /** The columns of the range in this row, both ends included. */
  readonly rangeLeft: number | null;
  readonly rangeRight: number | null;
  readonly isChosen: boolean;
  readonly isOpen: boolean;
  readonly canChoose: boolean;
  /** Columns that cannot be edited in this row. */
  readonly readOnly: ReadonlySet<string>;
  readonly isNew: boolean;
  /** The editor of the active cell. */
  readonly editor: React.ReactNode;
}

/** One row. Rendered again only when something of its own has changed: labels are compared by their number. */
export const GridRow = memo(Row_, (before, after) => {
  const names = Object.keys(after) as (keyof GridRowProps)[];
  return names.every((name) =>
    name === "labels" ? before.labels.version === after.labels.version : before[name] === after[name],
  );
});

function Row_(props: GridRowProps) {
  const { gridId, line, row, frozen, others, active, rangeLeft, rangeRight } = props;
  const style: CSSProperties = {
    transform: `translateY(${props.top}px)`,
    height: props.height,
    width: props.width,
  };
  const cell = (placed: PlacedColumn, stickyLeft: number | null, isLastFrozen: boolean) => {
    const { column, index } = placed;
    const value = row === undefined ? undefined : (row[column.name] ?? null);
    return (
      <GridCell
        key={column.name}
        id={`${gridId}-${line}-${index}`}
        line={line}
        placed={placed}
        value={value}
        label={value == null ? undefined : props.labels.labelOf(column, value)}
        decimals={props.decimals.get(column.name)}
        problem={props.problems?.get(column.name)}
        isActive={active === index}
        isInRange={rangeLeft !== null && rangeRight !== null && index >= rangeLeft && index <= rangeRight}
        isReadOnly={props.readOnly.has(column.name)}
        stickyLeft={stickyLeft}
        isLastFrozen={isLastFrozen}
        editor={active === index ? props.editor : null}
      />
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-selected={props.isChosen}
      data-chosen={props.isChosen ? "" : undefined}
      data-open={props.isOpen ? "" : undefined}
      style={style}
      className={cn(
        "group/row absolute top-0 left-0 flex hover:bg-sunken data-chosen:bg-tint data-open:bg-tint",
        active !== null && "z-3",
        props.isNew && "bg-sunken/60",
      )}
    >
      <Gutter {...props} />
      {frozen.map((placed, place) => cell(placed, gutterWidth + placed.start, place === frozen.length - 1))}
      {props.skipped > 0 ? (
        <div aria-hidden="true" style={{ width: props.skipped }} className="shrink-0" />
      ) : null}
      {others.map((placed) => cell(placed, null, false))}
    </div>
  );
}

/** The row's number, which turns into its box and its way into the panel. */
function Gutter({ line, number, rowKey, isChosen, canChoose, isNew }: GridRowProps) {
  return (
    <div
      role="rowheader"
      aria-label={isNew ? "New row" : `Row ${number}`}
      style={{ width: gutterWidth }}
      className="sticky left-0 z-2 flex h-full shrink-0 items-center gap-0.5 border-r border-b bg-surface pl-2 text-faint text-2xs tabular-nums group-hover/row:bg-sunken group-data-chosen/row:bg-tint group-data-open/row:bg-tint"
    >
      {isNew ? <span className="pl-1 text-base leading-none">+</span> : null}
      {rowKey === null || isNew ? null : (
        <>
          {canChoose ? (
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isChosen}
              readOnly
              data-choose={line}
              aria-label={`Select row ${number}`}
              className="hidden size-4 accent-accent group-hover/row:block group-data-chosen/row:block"
            />
          ) : null}
          <button
            type="button"
            tabIndex={-1}
            data-open-row={line}
            aria-label={`Open row ${number}`}
            title="Open the row (Space)"
            className="hidden size-6 place-items-center rounded text-faint hover:bg-wash hover:text-ink group-hover/row:grid"
          >
            <Maximize2 aria-hidden="true" className="size-3.5" />
          </button>
        </>
      )}
      {isNew ? null : (
        <span
          className={cn(
            "w-full pr-2 text-right group-hover/row:hidden",
            canChoose && "group-data-chosen/row:hidden",
          )}
        >
          {number}
        </span>
      )}
    </div>
  );
}
