"use client";

import { useSortable } from "@dnd-kit/sortable";
import { ArrowDown, ArrowUp, ChevronDown } from "lucide-react";
import type { CSSProperties } from "react";
import { isNumeric } from "#components/tables/column-types.ts";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import { Menu, MenuTrigger } from "#components/ui/menu.tsx";
import type { Column } from "#lib/catalog/types.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { ColumnResizer } from "./column-resizer.tsx";
import { useGrid } from "./grid-context.ts";
import { isBookkeeping } from "./shown-columns.ts";
import type { PlacedColumn } from "./use-column-layout.ts";
import { nextSort } from "./view-state.ts";

interface HeaderCellProps {
  readonly id: string;
  readonly placed: PlacedColumn;
  readonly stickyLeft: number | null;
  readonly isActive: boolean;
  readonly isMenuOpen: boolean;
  readonly onMenu: (open: boolean) => void;
  /** After the menu has closed. */
  readonly onLeave: () => void;
}

/** A column's head: a click sorts (Shift: as a further order), a drag moves it, its border resizes, a menu does the rest. */
export function HeaderCell({
  id,
  placed,
  stickyLeft,
  isActive,
  isMenuOpen,
  onMenu,
  onLeave,
}: HeaderCellProps) {
  const { view, onView } = useGrid();
  const { column, index, width } = placed;
  const place = view.sort.findIndex((entry) => entry.column === column.name);
  const dir = view.sort[place]?.dir;
  const drag = useSortable({ id: column.name });
  const style: CSSProperties = {
    width,
    ...(stickyLeft === null ? {} : { left: stickyLeft }),
    // Only sideways: columns have one row.
    transform: drag.transform ? `translateX(${drag.transform.x}px)` : undefined,
    transition: drag.transition,
  };
  return (
    <div
      ref={drag.setNodeRef}
      id={id}
      role="columnheader"
      tabIndex={-1}
      data-line={-1}
      data-column={index}
      aria-colindex={index + 1}
      aria-sort={dir === "asc" ? "ascending" : dir === "desc" ? "descending" : undefined}
      style={style}
      className={cn(
        "group/head relative flex h-full shrink-0 items-center border-r border-b bg-sunken text-soft outline-none",
        stickyLeft !== null && "sticky z-2",
        drag.isDragging && "z-5 opacity-80 shadow-float",
        isActive &&
          "shadow-[inset_0_0_0_2px_var(--control)] group-focus-within/grid:shadow-[inset_0_0_0_2px_var(--link)]",
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        {...drag.listeners}
        onClick={(event) => onView({ sort: nextSort(view.sort, column.name, event.shiftKey) })}
        title={headerTitle(column)}
        className={cn(
          "flex h-full min-w-0 flex-1 touch-manipulation items-center gap-1.5 pr-7 pl-2.5 hover:text-ink",
          isNumeric(column.type) && !column.references && "justify-end",
        )}
      >
        <TypeIcon column={column} />
        <span className="truncate font-mono text-xs">{column.name}</span>
        {column.required && !column.primary_key && !isBookkeeping(column) ? <RequiredMark /> : null}
        {dir ? <Direction dir={dir} place={view.sort.length > 1 ? place + 1 : null} /> : null}
      </button>
      <Menu open={isMenuOpen} onOpenChange={onMenu}>
        <MenuTrigger
          tabIndex={-1}
          aria-label={`Menu of ${column.name}`}
          className={cn(
            "absolute right-1 grid size-6 place-items-center rounded bg-sunken text-faint opacity-0 hover:bg-wash hover:text-ink focus-visible:opacity-100 group-hover/head:opacity-100 aria-expanded:opacity-100 max-md:opacity-100",
            isActive && "opacity-100",
          )}
        >
          <ChevronDown aria-hidden="true" className="size-4" />
        </MenuTrigger>
        {isMenuOpen ? <ColumnMenu column={column} onLeave={onLeave} /> : null}
      </Menu>
      <ColumnResizer column={column} width={width} />
    </div>
  );
}

function headerTitle(column: Column): string {
  const target = column.references;
  const relation = target ? ` → ${target.table}.${target.column}` : "";
  return `${column.sql_type ?? column.type}${relation}${column.description ? `\n${column.description}` : ""}\nClick to sort, with Shift as a further order`;
}

function RequiredMark() {
  return (
    <span className="text-danger" title="Required">
      <span aria-hidden="true">*</span>
      <span className="sr-only">required</span>
    </span>
  );
}

function Direction({ dir, place }: { readonly dir: "asc" | "desc"; readonly place: number | null }) {
  const Icon = dir === "asc" ? ArrowUp : ArrowDown;
  return (
    <span className="inline-flex shrink-0 items-center text-link">
      <Icon aria-hidden="true" className="size-3.5" />
      {place ? <span className="text-2xs">{place}</span> : null}
    </span>
  );
}
