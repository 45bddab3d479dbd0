"use client";

import { ListFilter, X } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import type { GridFilter, GridFilterGroup } from "#lib/catalog/grid-view.ts";
import { isFilterGroup } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { FilterForm } from "./filter-form.tsx";
import { FilterGroupEditor } from "./filter-group.tsx";
import { placed } from "./filter-items.ts";
import { FilterWords } from "./filter-words.tsx";
import { countConditions } from "./filters.ts";

interface FilterBarProps {
  readonly databaseId: string;
  readonly columns: readonly Column[];
  readonly tables: readonly TableInfo[];
  readonly filter: GridFilterGroup;
  /** A column by which the form is to be opened; null: it stays as it is. */
  readonly asked: Column | null;
  readonly onAsked: () => void;
  readonly onChange: (filter: GridFilterGroup) => void;
}

/** The conditions in force, each a chip that opens to be changed; groups of them in an editor of their own. */
export function FilterBar({ databaseId, columns, tables, filter, asked, onAsked, onChange }: FilterBarProps) {
  const form = { databaseId, columns, tables };
  const setItems = (items: GridFilterGroup["items"]) => onChange({ ...filter, items });
  return (
    <>
      <FilterPopover
        key={asked?.name ?? ""}
        {...form}
        initial={null}
        initialColumn={asked}
        onLeave={onAsked}
        onApply={(item) => setItems([...filter.items, item])}
        trigger={
          <Button size="sm">
            <ListFilter aria-hidden="true" />
            Filter
          </Button>
        }
      />
      {placed(filter.items).map(({ item, index, key }) => (
        <span key={key} className="contents">
          {index > 0 ? (
            <button
              type="button"
              title="Switch between and, or"
              onClick={() => onChange({ ...filter, join: filter.join === "and" ? "or" : "and" })}
              className="h-8 rounded-md px-1 text-faint text-xs hover:bg-wash hover:text-ink"
            >
              {filter.join}
            </button>
          ) : null}
          <Chip
            label={isFilterGroup(item) ? "the group of filters" : `the filter on ${item.column}`}
            onRemove={() => setItems(filter.items.filter((_, place) => place !== index))}
          >
            {isFilterGroup(item) ? (
              <GroupPopover
                {...form}
                filter={filter}
                onChange={onChange}
                trigger={<ChipButton>{countConditions(item)} conditions</ChipButton>}
              />
            ) : (
              <FilterPopover
                {...form}
                initial={item}
                onApply={(changed) =>
                  setItems(filter.items.map((other, place) => (place === index ? changed : other)))
                }
                trigger={
                  <ChipButton>
                    <FilterWords
                      filter={item}
                      column={columns.find((column) => column.name === item.column)}
                    />
                  </ChipButton>
                }
              />
            )}
          </Chip>
        </span>
      ))}
      {filter.items.length > 0 ? (
        <GroupPopover
          {...form}
          filter={filter}
          onChange={onChange}
          trigger={
            <Button variant="ghost" size="sm">
              Edit all
            </Button>
          }
        />
      ) : null}
    </>
  );
}

function ChipButton({ children, ...props }: React.ComponentProps<"button">) {
  return (
    <button type="button" {...props} className="h-full min-w-0 truncate rounded-md pr-1 pl-2.5">
      {children}
    </button>
  );
}

interface ChipProps {
  readonly label: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

function Chip({ label, onRemove, children }: ChipProps) {
  return (
    <span className="inline-flex h-8 min-w-0 max-w-full items-center rounded-md bg-tint text-[0.8125rem]">
      {children}
      <button
        type="button"
        aria-label={`Remove ${label}`}
        onClick={onRemove}
        className="grid size-8 shrink-0 place-items-center rounded-md text-link hover:bg-wash"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  );
}

interface FormProps {
  readonly databaseId: string;
  readonly columns: readonly Column[];
  readonly tables: readonly TableInfo[];
  readonly trigger: ReactNode;
}

const box = "z-40 max-w-[calc(100vw-1rem)] animate-enter rounded-lg border bg-raised p-4 shadow-float";

interface FilterPopoverProps extends FormProps {
  readonly initial: GridFilter | null;
  /** Open at once, at this column. */
  readonly initialColumn?: Column | null;
  readonly onApply: (filter: GridFilter) => void;
  readonly onLeave?: () => void;
}

function FilterPopover({ trigger, onApply, onLeave, initialColumn = null, ...form }: FilterPopoverProps) {
  const [isOpen, setOpen] = useState(initialColumn !== null);
  function open(next: boolean) {
    setOpen(next);
    if (!next) onLeave?.();
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Filter"
          className={`${box} w-80`}
        >
          <FilterForm
            {...form}
            initialColumn={initialColumn}
            onApply={(filter) => {
              onApply(filter);
              open(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface GroupPopoverProps extends FormProps {
  readonly filter: GridFilterGroup;
  readonly onChange: (filter: GridFilterGroup) => void;
}

function GroupPopover({ trigger, ...props }: GroupPopoverProps) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Groups of filters"
          className={`${box} max-h-[70dvh] w-[34rem] overflow-y-auto`}
        >
          <FilterGroupEditor {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
