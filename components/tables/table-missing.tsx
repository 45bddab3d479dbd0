"use client";

import Link from "next/link";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export function TableMissing({ tableName }: { readonly tableName: string }) {
  const { id } = useProject();
  return (
    <EmptyState
      title={`There is no table ${tableName}`}
      action={
        <Button asChild>
          <Link href={`/projects/${id}/database/tables`}>Show all tables</Link>
        </Button>
      }
    >
      It may have been renamed or dropped.
    </EmptyState>
  );
}
