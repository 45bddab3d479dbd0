"use client";

import { RotateCcw } from "lucide-react";
import { explain } from "#components/api/api-error.ts";
import type { Trash } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Change } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";

interface TrashSheetProps {
  readonly trash: Trash | undefined;
  readonly error: Error | null;
  readonly onClose: () => void;
}

interface Line {
  readonly id: string;
  readonly name: string;
  readonly kind: "table" | "column";
  readonly droppedAt: string;
  readonly change: Change;
}

/** What was dropped and can come back, newest first. */
export function TrashSheet({ trash, error, onClose }: TrashSheetProps) {
  const { make, show, draft } = useBuilder();
  const lines = trash === undefined ? [] : linesOf(trash);
  const isChosen = ({ change }: Line) =>
    draft.state.changes.some((other) => JSON.stringify(other) === JSON.stringify(change));
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Trash"
      description="Dropped tables and columns keep their rows and values for a while."
    >
      <div className="relative grid min-h-0 flex-1 content-start gap-3 overflow-y-auto p-5">
        {error ? (
          <Notice tone="danger" title={explain(error).title}>
            {explain(error).description}
          </Notice>
        ) : null}
        {trash === undefined && !error ? <Skeleton className="h-24" /> : null}
        {trash !== undefined && lines.length === 0 ? (
          <p className="text-soft">Nothing was dropped lately.</p>
        ) : null}
        <ul className="divide-y">
          {lines.map((line) => (
            <li key={line.id} className="flex items-center gap-3 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="truncate font-mono text-[0.8125rem]">{line.name}</p>
                <p className="text-faint text-xs">
                  {line.kind === "table" ? "Table" : "Column"}, dropped {when(line.droppedAt)}
                </p>
              </div>
              <Button
                size="sm"
                disabled={isChosen(line)}
                aria-label={`Restore ${line.name}`}
                onClick={() => {
                  if (make([line.change]).length > 0) return;
                  const { change } = line;
                  if (change.kind === "restore_table") show({ table: change.table, column: null });
                  if (change.kind === "restore_column") show({ table: change.table, column: change.column });
                  onClose();
                }}
              >
                <RotateCcw aria-hidden="true" />
                {isChosen(line) ? "In your changes" : "Restore"}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}

function linesOf({ tables, columns }: Trash): readonly Line[] {
  const all: Line[] = [
    ...tables.map(
      ({ id, table_name, dropped_at }): Line => ({
        id,
        name: table_name,
        kind: "table",
        droppedAt: dropped_at,
        change: { kind: "restore_table", table: table_name },
      }),
    ),
    ...columns.map(
      ({ table_id, table_name, column, dropped_at }): Line => ({
        id: `${table_id} ${column.name} ${dropped_at}`,
        name: `${table_name}.${column.name}`,
        kind: "column",
        droppedAt: dropped_at,
        change: { kind: "restore_column", table: table_name, column: column.name },
      }),
    ),
  ];
  return all.sort((a, b) => (a.droppedAt < b.droppedAt ? 1 : -1));
}

function when(moment: string): string {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
