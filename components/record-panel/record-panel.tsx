"use client";

import type { KeyboardEvent, ReactNode } from "react";
import type { Row, TableInfo } from "#components/api/types.ts";
import { recordKey } from "#components/grid/record-key.ts";
import { rowLabel } from "#components/grid/row-label.ts";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Table } from "#lib/catalog/types.ts";
import { type RecordActions, RecordForm } from "./record-form.tsx";

interface RecordPanelProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly subject: Subject;
  readonly canWrite: boolean;
  readonly actions: RecordActions;
  /** The ways to the rows before and after, beside the title. */
  readonly walker?: ReactNode;
  readonly onWalk?: (step: -1 | 1) => void;
  /** What refers to the row, below its values. */
  readonly linked?: ReactNode;
  /** A delete that can be undone asks nothing. */
  readonly canUndoDelete?: boolean;
  readonly onDirty?: (isDirty: boolean) => void;
  readonly onClose: () => void;
}

/** What the panel is about. */
export type Subject =
  | { readonly kind: "new" }
  | { readonly kind: "row"; readonly row: Row }
  | { readonly kind: "loading" }
  | { readonly kind: "missing" };

/** A row, new or existing, in a panel beside the grid. */
export function RecordPanel(props: RecordPanelProps) {
  const { info, subject, onClose, onWalk } = props;

  function walkByKeys(event: KeyboardEvent) {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    // In a field the arrows are the field's; with Alt they are the panel's everywhere.
    const isInField =
      event.target instanceof Element && event.target.closest("input, textarea, select, [role=listbox]");
    if (step === null || onWalk === undefined || (isInField && !event.altKey)) return;
    event.preventDefault();
    onWalk(step);
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate">{titleOf(info.schema, subject)}</span>
          {props.walker}
        </span>
      }
      description={<span className="font-mono text-xs">{info.table_name}</span>}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears keys of the fields in it */}
      <div className="flex min-h-0 flex-1 flex-col" onKeyDown={walkByKeys}>
        {subject.kind === "loading" ? <FormSkeleton /> : null}
        {subject.kind === "missing" ? (
          <Notice tone="warn" className="m-5" title="This row is not there.">
            It may have been deleted since the address was made.
          </Notice>
        ) : null}
        {subject.kind === "new" || subject.kind === "row" ? (
          <RecordForm
            // Another row, another form; the panel stays, and knows where the focus came from.
            key={subject.kind === "row" ? (recordKey(info.schema, subject.row) ?? "") : "new"}
            {...props}
            row={subject.kind === "row" ? subject.row : null}
          />
        ) : null}
      </div>
    </Sheet>
  );
}

function titleOf(table: Table, subject: Subject): string {
  if (subject.kind === "new") return "New row";
  return (subject.kind === "row" && rowLabel(table, subject.row)) || "Row";
}

function FormSkeleton() {
  return (
    <div className="grid gap-5 p-5" role="status" aria-label="Loading the row">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </div>
  );
}
