"use client";

import type { Row, TableInfo } from "#components/api/types.ts";
import { rowLabel } from "#components/grid/row-label.ts";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Json, Table } from "#lib/catalog/types.ts";
import { RecordForm } from "./record-form.tsx";

/** What the panel can do to rows; each rejects with the server's refusal. */
export interface RecordActions {
  readonly create: (data: { readonly [column: string]: Json }) => Promise<void>;
  readonly update: (row: Row, data: { readonly [column: string]: Json }) => Promise<void>;
  readonly remove: (row: Row) => Promise<void>;
}

interface RecordPanelProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly subject: Subject;
  readonly canWrite: boolean;
  readonly actions: RecordActions;
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
  const { info, subject, onClose } = props;
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={titleOf(info.schema, subject)}
      description={<span className="font-mono text-xs">{info.table_name}</span>}
    >
      {subject.kind === "loading" ? <FormSkeleton /> : null}
      {subject.kind === "missing" ? (
        <Notice tone="warn" className="m-5" title="This row is not there.">
          It may have been deleted since the address was made.
        </Notice>
      ) : null}
      {subject.kind === "new" || subject.kind === "row" ? (
        <RecordForm {...props} row={subject.kind === "row" ? subject.row : null} />
      ) : null}
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
