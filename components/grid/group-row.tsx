import { ChevronRight } from "lucide-react";
import type { RowGroup } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";
import type { Column } from "#lib/catalog/types.ts";
import { CellValue } from "./cell-value.tsx";

interface GroupRowProps {
  readonly gridId: string;
  readonly line: number;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly column: Column;
  readonly group: RowGroup;
  readonly label: string | undefined;
  readonly isOpen: boolean;
  readonly isActive: boolean;
}

/** The head of a group: its value, how many rows have it; opens and closes. */
export function GroupRow({ gridId, line, column, group, isOpen, isActive, ...props }: GroupRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      style={{ transform: `translateY(${props.top}px)`, height: props.height, width: props.width }}
      className="absolute top-0 left-0 border-b bg-sunken"
    >
      <div
        id={`${gridId}-${line}-0`}
        role="gridcell"
        aria-expanded={isOpen}
        tabIndex={-1}
        data-line={line}
        data-column={0}
        data-toggle=""
        className={cn(
          "sticky left-0 flex h-full w-fit max-w-full cursor-pointer items-center gap-2 px-3 outline-none",
          isActive &&
            "shadow-[inset_0_0_0_2px_var(--control)] group-focus-within/grid:shadow-[inset_0_0_0_2px_var(--link)]",
        )}
      >
        <ChevronRight
          aria-hidden="true"
          className={cn("size-4 text-faint transition-transform", isOpen && "rotate-90")}
        />
        <span className="font-mono text-faint text-xs">{column.name}</span>
        <span className="min-w-0 truncate font-medium">
          {group.value === null ? (
            <span className="text-faint">Empty</span>
          ) : (
            <CellValue column={column} value={group.value} label={props.label} />
          )}
        </span>
        <span className="text-faint text-xs tabular-nums">{group.count.toLocaleString("en")}</span>
      </div>
    </div>
  );
}
