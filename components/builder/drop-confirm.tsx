"use client";

import type { CanvasPlace } from "#components/canvas/canvas-types.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { referencesTo } from "#lib/catalog/table-references.ts";
import type { Change } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";

/** Drops at once what nothing else needs; asks where relations go with it. Nothing is gone before the review. */
export function DropConfirm({
  place,
  onClose,
}: {
  readonly place: CanvasPlace;
  readonly onClose: () => void;
}) {
  const { draft, make, select } = useBuilder();
  const { table, column } = place;
  const others = referencesTo(draft.tables, table, column ?? undefined).filter(
    (name) => column !== null || !name.startsWith(`${table}.`),
  );
  const name = column === null ? table : `${table}.${column}`;
  function drop() {
    const cascade = others.length > 0 ? { cascade: true } : {};
    const change: Change =
      column === null
        ? { kind: "drop_table", table, ...cascade }
        : { kind: "drop_column", table, column, ...cascade };
    if (make([change]).length === 0) select(column === null ? null : { table, column: null });
    onClose();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={
        <>
          Drop <span className="font-mono">{name}</span>?
        </>
      }
      description="It is one more change in your list: nothing happens before you apply it, and it can be restored for a while after."
    >
      <div className="grid gap-4">
        {others.length > 0 ? (
          <Notice tone="warn" title="Relations go with it">
            <span className="font-mono text-xs">{others.join(", ")}</span>{" "}
            {others.length === 1 ? "points" : "point"} at it. The columns stay, their relations do not.
          </Notice>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" data-keep="" onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" onClick={drop}>
            Drop {column === null ? "table" : "column"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
