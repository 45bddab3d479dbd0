"use client";

import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  ListFilter,
  ListTree,
  Pencil,
  Pin,
  PinOff,
  Trash2,
} from "lucide-react";
import { MenuContent, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";
import { isGroupable } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { useColumnActions } from "./column-actions.tsx";
import { useGrid } from "./grid-context.ts";
import { moveColumn } from "./shown-columns.ts";

interface ColumnMenuProps {
  readonly column: Column;
  readonly onLeave: () => void;
}

/** What can be done with a column: for this view, and, for those who may, with the table. */
export function ColumnMenu({ column, onLeave }: ColumnMenuProps) {
  const { info, view, onView, canWrite, columns } = useGrid();
  const actions = useColumnActions();
  const { name } = column;
  const isFrozen = view.frozen.includes(name);
  const place = columns.findIndex((candidate) => candidate.name === name);
  const sort = (dir: "asc" | "desc") => onView({ sort: [{ column: name, dir }] });
  const moveBefore = (before: string | null) => onView({ order: moveColumn(info, view.order, name, before) });
  return (
    <MenuContent
      align="start"
      className="min-w-52"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onLeave();
      }}
    >
      <MenuLabel className="font-mono">{name}</MenuLabel>
      <MenuItem onSelect={() => sort("asc")}>
        <ArrowUp aria-hidden="true" />
        Sort ascending
      </MenuItem>
      <MenuItem onSelect={() => sort("desc")}>
        <ArrowDown aria-hidden="true" />
        Sort descending
      </MenuItem>
      <MenuItem onSelect={() => actions.filterBy(column)}>
        <ListFilter aria-hidden="true" />
        Filter by this column
      </MenuItem>
      {isGroupable(column.type) ? (
        <MenuItem onSelect={() => onView({ group: view.group === name ? null : name })}>
          <ListTree aria-hidden="true" />
          {view.group === name ? "Do not group" : "Group by this column"}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          onView({
            frozen: isFrozen ? view.frozen.filter((other) => other !== name) : [...view.frozen, name],
          })
        }
      >
        {isFrozen ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        {isFrozen ? "Let it scroll" : "Freeze at the left"}
      </MenuItem>
      <MenuItem disabled={place <= 0} onSelect={() => moveBefore(columns[place - 1]?.name ?? null)}>
        <ArrowLeft aria-hidden="true" />
        Move left
      </MenuItem>
      <MenuItem
        disabled={place >= columns.length - 1}
        onSelect={() => moveBefore(columns[place + 2]?.name ?? null)}
      >
        <ArrowRight aria-hidden="true" />
        Move right
      </MenuItem>
      <MenuItem disabled={columns.length === 1} onSelect={() => onView({ hidden: [...view.hidden, name] })}>
        <EyeOff aria-hidden="true" />
        Hide in this view
      </MenuItem>
      {canWrite ? (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => actions.change(column)}>
            <Pencil aria-hidden="true" />
            Rename or change type…
          </MenuItem>
          <MenuItem tone="danger" onSelect={() => actions.drop(column)}>
            <Trash2 aria-hidden="true" />
            Drop column
          </MenuItem>
        </>
      ) : null}
    </MenuContent>
  );
}
