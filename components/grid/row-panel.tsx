"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { call } from "#components/api/client.ts";
import { useForget, useRecords } from "#components/api/queries.ts";
import type { Row } from "#components/api/types.ts";
import { LinkedRows } from "#components/record-panel/linked-rows.tsx";
import { RecordPanel, type Subject } from "#components/record-panel/record-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Table } from "#lib/catalog/types.ts";
import { patchesOf } from "./cell-patches.ts";
import { selectionAt } from "./cell-range.ts";
import { hasCutValue } from "./cut-values.ts";
import type { GridModel } from "./grid-context.ts";
import { keyConditions, recordKey } from "./record-key.ts";
import { lineAt } from "./row-sections.ts";
import type { CellWork } from "./use-cell-work.ts";

interface RowPanelProps {
  readonly grid: GridModel;
  readonly work: CellWork;
  /** `new`, or the key of a row. */
  readonly rowKey: string;
  readonly onOpen: (key: string | null, isReplacing?: boolean) => void;
}

/** The panel for the row in the address, with what it can do to the table's rows, and the way to the rows beside it. */
export function RowPanel({ grid, work, rowKey, onOpen }: RowPanelProps) {
  const { databaseId, info, tables, canWrite } = grid;
  const { schema: table } = info;
  const forget = useForget(databaseId);
  const subject = useSubject(databaseId, table, rowKey, grid.lines.records);
  const [isDirty, setDirty] = useState(false);
  const path = (row: Row) =>
    `/api/database/${databaseId}/records/${encodeURIComponent(recordKey(table, row) ?? "")}`;

  async function walk(step: -1 | 1): Promise<void> {
    const from = lineOf(grid, rowKey);
    if (from === null || isDirty) return;
    for (let line = from + step; line >= 0 && line < grid.lines.index.count; line += step) {
      if (lineAt(grid.lines.index, line)?.kind !== "row") continue;
      const row = grid.lines.rowAt(line) ?? (await grid.lines.fetchLines(line, line)).get(line);
      const key = row && recordKey(table, row);
      if (!key) return;
      grid.select(selectionAt({ row: line, column: grid.selection.active.column }));
      onOpen(key, true);
      return;
    }
  }

  return (
    <RecordPanel
      {...{ databaseId, info, tables, subject, canWrite }}
      onClose={() => onOpen(null)}
      onDirty={setDirty}
      onWalk={(step) => void walk(step)}
      walker={
        subject.kind === "row" ? <Walker isBlocked={isDirty} onWalk={(step) => void walk(step)} /> : null
      }
      linked={
        subject.kind === "row" ? (
          <LinkedRows databaseId={databaseId} table={table} tables={tables} row={subject.row} />
        ) : null
      }
      canUndoDelete={!info.is_auth}
      actions={{
        create: async (data) => {
          await work.create(data);
          toast({ tone: "good", title: "Row added" });
        },
        update: async (row, data) => {
          const seen = row.updated_at;
          const headers = typeof seen === "string" ? { "If-Match": `"${seen}"` } : {};
          await call("PUT", path(row), { body: { tableName: table.name, data }, headers });
          work.saved(
            patchesOf(
              table.columns.flatMap((column) =>
                column.name in data && !column.primary_key
                  ? [{ key: rowKey, row, column, value: data[column.name] ?? null }]
                  : [],
              ),
            ),
          );
          // Before the panel closes: opened again at once, it would show the row as it was.
          await forget.rows();
          toast({ tone: "good", title: "Changes saved" });
        },
        remove: async (row) => {
          await work.remove([recordKey(table, row) ?? ""], { isThrowing: true });
        },
      }}
    />
  );
}

function Walker({
  isBlocked,
  onWalk,
}: {
  readonly isBlocked: boolean;
  readonly onWalk: (step: -1 | 1) => void;
}) {
  const title = isBlocked ? "Save your changes first" : undefined;
  return (
    <span className="flex shrink-0 items-center">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Row before"
        title={title ?? "Row before (Alt+↑)"}
        disabled={isBlocked}
        onClick={() => onWalk(-1)}
      >
        <ChevronUp />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Next row"
        title={title ?? "Next row (Alt+↓)"}
        disabled={isBlocked}
        onClick={() => onWalk(1)}
      >
        <ChevronDown />
      </Button>
    </span>
  );
}

const searchedLines = 5000;

/** The line of a row: most likely the active one. */
function lineOf(grid: GridModel, key: string): number | null {
  const { row } = grid.selection.active;
  if (grid.keyAt(row) === key) return row;
  for (let line = 0; line < Math.min(grid.lines.index.count, searchedLines); line++) {
    if (grid.keyAt(line) === key) return line;
  }
  return null;
}

function useSubject(databaseId: string, table: Table, key: string, records: readonly Row[]): Subject {
  const shown = records.find((row) => recordKey(table, row) === key && !hasCutValue(row));
  const query = { tableName: table.name, filters: { and: keyConditions(table, key) }, limit: 1 };
  const found = useRecords(databaseId, query, key !== "new" && shown === undefined);
  if (key === "new") return { kind: "new" };
  const row = shown ?? found.data?.records.find((candidate) => recordKey(table, candidate) === key);
  if (row) return { kind: "row", row };
  return found.isPending || found.isFetching ? { kind: "loading" } : { kind: "missing" };
}
