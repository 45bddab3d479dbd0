"use client";

import { Popover } from "radix-ui";
import { type ReactNode, useRef } from "react";
import type { Column, Json } from "#lib/catalog/types.ts";
import type { AfterEdit } from "./grid-context.ts";

export interface CellEditorProps {
  readonly column: Column;
  readonly value: Json;
  /** What was typed to begin with; null: what the cell holds. */
  readonly typed: string | null;
  readonly onDone: (value: Json, then: AfterEdit) => void;
  readonly onCancel: () => void;
}

interface HangingEditorProps {
  readonly label: string;
  /** Escape, or a click elsewhere. */
  readonly onLeave: (how: "escape" | "outside") => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What is too large for a cell hangs below it. */
export function HangingEditor({ label, onLeave, className, children }: HangingEditorProps) {
  const how = useRef<"escape" | "outside">("outside");
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : onLeave(how.current))}>
      <Popover.Anchor className="absolute inset-0 border-2 border-link bg-surface" />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onEscapeKeyDown={() => {
            how.current = "escape";
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className={`z-50 min-w-60 max-w-[calc(100vw-1rem)] animate-enter rounded-lg border bg-raised shadow-float ${className ?? "w-72"}`}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
