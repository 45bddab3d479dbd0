"use client";

import { Columns3 } from "lucide-react";
import { Popover } from "radix-ui";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import { orderedColumns } from "./shown-columns.ts";

interface ColumnsPopoverProps {
  readonly info: TableInfo;
  readonly view: GridDefinition;
  readonly onChange: (fields: Partial<GridDefinition>) => void;
}

/** Which columns the view shows. */
export function ColumnsPopover({ info, view, onChange }: ColumnsPopoverProps) {
  const columns = orderedColumns(info, view.order);
  const hidden = columns.filter(({ name }) => view.hidden.includes(name));
  const toggle = (name: string, isShown: boolean) =>
    onChange({ hidden: isShown ? view.hidden.filter((other) => other !== name) : [...view.hidden, name] });
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button size="sm">
          <Columns3 aria-hidden="true" />
          {hidden.length === 0 ? "Columns" : `${hidden.length} hidden`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Columns of this view"
          className="z-40 w-64 animate-enter rounded-lg border bg-raised p-3 shadow-float"
        >
          <div className="grid max-h-[50dvh] gap-1 overflow-y-auto">
            {columns.map(({ name }) => {
              const isShown = !view.hidden.includes(name);
              return (
                <Checkbox
                  key={name}
                  label={<span className="font-mono text-xs">{name}</span>}
                  checked={isShown}
                  // A grid without columns shows nothing that could bring them back.
                  disabled={isShown && hidden.length === columns.length - 1}
                  onChange={(event) => toggle(name, event.target.checked)}
                />
              );
            })}
          </div>
          <div className="mt-2 flex gap-2 border-t pt-2">
            <Button
              size="sm"
              variant="ghost"
              disabled={hidden.length === 0}
              onClick={() => onChange({ hidden: [] })}
            >
              Show all
            </Button>
            <Button
              size="sm"
              variant="ghost"
              disabled={view.order.length === 0 && Object.keys(view.widths).length === 0}
              onClick={() => onChange({ order: [], widths: {} })}
            >
              Reset order and widths
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
