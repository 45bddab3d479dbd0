"use client";

import { ListFilter, X } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import type { Column } from "#lib/catalog/types.ts";
import { FilterForm } from "./filter-form.tsx";
import { type GridFilter, needsValue, operatorLabel } from "./filters.ts";
import { formatMoment } from "./format-value.ts";

interface FilterBarProps {
  readonly databaseId: string;
  readonly columns: readonly Column[];
  readonly tables: readonly TableInfo[];
  readonly filters: readonly GridFilter[];
  readonly onChange: (filters: readonly GridFilter[]) => void;
}

/** The conditions in force, each a chip that opens to be changed, and a button for one more. All of them must hold. */
export function FilterBar({ databaseId, columns, tables, filters, onChange }: FilterBarProps) {
  const form = { databaseId, columns, tables };
  return (
    <>
      <FilterPopover
        {...form}
        initial={null}
        onApply={(filter) => onChange([...filters, filter])}
        trigger={
          <Button size="sm">
            <ListFilter aria-hidden="true" />
            Filter
          </Button>
        }
      />
      {filters.map((filter, index) => (
        <span
          key={`${filter.column}:${filter.operator}:${filter.value}`}
          className="inline-flex h-8 min-w-0 max-w-full items-center rounded-md bg-tint text-[0.8125rem]"
        >
          <FilterPopover
            {...form}
            initial={filter}
            onApply={(changed) => onChange(filters.map((other) => (other === filter ? changed : other)))}
            trigger={
              <button type="button" className="h-full min-w-0 truncate rounded-md pr-1 pl-2.5">
                <FilterWords
                  filter={filter}
                  column={columns.find((column) => column.name === filter.column)}
                />
              </button>
            }
          />
          <button
            type="button"
            aria-label={`Remove the filter on ${filter.column}`}
            onClick={() => onChange(filters.filter((_, place) => place !== index))}
            className="grid size-8 shrink-0 place-items-center rounded-md text-link hover:bg-wash"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </span>
      ))}
    </>
  );
}

function FilterWords({
  filter,
  column,
}: {
  readonly filter: GridFilter;
  readonly column: Column | undefined;
}) {
  if (column === undefined) return <span className="line-through">{filter.column}</span>;
  const value = column.type === "timestamptz" ? formatMoment(filter.value) : filter.value;
  const shown = column.type === "boolean" ? (value === "true" ? "yes" : "no") : value;
  return (
    <>
      <span className="font-mono text-xs">{column.name}</span> {operatorLabel(filter.operator, column)}{" "}
      {needsValue(filter.operator) ? (
        <span className="font-medium">{column.references ? `${shown.slice(0, 8)}…` : shown}</span>
      ) : null}
    </>
  );
}

interface FilterPopoverProps extends Omit<FilterBarProps, "filters" | "onChange"> {
  readonly initial: GridFilter | null;
  readonly trigger: React.ReactNode;
  readonly onApply: (filter: GridFilter) => void;
}

function FilterPopover({ trigger, onApply, ...form }: FilterPopoverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Filter"
          className="z-40 w-80 max-w-[calc(100vw-1rem)] animate-enter rounded-lg border bg-raised p-4 shadow-float"
        >
          <FilterForm
            {...form}
            onApply={(filter) => {
              onApply(filter);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
