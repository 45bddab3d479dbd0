"use client";

import { ArrowDown, ArrowDownUp, ArrowUp, ChevronUp, X } from "lucide-react";
import { Popover } from "radix-ui";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/input.tsx";
import type { GridSort } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";

interface SortPopoverProps {
  readonly columns: readonly Column[];
  readonly sort: readonly GridSort[];
  readonly onChange: (sort: readonly GridSort[]) => void;
}

/** The columns of the order, the first one first. */
export function SortPopover({ columns, sort, onChange }: SortPopoverProps) {
  const free = columns.filter(
    ({ name, type }) => type !== "jsonb" && type !== "text[]" && sort.every(({ column }) => column !== name),
  );
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button size="sm">
          <ArrowDownUp aria-hidden="true" />
          Sort{sort.length > 0 ? ` (${sort.length})` : ""}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Order of the rows"
          className="z-40 grid w-80 max-w-[calc(100vw-1rem)] animate-enter gap-1.5 rounded-lg border bg-raised p-3 text-[0.8125rem] shadow-float"
        >
          {sort.map((entry, index) => (
            <SortEntry
              key={entry.column}
              entry={entry}
              isFirst={index === 0}
              onTurn={() => onChange(sort.map((other) => (other === entry ? turned(entry) : other)))}
              onUp={() => onChange(movedUp(sort, index))}
              onRemove={() => onChange(sort.filter((other) => other !== entry))}
            />
          ))}
          {sort.length === 0 ? <p className="px-1 text-soft">In the order in which rows were made.</p> : null}
          {free.length > 0 ? (
            <Select
              aria-label="Add a column to the order"
              value=""
              onChange={(event) => onChange([...sort, { column: event.target.value, dir: "asc" }])}
            >
              <option value="" disabled>
                {sort.length === 0 ? "Sort by…" : "Then by…"}
              </option>
              {free.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface SortEntryProps {
  readonly entry: GridSort;
  readonly isFirst: boolean;
  readonly onTurn: () => void;
  readonly onUp: () => void;
  readonly onRemove: () => void;
}

function SortEntry({ entry: { column, dir }, isFirst, onTurn, onUp, onRemove }: SortEntryProps) {
  return (
    <div className="flex items-center gap-1">
      <span className="min-w-0 flex-1 truncate pl-1 font-mono text-xs">{column}</span>
      <Button
        variant="ghost"
        size="sm"
        onClick={onTurn}
        aria-label={`${column}: ${dir === "asc" ? "ascending" : "descending"}. Turn around`}
      >
        {dir === "asc" ? <ArrowUp aria-hidden="true" /> : <ArrowDown aria-hidden="true" />}
        {dir === "asc" ? "Ascending" : "Descending"}
      </Button>
      <Button
        variant="ghost"
        size="icon"
        disabled={isFirst}
        aria-label={`Sort by ${column} earlier`}
        onClick={onUp}
      >
        <ChevronUp />
      </Button>
      <Button variant="ghost" size="icon" aria-label={`Do not sort by ${column}`} onClick={onRemove}>
        <X />
      </Button>
    </div>
  );
}

function turned({ column, dir }: GridSort): GridSort {
  return { column, dir: dir === "asc" ? "desc" : "asc" };
}

function movedUp(sort: readonly GridSort[], index: number): readonly GridSort[] {
  const entry = sort[index];
  if (entry === undefined) return sort;
  const rest = sort.filter((other) => other !== entry);
  return [...rest.slice(0, index - 1), entry, ...rest.slice(index - 1)];
}
