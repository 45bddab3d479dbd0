"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError, explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Change } from "#lib/catalog/types.ts";
import { useApply } from "./use-apply.ts";

export type DropSubject =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "column"; readonly table: string; readonly column: string };

interface DropDialogProps {
  readonly subject: DropSubject;
  readonly tables: readonly TableInfo[];
  readonly onClose: () => void;
}

/** Says what dropping would take with it, as the server sees it, before anything is dropped. */
export function DropDialog({ subject, tables, onClose }: DropDialogProps) {
  const { id, databaseId } = useProject();
  const router = useRouter();
  const { apply, preview } = useApply(databaseId);
  const [isCascading, setCascading] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const change = toChange(subject, isCascading);
  const check = useQuery({
    queryKey: ["database", databaseId, "preview", change],
    queryFn: () => preview([change]),
    retry: false,
    gcTime: 0,
  });
  const isReferenced = check.error instanceof ApiError && check.error.status === 409;
  const name = subject.kind === "table" ? subject.table : subject.column;

  async function drop() {
    setPending(true);
    try {
      await apply([change]);
      toast({ tone: "good", title: `${subject.kind === "table" ? "Table" : "Column"} ${name} dropped` });
      if (subject.kind === "table") router.push(`/projects/${id}/database/tables`);
      onClose();
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }

  const problem = refusal ?? check.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={
        <>
          Drop the {subject.kind} <span className="font-mono">{name}</span>?
        </>
      }
    >
      <div className="grid gap-4">
        {check.isPending ? <Skeleton className="h-12" /> : null}
        {check.data ? <Impact warning={check.data.impact[0]?.warning} /> : null}
        {problem ? (
          <Notice tone={isReferenced ? "warn" : "danger"} title={explain(problem).title}>
            {explain(problem).description}
          </Notice>
        ) : null}
        {subject.kind === "table" && (isReferenced || isCascading) ? (
          <Checkbox
            checked={isCascading}
            onChange={(event) => setCascading(event.target.checked)}
            label={`Also drop the relations that point here: ${referencing(subject.table, tables)}`}
          />
        ) : null}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" data-keep="" onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            pending={isPending}
            disabled={!check.isSuccess}
            onClick={() => void drop()}
          >
            Drop {subject.kind}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function toChange(subject: DropSubject, isCascading: boolean): Change {
  if (subject.kind === "column") return { kind: "drop_column", table: subject.table, column: subject.column };
  return { kind: "drop_table", table: subject.table, ...(isCascading ? { cascade: true } : {}) };
}

function referencing(name: string, tables: readonly TableInfo[]): string {
  return tables
    .filter((table) => table.table_name !== name)
    .flatMap(({ schema }) =>
      schema.columns
        .filter((column) => column.references?.table === name)
        .map((column) => `${schema.name}.${column.name}`),
    )
    .join(", ");
}

function Impact({ warning }: { readonly warning: string | undefined }) {
  return <p className="text-soft">{warning ?? "Nothing is lost: no row holds a value there."}</p>;
}
